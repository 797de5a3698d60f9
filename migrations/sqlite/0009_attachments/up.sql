-- A file beside a record. Its content lies in the file store, encrypted under `file_key`.
CREATE TABLE attachments (
    id BLOB PRIMARY KEY NOT NULL,
    record_type TEXT NOT NULL,
    record_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- Sealed: a name can tell of an illness. Gone, like the key, once the file is erased.
    name BLOB,
    file_key BLOB,
    state TEXT NOT NULL CHECK (state IN ('uploading', 'stored', 'erased')),
    media_type TEXT,
    size INTEGER CHECK (size >= 0),
    sha256 BLOB,
    -- Where the content lies in the file store.
    object_id BLOB,
    declared_length INTEGER NOT NULL CHECK (declared_length > 0),
    -- SHA-256 of what is sent, where the sender told it.
    expected_sha256 BLOB,
    expires_at INTEGER,
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (state = 'erased' OR (name IS NOT NULL AND file_key IS NOT NULL)),
    CHECK (state <> 'erased' OR (name IS NULL AND file_key IS NULL AND object_id IS NULL)),
    CHECK (state <> 'stored' OR (object_id IS NOT NULL AND size IS NOT NULL AND media_type IS NOT NULL AND sha256 IS NOT NULL)),
    CHECK (state <> 'uploading' OR expires_at IS NOT NULL)
) STRICT;
CREATE INDEX attachments_record ON attachments (record_type, record_id, created_at, id);
CREATE INDEX attachments_expiry ON attachments (state, expires_at);
CREATE INDEX attachments_object ON attachments (object_id);

-- What has arrived of an upload, piece by piece: two pieces never begin at the same place.
CREATE TABLE upload_parts (
    attachment_id BLOB NOT NULL REFERENCES attachments (id),
    part_begin INTEGER NOT NULL CHECK (part_begin >= 0),
    part_length INTEGER NOT NULL CHECK (part_length > 0),
    object_id BLOB NOT NULL UNIQUE,
    PRIMARY KEY (attachment_id, part_begin)
) STRICT;

-- What is to be deleted from the file store: noted with what makes it useless, deleted after the commit.
CREATE TABLE erased_objects (
    object_id BLOB PRIMARY KEY NOT NULL,
    erased_at INTEGER NOT NULL
) STRICT;
