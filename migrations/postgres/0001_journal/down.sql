DROP TRIGGER journal_append_only ON journal;
DROP FUNCTION journal_is_append_only();
DROP TABLE client_ids;
DROP TABLE idempotency_keys;
DROP TABLE journal;
DROP TABLE counters;
