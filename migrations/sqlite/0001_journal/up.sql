-- One row a counter. The journal's is taken as the last statement of a writing transaction: its row lock makes
-- the order of sequence numbers the order of commits.
CREATE TABLE counters (
    name TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
) STRICT;
INSERT INTO counters (name, value) VALUES ('journal', 0);

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    request_id BLOB,
    actor_id BLOB,
    action TEXT NOT NULL,
    record_type TEXT NOT NULL,
    record_id BLOB NOT NULL,
    organisation_id BLOB,
    from_state TEXT,
    to_state TEXT,
    reason TEXT,
    changes TEXT
) STRICT;
CREATE INDEX journal_record ON journal (record_id, seq);
CREATE INDEX journal_organisation ON journal (organisation_id, seq);

-- First answers of requests that carried an Idempotency-Key, kept 30 days.
CREATE TABLE idempotency_keys (
    key_hash BLOB PRIMARY KEY NOT NULL,
    request_digest BLOB NOT NULL,
    status INTEGER NOT NULL,
    etag TEXT,
    location TEXT,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Ids that clients made themselves, with the digest of what they sent.
CREATE TABLE client_ids (
    id BLOB PRIMARY KEY NOT NULL,
    record_type TEXT NOT NULL,
    content_digest BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- The journal is append-only, whoever asks.
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
