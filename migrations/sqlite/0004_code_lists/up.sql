CREATE TABLE code_lists (
    id BLOB PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE code_items (
    id BLOB PRIMARY KEY NOT NULL,
    code_list_id BLOB NOT NULL REFERENCES code_lists (id),
    code TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    abbreviation TEXT,
    position INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (code_list_id, code, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;

-- What reports count. The unit belongs to the indicator, so figures of different units never meet in a sum.
CREATE TABLE indicators (
    id BLOB PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('attendance', 'person', 'unit', 'vnd')),
    position INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;
