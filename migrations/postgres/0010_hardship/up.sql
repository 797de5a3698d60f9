CREATE TABLE support_programmes (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    year integer NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL,
    legal_basis text,
    ceiling_vnd bigint NOT NULL CHECK (ceiling_vnd >= 0),
    -- Sums of the lines in force, of what was paid, and of what came back.
    approved_vnd bigint NOT NULL CHECK (approved_vnd >= 0),
    disbursed_vnd bigint NOT NULL CHECK (disbursed_vnd >= 0),
    reclaimed_vnd bigint NOT NULL CHECK (reclaimed_vnd >= 0),
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    -- How far back another dossier of the same person and category counts as the same.
    duplicate_months integer NOT NULL CHECK (duplicate_months BETWEEN 0 AND 120),
    -- Working days for each step.
    answer_days integer NOT NULL CHECK (answer_days BETWEEN 1 AND 120),
    endorse_days integer NOT NULL CHECK (endorse_days BETWEEN 1 AND 120),
    appraise_days integer NOT NULL CHECK (appraise_days BETWEEN 1 AND 120),
    decide_days integer NOT NULL CHECK (decide_days BETWEEN 1 AND 120),
    pay_days integer NOT NULL CHECK (pay_days BETWEEN 1 AND 120),
    -- How many years a finished dossier's personal data are kept.
    retention_years integer NOT NULL CHECK (retention_years BETWEEN 1 AND 100),
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (closes_on >= opens_on),
    CHECK (approved_vnd - reclaimed_vnd <= ceiling_vnd),
    CHECK (disbursed_vnd <= approved_vnd),
    CHECK (reclaimed_vnd <= disbursed_vnd)
);
CREATE INDEX support_programmes_created ON support_programmes (created_at, id);
CREATE INDEX support_programmes_organisation ON support_programmes (organisation_id, year, created_at, id);

CREATE TABLE programme_funds (
    programme_id uuid NOT NULL REFERENCES support_programmes (id),
    position integer NOT NULL CHECK (position >= 1),
    name text NOT NULL,
    amount_vnd bigint NOT NULL CHECK (amount_vnd >= 0),
    PRIMARY KEY (programme_id, position)
);

-- The most one line of a category may be, from a day until the day before another. The one valid on the filing day counts.
CREATE TABLE support_norms (
    id uuid PRIMARY KEY NOT NULL,
    programme_id uuid NOT NULL REFERENCES support_programmes (id),
    category text COLLATE "C" NOT NULL,
    maximum_vnd bigint NOT NULL CHECK (maximum_vnd > 0),
    legal_basis text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX support_norms_programme ON support_norms (programme_id, category, valid_from);

-- The next number of each union's register of dossiers.
CREATE TABLE hardship_counters (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    year integer NOT NULL,
    next_number bigint NOT NULL,
    PRIMARY KEY (organisation_id, year)
);

CREATE TABLE hardship_applications (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    programme_id uuid NOT NULL REFERENCES support_programmes (id),
    category text NOT NULL,
    -- Given at the first submission.
    year integer,
    number bigint,
    code text,
    relation text NOT NULL CHECK (relation IN ('member', 'child', 'spouse', 'parent')),
    beneficiary_name text NOT NULL,
    beneficiary_folded text NOT NULL,
    member_name text,
    requested_vnd bigint NOT NULL CHECK (requested_vnd > 0),
    norm_id uuid REFERENCES support_norms (id),
    filed_on date,
    status text NOT NULL CHECK (status IN ('draft', 'submitted', 'needs_information', 'endorsed', 'appraised', 'approved', 'rejected', 'disbursed', 'closed', 'withdrawn', 'reclaimed')),
    -- Where a question came from, and where its answer leads back to.
    asked_from text CHECK (asked_from IN ('submitted', 'endorsed')),
    step_since timestamptz NOT NULL,
    step_due date,
    proposed_vnd bigint CHECK (proposed_vnd > 0),
    approved_vnd bigint CHECK (approved_vnd > 0),
    created_by uuid NOT NULL REFERENCES users (id),
    submitted_by uuid REFERENCES users (id),
    endorsed_by uuid REFERENCES users (id),
    appraised_by uuid REFERENCES users (id),
    -- Who let it through although it is a duplicate.
    overridden_by uuid REFERENCES users (id),
    decision_line_id uuid,
    on_hold boolean NOT NULL,
    finished_on date,
    erased_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organisation_id, year, number)
);
CREATE INDEX hardship_applications_created ON hardship_applications (created_at, id);
CREATE INDEX hardship_applications_organisation ON hardship_applications (organisation_id, created_at, id);
CREATE INDEX hardship_applications_status ON hardship_applications (status, step_since, id);
CREATE INDEX hardship_applications_programme ON hardship_applications (programme_id, status, created_at, id);

-- What is known of the person a dossier is for: sealed, and two keyed hashes to find the same person again.
CREATE TABLE hardship_persons (
    application_id uuid PRIMARY KEY NOT NULL REFERENCES hardship_applications (id),
    citizen_id bytea,
    citizen_hash bytea,
    person_hash bytea,
    birth_date bytea,
    phone bytea,
    address bytea,
    circumstances bytea,
    bank bytea
);
CREATE INDEX hardship_persons_citizen ON hardship_persons (citizen_hash);
CREATE INDEX hardship_persons_person ON hardship_persons (person_hash);

-- Questions, answers, opinions, reasons and comments; sealed, because they tell of illnesses.
CREATE TABLE hardship_notes (
    id uuid PRIMARY KEY NOT NULL,
    application_id uuid NOT NULL REFERENCES hardship_applications (id),
    kind text NOT NULL CHECK (kind IN ('comment', 'question', 'answer', 'endorsement', 'opinion', 'return', 'rejection', 'withdrawal', 'override', 'cancellation', 'reclaim', 'correction', 'hold')),
    body bytea,
    author_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX hardship_notes_application ON hardship_notes (application_id, created_at, id);

CREATE TABLE support_decisions (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    programme_id uuid NOT NULL REFERENCES support_programmes (id),
    title text NOT NULL,
    legal_bases text NOT NULL,
    place text,
    document_date date,
    signing_capacity text,
    signing_body text,
    signer_position text,
    signer_name text,
    status text NOT NULL CHECK (status IN ('draft', 'signed')),
    register_entry_id uuid UNIQUE REFERENCES register_entries (id),
    number bigint,
    symbol text,
    line_count integer NOT NULL,
    -- What it approves less what it cancels.
    total_vnd bigint NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id),
    signed_by uuid REFERENCES users (id),
    signed_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((status = 'signed') = (number IS NOT NULL))
);
CREATE INDEX support_decisions_organisation ON support_decisions (organisation_id, created_at, id);
CREATE INDEX support_decisions_programme ON support_decisions (programme_id, created_at, id);
CREATE INDEX support_decisions_created ON support_decisions (created_at, id);

-- A line approves an application, or cancels the line of an earlier decision.
CREATE TABLE support_decision_lines (
    id uuid PRIMARY KEY NOT NULL,
    decision_id uuid NOT NULL REFERENCES support_decisions (id),
    position integer NOT NULL CHECK (position >= 1),
    application_id uuid NOT NULL REFERENCES hardship_applications (id),
    -- Whose application it is and of which category, as it was when it was signed.
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    category text NOT NULL,
    amount_vnd bigint NOT NULL CHECK (amount_vnd > 0),
    cancels_line_id uuid REFERENCES support_decision_lines (id),
    reason bytea,
    state text NOT NULL CHECK (state IN ('draft', 'in_force', 'cancelled', 'cancelling')),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (decision_id, application_id),
    UNIQUE (decision_id, position)
);
CREATE INDEX support_decision_lines_application ON support_decision_lines (application_id);
CREATE UNIQUE INDEX support_decision_lines_once ON support_decision_lines (application_id) WHERE state = 'in_force';
CREATE UNIQUE INDEX support_decision_lines_cancelled_once ON support_decision_lines (cancels_line_id) WHERE state = 'cancelling';

-- Money that went out or came back. Once of each for a line.
CREATE TABLE support_payments (
    id uuid PRIMARY KEY NOT NULL,
    line_id uuid NOT NULL REFERENCES support_decision_lines (id),
    application_id uuid NOT NULL REFERENCES hardship_applications (id),
    programme_id uuid NOT NULL REFERENCES support_programmes (id),
    kind text NOT NULL CHECK (kind IN ('disbursement', 'reclaim')),
    amount_vnd bigint NOT NULL CHECK (amount_vnd > 0),
    paid_on date NOT NULL,
    voucher text NOT NULL,
    payer text NOT NULL,
    method text NOT NULL CHECK (method IN ('cash', 'transfer')),
    reason bytea,
    created_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    UNIQUE (line_id, kind)
);
CREATE INDEX support_payments_application ON support_payments (application_id);
CREATE INDEX support_payments_programme ON support_payments (programme_id, paid_on);

CREATE TABLE housing_surveys (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    year integer NOT NULL,
    householder_name text NOT NULL,
    householder_folded text NOT NULL,
    citizen_id bytea,
    citizen_hash bytea,
    birth_date bytea,
    phone bytea,
    address bytea,
    circumstances bytea,
    condition text NOT NULL,
    work text NOT NULL CHECK (work IN ('house_building', 'house_repair', 'visit')),
    estimate_vnd bigint NOT NULL CHECK (estimate_vnd > 0),
    surveyed_on date NOT NULL,
    status text NOT NULL CHECK (status IN ('surveyed', 'shortlisted', 'turned')),
    shortlisted_by uuid REFERENCES users (id),
    application_id uuid UNIQUE REFERENCES hardship_applications (id),
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX housing_surveys_created ON housing_surveys (created_at, id);
CREATE INDEX housing_surveys_organisation ON housing_surveys (organisation_id, created_at, id);
CREATE INDEX housing_surveys_citizen ON housing_surveys (citizen_hash);

-- What a person asked about the data held on them (Decree 13/2023/NĐ-CP, articles 9, 14–16).
CREATE TABLE data_subject_requests (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    kind text NOT NULL CHECK (kind IN ('export', 'correct', 'erase')),
    citizen_id bytea,
    citizen_hash bytea NOT NULL,
    contact bytea,
    details bytea,
    received_on date NOT NULL,
    due_on date NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'answered', 'refused')),
    answer bytea,
    answered_by uuid REFERENCES users (id),
    answered_at timestamptz,
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX data_subject_requests_created ON data_subject_requests (created_at, id);
CREATE INDEX data_subject_requests_due ON data_subject_requests (status, due_on);
CREATE INDEX data_subject_requests_organisation ON data_subject_requests (organisation_id, created_at, id);

-- What is signed never changes, whoever asks; only the state of a line moves on.
CREATE FUNCTION refuse_to_change_what_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed decision is frozen';
END
$$;
CREATE TRIGGER support_decisions_signed BEFORE UPDATE OR DELETE ON support_decisions
    FOR EACH ROW WHEN (OLD.status = 'signed') EXECUTE FUNCTION refuse_to_change_what_is_signed();

CREATE FUNCTION refuse_to_change_lines_of_what_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM support_decisions WHERE id IN (OLD.decision_id, NEW.decision_id) AND status = 'signed') THEN
        RAISE EXCEPTION 'a signed decision is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER support_decision_lines_signed BEFORE INSERT OR DELETE
    OR UPDATE OF id, decision_id, position, application_id, organisation_id, category, amount_vnd, cancels_line_id, created_at
    ON support_decision_lines FOR EACH ROW EXECUTE FUNCTION refuse_to_change_lines_of_what_is_signed();

-- A signed line is only ever cancelled, by the signing of another decision.
CREATE TRIGGER support_decision_lines_state BEFORE UPDATE OF state ON support_decision_lines
    FOR EACH ROW WHEN (OLD.state <> 'draft' AND NOT (OLD.state = 'in_force' AND NEW.state = 'cancelled'))
    EXECUTE FUNCTION refuse_to_change_what_is_signed();

CREATE FUNCTION refuse_to_change_payments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a payment is never changed';
END
$$;
CREATE TRIGGER support_payments_frozen BEFORE DELETE
    OR UPDATE OF id, line_id, application_id, programme_id, kind, amount_vnd, paid_on, voucher, payer, method, created_by, created_at
    ON support_payments FOR EACH ROW EXECUTE FUNCTION refuse_to_change_payments();

-- The lists that dossiers refer to. Editable like all code lists; the holidays are those of the calendar that was announced.
INSERT INTO code_lists (id, code, name_vi, name_en, version, created_at, updated_at) VALUES
    ('01940000-0000-7001-8000-000000000003', 'hardship_categories', 'Loại hoàn cảnh khó khăn', 'Categories of hardship', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7001-8000-000000000004', 'housing_conditions', 'Tình trạng nhà ở', 'Conditions of housing', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7001-8000-000000000005', 'public_holidays', 'Ngày nghỉ lễ', 'Public holidays', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    ('01940000-0000-7004-8000-000000000001', '01940000-0000-7001-8000-000000000003', 'critical_illness', 'Bệnh hiểm nghèo', 'Critical illness', NULL, 10, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7004-8000-000000000002', '01940000-0000-7001-8000-000000000003', 'infertility_treatment', 'Điều trị hiếm muộn', 'Infertility treatment', NULL, 20, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7004-8000-000000000003', '01940000-0000-7001-8000-000000000003', 'work_accident', 'Tai nạn lao động, bệnh nghề nghiệp', 'Accident at work or occupational disease', NULL, 30, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7004-8000-000000000004', '01940000-0000-7001-8000-000000000003', 'natural_disaster', 'Thiên tai, hỏa hoạn', 'Natural disaster or fire', NULL, 40, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7004-8000-000000000005', '01940000-0000-7001-8000-000000000003', 'house_building', 'Làm nhà', 'Building a house', NULL, 50, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7004-8000-000000000006', '01940000-0000-7001-8000-000000000003', 'house_repair', 'Sửa nhà', 'Repairing a house', NULL, 60, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7004-8000-000000000007', '01940000-0000-7001-8000-000000000003', 'visit', 'Thăm hỏi', 'Visit', NULL, 70, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7004-8000-000000000008', '01940000-0000-7001-8000-000000000003', 'other_hardship', 'Khó khăn khác', 'Other hardship', NULL, 80, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    ('01940000-0000-7005-8000-000000000001', '01940000-0000-7001-8000-000000000004', 'no_house', 'Chưa có nhà ở', 'No house of their own', NULL, 10, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7005-8000-000000000002', '01940000-0000-7001-8000-000000000004', 'makeshift', 'Nhà tạm', 'Makeshift house', NULL, 20, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7005-8000-000000000003', '01940000-0000-7001-8000-000000000004', 'dilapidated', 'Nhà dột nát', 'Dilapidated house', NULL, 30, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7005-8000-000000000004', '01940000-0000-7001-8000-000000000004', 'damaged', 'Nhà hư hỏng', 'Damaged house', NULL, 40, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7005-8000-000000000005', '01940000-0000-7001-8000-000000000004', 'cramped', 'Nhà chật hẹp', 'Cramped house', NULL, 50, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    ('01940000-0000-7006-8000-000000000001', '01940000-0000-7001-8000-000000000005', 'new_year_2025', 'Tết Dương lịch 2025', 'New Year 2025', NULL, 10, '2025-01-01', '2025-01-02', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7006-8000-000000000002', '01940000-0000-7001-8000-000000000005', 'tet_2025', 'Tết Nguyên đán Ất Tỵ', 'Lunar New Year 2025', NULL, 20, '2025-01-27', '2025-02-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7006-8000-000000000003', '01940000-0000-7001-8000-000000000005', 'hung_kings_2025', 'Giỗ Tổ Hùng Vương 2025', 'Hùng Kings Day 2025', NULL, 30, '2025-04-07', '2025-04-08', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7006-8000-000000000004', '01940000-0000-7001-8000-000000000005', 'reunification_2025', 'Ngày Chiến thắng và Quốc tế Lao động 2025', 'Reunification and Labour Day 2025', NULL, 40, '2025-04-30', '2025-05-03', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7006-8000-000000000005', '01940000-0000-7001-8000-000000000005', 'national_day_2025', 'Quốc khánh 2025', 'National Day 2025', NULL, 50, '2025-09-01', '2025-09-03', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7006-8000-000000000006', '01940000-0000-7001-8000-000000000005', 'new_year_2026', 'Tết Dương lịch 2026', 'New Year 2026', NULL, 60, '2026-01-01', '2026-01-02', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');
