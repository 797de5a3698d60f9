-- A file beside a record. Its content lies in the file store, encrypted under `file_key`.
CREATE TABLE attachments (
    id BLOB PRIMARY KEY NOT NULL,
    record_type TEXT NOT NULL,
    record_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- Sealed: a name can tell of an illness.
    name BLOB NOT NULL,
    file_key BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('uploading', 'stored', 'erased')),
    media_type TEXT,
    size INTEGER CHECK (size >= 0),
    sha256 BLOB,
    declared_length INTEGER NOT NULL CHECK (declared_length >= 0),
    received INTEGER NOT NULL CHECK (received BETWEEN 0 AND declared_length),
    expires_at INTEGER,
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_record ON attachments (record_type, record_id, created_at, id);
CREATE INDEX attachments_expiry ON attachments (state, expires_at);

-- What has arrived of an upload, piece by piece.
CREATE TABLE upload_parts (
    attachment_id BLOB NOT NULL REFERENCES attachments (id),
    part_begin INTEGER NOT NULL CHECK (part_begin >= 0),
    part_length INTEGER NOT NULL CHECK (part_length > 0),
    PRIMARY KEY (attachment_id, part_begin)
) STRICT;
