CREATE TABLE task_items (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    title text NOT NULL,
    title_folded text NOT NULL,
    description text,
    topic text,
    partner text,
    starts_on date,
    due_date date,
    status text NOT NULL CHECK (status IN ('planned', 'in_progress', 'done', 'cancelled')),
    result text,
    cancel_reason text,
    indicator_id uuid REFERENCES indicators (id),
    source_report_item_id uuid UNIQUE,
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX task_items_created ON task_items (created_at, id);
CREATE INDEX task_items_organisation ON task_items (organisation_id, created_at, id);

CREATE TABLE task_assignments (
    id uuid PRIMARY KEY NOT NULL,
    task_item_id uuid NOT NULL REFERENCES task_items (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    status text NOT NULL CHECK (status IN ('assigned', 'accepted', 'in_progress', 'done', 'declined')),
    progress integer NOT NULL CHECK (progress BETWEEN 0 AND 100),
    result text,
    target_value bigint CHECK (target_value >= 0),
    actual_value bigint CHECK (actual_value >= 0),
    decline_reason text,
    assigned_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (task_item_id, organisation_id)
);
CREATE INDEX task_assignments_organisation ON task_assignments (organisation_id, created_at, id);
CREATE INDEX task_assignments_created ON task_assignments (created_at, id);
