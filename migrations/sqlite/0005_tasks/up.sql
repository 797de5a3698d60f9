CREATE TABLE task_items (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    description TEXT,
    topic TEXT,
    partner TEXT,
    starts_on TEXT,
    due_date TEXT,
    status TEXT NOT NULL CHECK (status IN ('planned', 'in_progress', 'done', 'cancelled')),
    result TEXT,
    cancel_reason TEXT,
    indicator_id BLOB REFERENCES indicators (id),
    source_report_item_id BLOB UNIQUE,
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX task_items_created ON task_items (created_at, id);
CREATE INDEX task_items_organisation ON task_items (organisation_id, created_at, id);

CREATE TABLE task_assignments (
    id BLOB PRIMARY KEY NOT NULL,
    task_item_id BLOB NOT NULL REFERENCES task_items (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    status TEXT NOT NULL CHECK (status IN ('assigned', 'accepted', 'in_progress', 'done', 'declined')),
    progress INTEGER NOT NULL CHECK (progress BETWEEN 0 AND 100),
    result TEXT,
    target_value INTEGER CHECK (target_value >= 0),
    actual_value INTEGER CHECK (actual_value >= 0),
    decline_reason TEXT,
    assigned_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (task_item_id, organisation_id)
) STRICT;
CREATE INDEX task_assignments_organisation ON task_assignments (organisation_id, created_at, id);
CREATE INDEX task_assignments_created ON task_assignments (created_at, id);
