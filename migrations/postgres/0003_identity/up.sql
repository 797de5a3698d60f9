CREATE TABLE users (
    id uuid PRIMARY KEY NOT NULL,
    username text NOT NULL UNIQUE,
    display_name text NOT NULL,
    name_folded text NOT NULL,
    status text NOT NULL CHECK (status IN ('active', 'suspended')),
    password_hash text,
    password_changed_at timestamptz,
    must_change_password boolean NOT NULL,
    is_demo boolean NOT NULL,
    suspended_from uuid REFERENCES organisations (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- A role in an organisation and all below it, from a day to a day (the last day is not covered).
CREATE TABLE grants (
    id uuid PRIMARY KEY NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    role text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX grants_user ON grants (user_id);
CREATE INDEX grants_organisation ON grants (organisation_id, created_at, id);

CREATE TABLE sessions (
    id uuid PRIMARY KEY NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    user_agent text,
    version bigint NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, created_at, id);

-- Only keyed hashes. A row used once more, other than by a retry of the same request, ends its session.
CREATE TABLE refresh_tokens (
    token_hash bytea PRIMARY KEY NOT NULL,
    session_id uuid NOT NULL REFERENCES sessions (id),
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    successor_hash bytea
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_age ON refresh_tokens (expires_at);

CREATE TABLE reset_codes (
    user_id uuid PRIMARY KEY NOT NULL REFERENCES users (id),
    code_hash bytea NOT NULL,
    issued_by uuid NOT NULL REFERENCES users (id),
    expires_at timestamptz NOT NULL
);

-- Failed tries by keyed hash: of an account, of an account at an address, of an address, of a session.
CREATE TABLE throttles (
    key_hash bytea PRIMARY KEY NOT NULL,
    failures integer NOT NULL,
    blocked_until timestamptz,
    last_failure timestamptz NOT NULL
);
CREATE INDEX throttles_age ON throttles (last_failure);
