CREATE TABLE number_registers (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    first_number INTEGER NOT NULL CHECK (first_number >= 1),
    next_number INTEGER NOT NULL,
    first_number_reason TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (organisation_id, series, year),
    CHECK (next_number >= first_number)
) STRICT;

CREATE TABLE register_entries (
    id BLOB PRIMARY KEY NOT NULL,
    register_id BLOB NOT NULL REFERENCES number_registers (id),
    number INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    title TEXT NOT NULL,
    document_date TEXT NOT NULL,
    record_type TEXT,
    record_id BLOB,
    status TEXT NOT NULL CHECK (status IN ('given', 'void')),
    void_reason TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (register_id, number)
) STRICT;
CREATE INDEX register_entries_record ON register_entries (record_id);

CREATE TABLE reporting_rounds (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    title TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    deadline INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (period_end >= period_start)
) STRICT;
CREATE INDEX reporting_rounds_organisation ON reporting_rounds (organisation_id, created_at, id);
CREATE UNIQUE INDEX reporting_rounds_once ON reporting_rounds (organisation_id, period_kind, period_start, period_end);

-- Who owes a report, with name and kind as they were when the round opened.
CREATE TABLE round_obligations (
    round_id BLOB NOT NULL REFERENCES reporting_rounds (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    organisation_name TEXT NOT NULL,
    organisation_kind TEXT NOT NULL,
    PRIMARY KEY (round_id, organisation_id)
) STRICT;
CREATE INDEX round_obligations_organisation ON round_obligations (organisation_id);

CREATE TABLE reports (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    round_id BLOB REFERENCES reporting_rounds (id),
    period_kind TEXT NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    title TEXT NOT NULL,
    preamble TEXT,
    place TEXT,
    document_date TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'returned', 'accepted', 'issued')),
    return_reason TEXT,
    signing_capacity TEXT,
    signing_body TEXT,
    signer_position TEXT,
    signer_name TEXT,
    submitted_by BLOB REFERENCES users (id),
    submitted_at INTEGER,
    first_submitted_at INTEGER,
    accepted_by BLOB REFERENCES users (id),
    accepted_at INTEGER,
    issued_by BLOB REFERENCES users (id),
    issued_at INTEGER,
    register_entry_id BLOB REFERENCES register_entries (id),
    number INTEGER,
    symbol TEXT,
    amends_id BLOB REFERENCES reports (id),
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (period_end >= period_start),
    CHECK ((status = 'issued') = (number IS NOT NULL))
) STRICT;
CREATE INDEX reports_organisation ON reports (organisation_id, created_at, id);
CREATE INDEX reports_created ON reports (created_at, id);
CREATE INDEX reports_period ON reports (organisation_id, period_start);
CREATE UNIQUE INDEX reports_once_a_round ON reports (round_id, organisation_id) WHERE amends_id IS NULL;
-- A report is amended once; the next correction amends the amendment.
CREATE UNIQUE INDEX reports_amended_once ON reports (amends_id);
CREATE UNIQUE INDEX reports_number ON reports (register_entry_id);

CREATE TABLE report_items (
    id BLOB PRIMARY KEY NOT NULL,
    report_id BLOB NOT NULL REFERENCES reports (id),
    section TEXT NOT NULL CHECK (section IN ('result', 'plan')),
    position INTEGER NOT NULL CHECK (position >= 1),
    topic TEXT,
    body TEXT NOT NULL,
    due_date TEXT,
    task_item_id BLOB REFERENCES task_items (id),
    source_item_id BLOB REFERENCES report_items (id),
    -- What consolidation wrote: a body that differs from it was written by hand.
    carried_body TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX report_items_report ON report_items (report_id, section, position);
CREATE UNIQUE INDEX report_items_source ON report_items (report_id, source_item_id);

CREATE TABLE report_figures (
    id BLOB PRIMARY KEY NOT NULL,
    report_id BLOB NOT NULL REFERENCES reports (id),
    item_id BLOB REFERENCES report_items (id),
    indicator_id BLOB NOT NULL REFERENCES indicators (id),
    unit TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value >= 0),
    computed_value INTEGER,
    override_reason TEXT,
    printed_value INTEGER CHECK (printed_value >= 0),
    qualifier TEXT CHECK (qualifier IN ('nearly', 'over', 'about')),
    denominator INTEGER CHECK (denominator >= 0),
    -- What the last sum made of the denominator: one that differs from it was set by hand.
    computed_denominator INTEGER,
    -- The indicator's name and place as they were when the report was issued.
    printed_name TEXT,
    printed_position INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (report_id, indicator_id)
) STRICT;
CREATE INDEX report_figures_item ON report_figures (item_id);

-- The rows behind a computed figure, with the value each had when the sum was made.
CREATE TABLE figure_sources (
    figure_id BLOB NOT NULL REFERENCES report_figures (id),
    source_figure_id BLOB NOT NULL REFERENCES report_figures (id),
    source_report_id BLOB NOT NULL REFERENCES reports (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    value INTEGER NOT NULL,
    denominator INTEGER,
    PRIMARY KEY (figure_id, source_figure_id)
) STRICT;
CREATE INDEX figure_sources_report ON figure_sources (source_report_id);

-- What stands above an issued report, as the organisations were called when it was issued.
CREATE TABLE report_headings (
    report_id BLOB PRIMARY KEY NOT NULL REFERENCES reports (id),
    organisation_name TEXT NOT NULL,
    above_name TEXT
) STRICT;

CREATE TABLE report_recipients (
    report_id BLOB NOT NULL REFERENCES reports (id),
    position INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('upward', 'sideways', 'downward', 'archive')),
    name TEXT NOT NULL,
    PRIMARY KEY (report_id, position)
) STRICT;

-- What is issued never changes, whoever asks: neither the report nor any part of it.
CREATE TRIGGER reports_issued_update BEFORE UPDATE ON reports WHEN OLD.status = 'issued' BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER reports_issued_delete BEFORE DELETE ON reports WHEN OLD.status = 'issued' BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_items_issued_insert BEFORE INSERT ON report_items
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_items_issued_update BEFORE UPDATE ON report_items
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id, NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_items_issued_delete BEFORE DELETE ON report_items
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_figures_issued_insert BEFORE INSERT ON report_figures
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_figures_issued_update BEFORE UPDATE ON report_figures
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id, NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_figures_issued_delete BEFORE DELETE ON report_figures
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_recipients_issued_insert BEFORE INSERT ON report_recipients
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_recipients_issued_update BEFORE UPDATE ON report_recipients
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id, NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_recipients_issued_delete BEFORE DELETE ON report_recipients
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_headings_issued_insert BEFORE INSERT ON report_headings
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_headings_issued_update BEFORE UPDATE ON report_headings
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id, NEW.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER report_headings_issued_delete BEFORE DELETE ON report_headings
WHEN EXISTS (SELECT 1 FROM reports WHERE id IN (OLD.report_id) AND status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER figure_sources_issued_insert BEFORE INSERT ON figure_sources
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (NEW.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER figure_sources_issued_update BEFORE UPDATE ON figure_sources
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (OLD.figure_id, NEW.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER figure_sources_issued_delete BEFORE DELETE ON figure_sources
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (OLD.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
