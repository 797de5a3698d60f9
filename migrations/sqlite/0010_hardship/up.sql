CREATE TABLE support_programmes (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    legal_basis TEXT,
    ceiling_vnd INTEGER NOT NULL CHECK (ceiling_vnd >= 0),
    -- Sums of the lines in force, of what was paid, and of what came back.
    approved_vnd INTEGER NOT NULL CHECK (approved_vnd >= 0),
    disbursed_vnd INTEGER NOT NULL CHECK (disbursed_vnd >= 0),
    reclaimed_vnd INTEGER NOT NULL CHECK (reclaimed_vnd >= 0),
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    -- How far back another dossier of the same person and category counts as the same.
    duplicate_months INTEGER NOT NULL CHECK (duplicate_months BETWEEN 0 AND 120),
    -- Working days for each step.
    answer_days INTEGER NOT NULL CHECK (answer_days BETWEEN 1 AND 120),
    endorse_days INTEGER NOT NULL CHECK (endorse_days BETWEEN 1 AND 120),
    appraise_days INTEGER NOT NULL CHECK (appraise_days BETWEEN 1 AND 120),
    decide_days INTEGER NOT NULL CHECK (decide_days BETWEEN 1 AND 120),
    pay_days INTEGER NOT NULL CHECK (pay_days BETWEEN 1 AND 120),
    -- How many years a finished dossier's personal data are kept.
    retention_years INTEGER NOT NULL CHECK (retention_years BETWEEN 1 AND 100),
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (closes_on >= opens_on),
    CHECK (approved_vnd - reclaimed_vnd <= ceiling_vnd),
    CHECK (disbursed_vnd <= approved_vnd),
    CHECK (reclaimed_vnd <= disbursed_vnd)
) STRICT;
CREATE INDEX support_programmes_created ON support_programmes (created_at, id);
CREATE INDEX support_programmes_organisation ON support_programmes (organisation_id, year, created_at, id);

CREATE TABLE programme_funds (
    programme_id BLOB NOT NULL REFERENCES support_programmes (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    name TEXT NOT NULL,
    amount_vnd INTEGER NOT NULL CHECK (amount_vnd >= 0),
    PRIMARY KEY (programme_id, position)
) STRICT;

-- The most one line of a category may be, from a day until the day before another. The one valid on the filing day counts.
CREATE TABLE support_norms (
    id BLOB PRIMARY KEY NOT NULL,
    programme_id BLOB NOT NULL REFERENCES support_programmes (id),
    category TEXT NOT NULL,
    maximum_vnd INTEGER NOT NULL CHECK (maximum_vnd > 0),
    legal_basis TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;
CREATE INDEX support_norms_programme ON support_norms (programme_id, category, valid_from);

-- The next number of each union's register of dossiers.
CREATE TABLE hardship_counters (
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    year INTEGER NOT NULL,
    next_number INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, year)
) STRICT;

CREATE TABLE hardship_applications (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    programme_id BLOB NOT NULL REFERENCES support_programmes (id),
    category TEXT NOT NULL,
    -- Given at the first submission.
    year INTEGER,
    number INTEGER,
    code TEXT,
    relation TEXT NOT NULL CHECK (relation IN ('member', 'child', 'spouse', 'parent')),
    beneficiary_name TEXT NOT NULL,
    beneficiary_folded TEXT NOT NULL,
    member_name TEXT,
    requested_vnd INTEGER NOT NULL CHECK (requested_vnd > 0),
    norm_id BLOB REFERENCES support_norms (id),
    filed_on TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'needs_information', 'endorsed', 'appraised', 'approved', 'rejected', 'disbursed', 'closed', 'withdrawn', 'reclaimed')),
    -- Where a question came from, and where its answer leads back to.
    asked_from TEXT CHECK (asked_from IN ('submitted', 'endorsed')),
    step_since INTEGER NOT NULL,
    step_due TEXT,
    proposed_vnd INTEGER CHECK (proposed_vnd > 0),
    approved_vnd INTEGER CHECK (approved_vnd > 0),
    created_by BLOB NOT NULL REFERENCES users (id),
    submitted_by BLOB REFERENCES users (id),
    endorsed_by BLOB REFERENCES users (id),
    appraised_by BLOB REFERENCES users (id),
    -- Who let it through although it is a duplicate.
    overridden_by BLOB REFERENCES users (id),
    decision_line_id BLOB,
    on_hold INTEGER NOT NULL,
    finished_on TEXT,
    erased_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (organisation_id, year, number)
) STRICT;
CREATE INDEX hardship_applications_created ON hardship_applications (created_at, id);
CREATE INDEX hardship_applications_organisation ON hardship_applications (organisation_id, created_at, id);
CREATE INDEX hardship_applications_status ON hardship_applications (status, step_since, id);
CREATE INDEX hardship_applications_programme ON hardship_applications (programme_id, status, created_at, id);

-- What is known of the person a dossier is for: sealed, and two keyed hashes to find the same person again.
CREATE TABLE hardship_persons (
    application_id BLOB PRIMARY KEY NOT NULL REFERENCES hardship_applications (id),
    citizen_id BLOB,
    citizen_hash BLOB,
    person_hash BLOB,
    birth_date BLOB,
    phone BLOB,
    address BLOB,
    circumstances BLOB,
    bank BLOB
) STRICT;
CREATE INDEX hardship_persons_citizen ON hardship_persons (citizen_hash);
CREATE INDEX hardship_persons_person ON hardship_persons (person_hash);

-- Questions, answers, opinions, reasons and comments; sealed, because they tell of illnesses.
CREATE TABLE hardship_notes (
    id BLOB PRIMARY KEY NOT NULL,
    application_id BLOB NOT NULL REFERENCES hardship_applications (id),
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'question', 'answer', 'endorsement', 'opinion', 'return', 'rejection', 'withdrawal', 'override', 'cancellation', 'reclaim', 'correction', 'hold')),
    body BLOB,
    author_id BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX hardship_notes_application ON hardship_notes (application_id, created_at, id);

CREATE TABLE support_decisions (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    programme_id BLOB NOT NULL REFERENCES support_programmes (id),
    title TEXT NOT NULL,
    legal_bases TEXT NOT NULL,
    place TEXT,
    document_date TEXT,
    signing_capacity TEXT,
    signing_body TEXT,
    signer_position TEXT,
    signer_name TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'signed')),
    register_entry_id BLOB UNIQUE REFERENCES register_entries (id),
    number INTEGER,
    symbol TEXT,
    line_count INTEGER NOT NULL,
    -- What it approves less what it cancels.
    total_vnd INTEGER NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    signed_by BLOB REFERENCES users (id),
    signed_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'signed') = (number IS NOT NULL))
) STRICT;
CREATE INDEX support_decisions_organisation ON support_decisions (organisation_id, created_at, id);
CREATE INDEX support_decisions_programme ON support_decisions (programme_id, created_at, id);
CREATE INDEX support_decisions_created ON support_decisions (created_at, id);

-- A line approves an application, or cancels the line of an earlier decision.
CREATE TABLE support_decision_lines (
    id BLOB PRIMARY KEY NOT NULL,
    decision_id BLOB NOT NULL REFERENCES support_decisions (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    application_id BLOB NOT NULL REFERENCES hardship_applications (id),
    -- Whose application it is and of which category, as it was when it was signed.
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    category TEXT NOT NULL,
    amount_vnd INTEGER NOT NULL CHECK (amount_vnd > 0),
    cancels_line_id BLOB REFERENCES support_decision_lines (id),
    reason BLOB,
    state TEXT NOT NULL CHECK (state IN ('draft', 'in_force', 'cancelled', 'cancelling')),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (decision_id, application_id),
    UNIQUE (decision_id, position)
) STRICT;
CREATE INDEX support_decision_lines_application ON support_decision_lines (application_id);
CREATE UNIQUE INDEX support_decision_lines_once ON support_decision_lines (application_id) WHERE state = 'in_force';
CREATE UNIQUE INDEX support_decision_lines_cancelled_once ON support_decision_lines (cancels_line_id) WHERE state = 'cancelling';

-- Money that went out or came back. Once of each for a line.
CREATE TABLE support_payments (
    id BLOB PRIMARY KEY NOT NULL,
    line_id BLOB NOT NULL REFERENCES support_decision_lines (id),
    application_id BLOB NOT NULL REFERENCES hardship_applications (id),
    programme_id BLOB NOT NULL REFERENCES support_programmes (id),
    kind TEXT NOT NULL CHECK (kind IN ('disbursement', 'reclaim')),
    amount_vnd INTEGER NOT NULL CHECK (amount_vnd > 0),
    paid_on TEXT NOT NULL,
    voucher TEXT NOT NULL,
    payer TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('cash', 'transfer')),
    reason BLOB,
    created_by BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (line_id, kind)
) STRICT;
CREATE INDEX support_payments_application ON support_payments (application_id);
CREATE INDEX support_payments_programme ON support_payments (programme_id, paid_on);

CREATE TABLE housing_surveys (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    year INTEGER NOT NULL,
    householder_name TEXT NOT NULL,
    householder_folded TEXT NOT NULL,
    citizen_id BLOB,
    citizen_hash BLOB,
    birth_date BLOB,
    phone BLOB,
    address BLOB,
    circumstances BLOB,
    condition TEXT NOT NULL,
    work TEXT NOT NULL CHECK (work IN ('house_building', 'house_repair', 'visit')),
    estimate_vnd INTEGER NOT NULL CHECK (estimate_vnd > 0),
    surveyed_on TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('surveyed', 'shortlisted', 'turned')),
    shortlisted_by BLOB REFERENCES users (id),
    application_id BLOB UNIQUE REFERENCES hardship_applications (id),
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX housing_surveys_created ON housing_surveys (created_at, id);
CREATE INDEX housing_surveys_organisation ON housing_surveys (organisation_id, created_at, id);
CREATE INDEX housing_surveys_citizen ON housing_surveys (citizen_hash);

-- What a person asked about the data held on them (Decree 13/2023/NĐ-CP, articles 9, 14–16).
CREATE TABLE data_subject_requests (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('export', 'correct', 'erase')),
    citizen_id BLOB,
    citizen_hash BLOB NOT NULL,
    contact BLOB,
    details BLOB,
    received_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'answered', 'refused')),
    answer BLOB,
    answered_by BLOB REFERENCES users (id),
    answered_at INTEGER,
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX data_subject_requests_created ON data_subject_requests (created_at, id);
CREATE INDEX data_subject_requests_due ON data_subject_requests (status, due_on);
CREATE INDEX data_subject_requests_organisation ON data_subject_requests (organisation_id, created_at, id);

-- What is signed never changes, whoever asks; only the state of a line moves on.
CREATE TRIGGER support_decisions_signed_update BEFORE UPDATE ON support_decisions WHEN OLD.status = 'signed' BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER support_decisions_signed_delete BEFORE DELETE ON support_decisions WHEN OLD.status = 'signed' BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER support_decision_lines_signed_insert BEFORE INSERT ON support_decision_lines
WHEN EXISTS (SELECT 1 FROM support_decisions WHERE id = NEW.decision_id AND status = 'signed') BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER support_decision_lines_signed_update BEFORE UPDATE
    OF id, decision_id, position, application_id, organisation_id, category, amount_vnd, cancels_line_id, created_at
    ON support_decision_lines
WHEN EXISTS (SELECT 1 FROM support_decisions WHERE id IN (OLD.decision_id, NEW.decision_id) AND status = 'signed') BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER support_decision_lines_signed_delete BEFORE DELETE ON support_decision_lines
WHEN EXISTS (SELECT 1 FROM support_decisions WHERE id = OLD.decision_id AND status = 'signed') BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
-- A signed line is only ever cancelled, by the signing of another decision.
CREATE TRIGGER support_decision_lines_state BEFORE UPDATE OF state ON support_decision_lines
WHEN OLD.state <> 'draft' AND NOT (OLD.state = 'in_force' AND NEW.state = 'cancelled') BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER support_payments_frozen_update BEFORE UPDATE
    OF id, line_id, application_id, programme_id, kind, amount_vnd, paid_on, voucher, payer, method, created_by, created_at
    ON support_payments BEGIN
    SELECT RAISE(ABORT, 'a payment is never changed');
END;
CREATE TRIGGER support_payments_frozen_delete BEFORE DELETE ON support_payments BEGIN
    SELECT RAISE(ABORT, 'a payment is never changed');
END;

-- The lists that dossiers refer to. Editable like all code lists; the holidays are those of the calendar that was announced.
INSERT INTO code_lists (id, code, name_vi, name_en, version, created_at, updated_at) VALUES
    (x'01940000000070018000000000000003', 'hardship_categories', 'Loại hoàn cảnh khó khăn', 'Categories of hardship', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070018000000000000004', 'housing_conditions', 'Tình trạng nhà ở', 'Conditions of housing', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070018000000000000005', 'public_holidays', 'Ngày nghỉ lễ', 'Public holidays', 1, 1735689600000000, 1735689600000000);

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    (x'01940000000070048000000000000001', x'01940000000070018000000000000003', 'critical_illness', 'Bệnh hiểm nghèo', 'Critical illness', NULL, 10, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070048000000000000002', x'01940000000070018000000000000003', 'infertility_treatment', 'Điều trị hiếm muộn', 'Infertility treatment', NULL, 20, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070048000000000000003', x'01940000000070018000000000000003', 'work_accident', 'Tai nạn lao động, bệnh nghề nghiệp', 'Accident at work or occupational disease', NULL, 30, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070048000000000000004', x'01940000000070018000000000000003', 'natural_disaster', 'Thiên tai, hỏa hoạn', 'Natural disaster or fire', NULL, 40, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070048000000000000005', x'01940000000070018000000000000003', 'house_building', 'Làm nhà', 'Building a house', NULL, 50, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070048000000000000006', x'01940000000070018000000000000003', 'house_repair', 'Sửa nhà', 'Repairing a house', NULL, 60, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070048000000000000007', x'01940000000070018000000000000003', 'visit', 'Thăm hỏi', 'Visit', NULL, 70, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070048000000000000008', x'01940000000070018000000000000003', 'other_hardship', 'Khó khăn khác', 'Other hardship', NULL, 80, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000);

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    (x'01940000000070058000000000000001', x'01940000000070018000000000000004', 'no_house', 'Chưa có nhà ở', 'No house of their own', NULL, 10, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070058000000000000002', x'01940000000070018000000000000004', 'makeshift', 'Nhà tạm', 'Makeshift house', NULL, 20, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070058000000000000003', x'01940000000070018000000000000004', 'dilapidated', 'Nhà dột nát', 'Dilapidated house', NULL, 30, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070058000000000000004', x'01940000000070018000000000000004', 'damaged', 'Nhà hư hỏng', 'Damaged house', NULL, 40, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070058000000000000005', x'01940000000070018000000000000004', 'cramped', 'Nhà chật hẹp', 'Cramped house', NULL, 50, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000);

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    (x'01940000000070068000000000000001', x'01940000000070018000000000000005', 'new_year_2025', 'Tết Dương lịch 2025', 'New Year 2025', NULL, 10, '2025-01-01', '2025-01-02', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070068000000000000002', x'01940000000070018000000000000005', 'tet_2025', 'Tết Nguyên đán Ất Tỵ', 'Lunar New Year 2025', NULL, 20, '2025-01-27', '2025-02-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070068000000000000003', x'01940000000070018000000000000005', 'hung_kings_2025', 'Giỗ Tổ Hùng Vương 2025', 'Hùng Kings Day 2025', NULL, 30, '2025-04-07', '2025-04-08', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070068000000000000004', x'01940000000070018000000000000005', 'reunification_2025', 'Ngày Chiến thắng và Quốc tế Lao động 2025', 'Reunification and Labour Day 2025', NULL, 40, '2025-04-30', '2025-05-03', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070068000000000000005', x'01940000000070018000000000000005', 'national_day_2025', 'Quốc khánh 2025', 'National Day 2025', NULL, 50, '2025-09-01', '2025-09-03', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070068000000000000006', x'01940000000070018000000000000005', 'new_year_2026', 'Tết Dương lịch 2026', 'New Year 2026', NULL, 60, '2026-01-01', '2026-01-02', 1, 1735689600000000, 1735689600000000);
