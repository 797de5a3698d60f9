DROP TABLE client_ids;
DROP TABLE idempotency_keys;
DROP TABLE journal;
DROP TABLE counters;
