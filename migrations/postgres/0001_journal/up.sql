-- One row a counter. The journal's is taken as the last statement of a writing transaction: its row lock makes
-- the order of sequence numbers the order of commits.
CREATE TABLE counters (
    name text PRIMARY KEY NOT NULL,
    value bigint NOT NULL
);
INSERT INTO counters (name, value) VALUES ('journal', 0);

CREATE TABLE journal (
    seq bigint PRIMARY KEY NOT NULL,
    at timestamptz NOT NULL,
    request_id uuid,
    actor_id uuid,
    action text NOT NULL,
    record_type text NOT NULL,
    record_id uuid NOT NULL,
    organisation_id uuid,
    from_state text,
    to_state text,
    reason text,
    changes jsonb
);
CREATE INDEX journal_record ON journal (record_id, seq);
CREATE INDEX journal_organisation ON journal (organisation_id, seq);

-- First answers of requests that carried an Idempotency-Key, kept 30 days.
CREATE TABLE idempotency_keys (
    key_hash bytea PRIMARY KEY NOT NULL,
    request_digest bytea NOT NULL,
    status integer NOT NULL,
    etag text,
    location text,
    body text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Ids that clients made themselves, with the digest of what they sent.
CREATE TABLE client_ids (
    id uuid PRIMARY KEY NOT NULL,
    record_type text NOT NULL,
    content_digest bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- The journal is append-only, whoever asks.
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END
$$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
