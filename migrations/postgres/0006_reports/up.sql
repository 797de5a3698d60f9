CREATE TABLE number_registers (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    series text NOT NULL,
    year integer NOT NULL,
    first_number bigint NOT NULL CHECK (first_number >= 1),
    next_number bigint NOT NULL,
    first_number_reason text,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organisation_id, series, year),
    CHECK (next_number >= first_number)
);

CREATE TABLE register_entries (
    id uuid PRIMARY KEY NOT NULL,
    register_id uuid NOT NULL REFERENCES number_registers (id),
    number bigint NOT NULL,
    symbol text NOT NULL,
    title text NOT NULL,
    document_date date NOT NULL,
    record_type text,
    record_id uuid,
    status text NOT NULL CHECK (status IN ('given', 'void')),
    void_reason text,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (register_id, number)
);
CREATE INDEX register_entries_record ON register_entries (record_id);

CREATE TABLE reporting_rounds (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    title text NOT NULL,
    period_kind text NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    deadline timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'closed')),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (period_end >= period_start)
);
CREATE INDEX reporting_rounds_organisation ON reporting_rounds (organisation_id, created_at, id);
CREATE UNIQUE INDEX reporting_rounds_once ON reporting_rounds (organisation_id, period_kind, period_start, period_end);

-- Who owes a report, with name and kind as they were when the round opened.
CREATE TABLE round_obligations (
    round_id uuid NOT NULL REFERENCES reporting_rounds (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    organisation_name text COLLATE "C" NOT NULL,
    organisation_kind text NOT NULL,
    PRIMARY KEY (round_id, organisation_id)
);
CREATE INDEX round_obligations_organisation ON round_obligations (organisation_id);

CREATE TABLE reports (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    round_id uuid REFERENCES reporting_rounds (id),
    period_kind text NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    title text NOT NULL,
    preamble text,
    place text,
    document_date date,
    status text NOT NULL CHECK (status IN ('draft', 'submitted', 'returned', 'accepted', 'issued')),
    return_reason text,
    signing_capacity text,
    signing_body text,
    signer_position text,
    signer_name text,
    submitted_by uuid REFERENCES users (id),
    submitted_at timestamptz,
    first_submitted_at timestamptz,
    accepted_by uuid REFERENCES users (id),
    accepted_at timestamptz,
    issued_by uuid REFERENCES users (id),
    issued_at timestamptz,
    register_entry_id uuid REFERENCES register_entries (id),
    number bigint,
    symbol text,
    amends_id uuid REFERENCES reports (id),
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (period_end >= period_start),
    CHECK ((status = 'issued') = (number IS NOT NULL))
);
CREATE INDEX reports_organisation ON reports (organisation_id, created_at, id);
CREATE INDEX reports_created ON reports (created_at, id);
CREATE INDEX reports_period ON reports (organisation_id, period_start);
CREATE UNIQUE INDEX reports_once_a_round ON reports (round_id, organisation_id) WHERE amends_id IS NULL;
-- A report is amended once; the next correction amends the amendment.
CREATE UNIQUE INDEX reports_amended_once ON reports (amends_id);
CREATE UNIQUE INDEX reports_number ON reports (register_entry_id);

CREATE TABLE report_items (
    id uuid PRIMARY KEY NOT NULL,
    report_id uuid NOT NULL REFERENCES reports (id),
    section text NOT NULL CHECK (section IN ('result', 'plan')),
    position integer NOT NULL CHECK (position >= 1),
    topic text COLLATE "C",
    body text NOT NULL,
    due_date date,
    task_item_id uuid REFERENCES task_items (id),
    source_item_id uuid REFERENCES report_items (id),
    -- What consolidation wrote: a body that differs from it was written by hand.
    carried_body text,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX report_items_report ON report_items (report_id, section, position);
CREATE UNIQUE INDEX report_items_source ON report_items (report_id, source_item_id);

CREATE TABLE report_figures (
    id uuid PRIMARY KEY NOT NULL,
    report_id uuid NOT NULL REFERENCES reports (id),
    item_id uuid REFERENCES report_items (id),
    indicator_id uuid NOT NULL REFERENCES indicators (id),
    unit text NOT NULL,
    value bigint NOT NULL CHECK (value >= 0),
    computed_value bigint,
    override_reason text,
    printed_value bigint CHECK (printed_value >= 0),
    qualifier text CHECK (qualifier IN ('nearly', 'over', 'about')),
    denominator bigint CHECK (denominator >= 0),
    -- What the last sum made of the denominator: one that differs from it was set by hand.
    computed_denominator bigint,
    -- The indicator's name and place as they were when the report was issued.
    printed_name text,
    printed_position integer,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (report_id, indicator_id)
);
CREATE INDEX report_figures_item ON report_figures (item_id);

-- The rows behind a computed figure, with the value each had when the sum was made.
CREATE TABLE figure_sources (
    figure_id uuid NOT NULL REFERENCES report_figures (id),
    source_figure_id uuid NOT NULL REFERENCES report_figures (id),
    source_report_id uuid NOT NULL REFERENCES reports (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    value bigint NOT NULL,
    denominator bigint,
    PRIMARY KEY (figure_id, source_figure_id)
);
CREATE INDEX figure_sources_report ON figure_sources (source_report_id);

-- What stands above an issued report, as the organisations were called when it was issued.
CREATE TABLE report_headings (
    report_id uuid PRIMARY KEY NOT NULL REFERENCES reports (id),
    organisation_name text NOT NULL,
    above_name text
);

CREATE TABLE report_recipients (
    report_id uuid NOT NULL REFERENCES reports (id),
    position integer NOT NULL,
    direction text NOT NULL CHECK (direction IN ('upward', 'sideways', 'downward', 'archive')),
    name text NOT NULL,
    PRIMARY KEY (report_id, position)
);

-- What is issued never changes, whoever asks: neither the report nor any part of it.
CREATE FUNCTION refuse_to_change_what_is_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued report is frozen';
END
$$;
CREATE TRIGGER reports_issued BEFORE UPDATE OR DELETE ON reports
    FOR EACH ROW WHEN (OLD.status = 'issued') EXECUTE FUNCTION refuse_to_change_what_is_issued();

CREATE FUNCTION refuse_to_change_parts_of_what_is_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id, NEW.report_id) AND status = 'issued') THEN
        RAISE EXCEPTION 'an issued report is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER report_items_issued BEFORE INSERT OR UPDATE OR DELETE ON report_items
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_parts_of_what_is_issued();
CREATE TRIGGER report_figures_issued BEFORE INSERT OR UPDATE OR DELETE ON report_figures
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_parts_of_what_is_issued();
CREATE TRIGGER report_recipients_issued BEFORE INSERT OR UPDATE OR DELETE ON report_recipients
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_parts_of_what_is_issued();
CREATE TRIGGER report_headings_issued BEFORE INSERT OR UPDATE OR DELETE ON report_headings
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_parts_of_what_is_issued();

CREATE FUNCTION refuse_to_change_sources_of_what_is_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id
        WHERE f.id IN (OLD.figure_id, NEW.figure_id) AND r.status = 'issued'
    ) THEN
        RAISE EXCEPTION 'an issued report is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER figure_sources_issued BEFORE INSERT OR UPDATE OR DELETE ON figure_sources
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_sources_of_what_is_issued();
