-- What is true today; organisation_periods keeps what was true when.
CREATE TABLE organisations (
    id uuid PRIMARY KEY NOT NULL,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_folded text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    parent_id uuid REFERENCES organisations (id),
    symbol text,
    place text,
    status text NOT NULL CHECK (status IN ('active', 'ended')),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX organisations_parent ON organisations (parent_id);
CREATE INDEX organisations_name ON organisations (name_folded, id);

-- Half-open periods [valid_from, valid_to) without gaps or overlaps, one open at the end while the organisation lives.
CREATE TABLE organisation_periods (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    valid_from date NOT NULL,
    valid_to date,
    name text NOT NULL,
    name_folded text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    parent_id uuid REFERENCES organisations (id),
    decision_number text,
    decision_date date,
    PRIMARY KEY (organisation_id, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX organisation_periods_parent ON organisation_periods (parent_id);

-- Every pair of today's tree, each organisation with itself at depth 0: subtree and scope questions by one index.
CREATE TABLE organisation_closure (
    ancestor_id uuid NOT NULL REFERENCES organisations (id),
    descendant_id uuid NOT NULL REFERENCES organisations (id),
    depth integer NOT NULL,
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX organisation_closure_up ON organisation_closure (descendant_id, depth);

CREATE TABLE committees (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    kind text NOT NULL,
    term_from date NOT NULL,
    term_to date NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organisation_id, kind, term_from),
    CHECK (term_to > term_from)
);

CREATE TABLE committee_members (
    id uuid PRIMARY KEY NOT NULL,
    committee_id uuid NOT NULL REFERENCES committees (id),
    full_name text NOT NULL,
    name_folded text NOT NULL,
    title text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    decision_number text NOT NULL,
    decision_date date NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX committee_members_committee ON committee_members (committee_id, valid_from);

-- Whoever changes the tree or a committee takes this row first: such changes run one after another.
INSERT INTO counters (name, value) VALUES ('organisations', 0);
