CREATE TABLE code_lists (
    id uuid PRIMARY KEY NOT NULL,
    code text COLLATE "C" NOT NULL UNIQUE,
    name_vi text NOT NULL,
    name_en text NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE code_items (
    id uuid PRIMARY KEY NOT NULL,
    code_list_id uuid NOT NULL REFERENCES code_lists (id),
    code text NOT NULL,
    name_vi text NOT NULL,
    name_en text NOT NULL,
    abbreviation text,
    position integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (code_list_id, code, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);

-- What reports count. The unit belongs to the indicator, so figures of different units never meet in a sum.
CREATE TABLE indicators (
    id uuid PRIMARY KEY NOT NULL,
    code text NOT NULL UNIQUE,
    name_vi text NOT NULL,
    name_en text NOT NULL,
    name_folded text COLLATE "C" NOT NULL,
    unit text NOT NULL CHECK (unit IN ('attendance', 'person', 'unit', 'vnd')),
    position integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
