-- What is true today; organisation_periods keeps what was true when.
CREATE TABLE organisations (
    id BLOB PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id BLOB REFERENCES organisations (id),
    symbol TEXT,
    place TEXT,
    status TEXT NOT NULL CHECK (status IN ('active', 'ended')),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX organisations_parent ON organisations (parent_id);
CREATE INDEX organisations_name ON organisations (name_folded, id);

-- Half-open periods [valid_from, valid_to) without gaps or overlaps, one open at the end while the organisation lives.
CREATE TABLE organisation_periods (
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id BLOB REFERENCES organisations (id),
    decision_number TEXT,
    decision_date TEXT,
    PRIMARY KEY (organisation_id, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;
CREATE INDEX organisation_periods_parent ON organisation_periods (parent_id);

-- Every pair of today's tree, each organisation with itself at depth 0: subtree and scope questions by one index.
CREATE TABLE organisation_closure (
    ancestor_id BLOB NOT NULL REFERENCES organisations (id),
    descendant_id BLOB NOT NULL REFERENCES organisations (id),
    depth INTEGER NOT NULL,
    PRIMARY KEY (ancestor_id, descendant_id)
) STRICT;
CREATE INDEX organisation_closure_up ON organisation_closure (descendant_id, depth);

CREATE TABLE committees (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL,
    term_from TEXT NOT NULL,
    term_to TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (organisation_id, kind, term_from),
    CHECK (term_to > term_from)
) STRICT;

CREATE TABLE committee_members (
    id BLOB PRIMARY KEY NOT NULL,
    committee_id BLOB NOT NULL REFERENCES committees (id),
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    title TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    decision_number TEXT NOT NULL,
    decision_date TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;
CREATE INDEX committee_members_committee ON committee_members (committee_id, valid_from);

-- Whoever changes the tree or a committee takes this row first: such changes run one after another.
INSERT INTO counters (name, value) VALUES ('organisations', 0);
