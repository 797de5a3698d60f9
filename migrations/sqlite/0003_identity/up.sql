CREATE TABLE users (
    id BLOB PRIMARY KEY NOT NULL,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
    password_hash TEXT,
    password_changed_at INTEGER,
    must_change_password INTEGER NOT NULL,
    is_demo INTEGER NOT NULL,
    suspended_from BLOB REFERENCES organisations (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- A role in an organisation and all below it, from a day to a day (the last day is not covered).
CREATE TABLE grants (
    id BLOB PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE INDEX grants_user ON grants (user_id);
CREATE INDEX grants_organisation ON grants (organisation_id, created_at, id);

CREATE TABLE sessions (
    id BLOB PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT,
    user_agent TEXT,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id, created_at, id);

-- Only keyed hashes. A row used once more, other than by a retry of the same request, ends its session.
CREATE TABLE refresh_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    successor_hash BLOB
) STRICT;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_age ON refresh_tokens (expires_at);

CREATE TABLE reset_codes (
    user_id BLOB PRIMARY KEY NOT NULL REFERENCES users (id),
    code_hash BLOB NOT NULL,
    issued_by BLOB NOT NULL REFERENCES users (id),
    expires_at INTEGER NOT NULL
) STRICT;

-- Failed tries by keyed hash: of an account, of an account at an address, of an address, of a session.
CREATE TABLE throttles (
    key_hash BLOB PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    blocked_until INTEGER,
    last_failure INTEGER NOT NULL
) STRICT;
CREATE INDEX throttles_age ON throttles (last_failure);
