-- Which keys this database was sealed with; the one that is not retired seals now. The keys themselves lie in a file.
CREATE TABLE data_keys (
    id bigint PRIMARY KEY NOT NULL,
    -- Opened by the right key only.
    check_value bytea NOT NULL,
    made_at timestamptz NOT NULL,
    retired_at timestamptz
);
