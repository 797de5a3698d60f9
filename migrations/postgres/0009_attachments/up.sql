-- A file beside a record. Its content lies in the file store, encrypted under `file_key`.
CREATE TABLE attachments (
    id uuid PRIMARY KEY NOT NULL,
    record_type text NOT NULL,
    record_id uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- Sealed: a name can tell of an illness.
    name bytea NOT NULL,
    file_key bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('uploading', 'stored', 'erased')),
    media_type text,
    size bigint CHECK (size >= 0),
    sha256 bytea,
    declared_length bigint NOT NULL CHECK (declared_length >= 0),
    received bigint NOT NULL CHECK (received BETWEEN 0 AND declared_length),
    expires_at timestamptz,
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX attachments_record ON attachments (record_type, record_id, created_at, id);
CREATE INDEX attachments_expiry ON attachments (state, expires_at);

-- What has arrived of an upload, piece by piece.
CREATE TABLE upload_parts (
    attachment_id uuid NOT NULL REFERENCES attachments (id),
    part_begin bigint NOT NULL CHECK (part_begin >= 0),
    part_length bigint NOT NULL CHECK (part_length > 0),
    PRIMARY KEY (attachment_id, part_begin)
);
