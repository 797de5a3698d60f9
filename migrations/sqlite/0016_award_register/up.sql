-- An imported award that was entered in error is struck: it stays in the register, and counts for nothing.
CREATE TABLE awards_anew (
    id BLOB PRIMARY KEY NOT NULL,
    -- The union of the person or collective.
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    recipient_kind TEXT NOT NULL CHECK (recipient_kind IN ('collective', 'individual')),
    recipient_name TEXT NOT NULL,
    recipient_folded TEXT NOT NULL,
    recipient_title TEXT,
    workplace TEXT,
    namesake INTEGER NOT NULL,
    form_id BLOB NOT NULL REFERENCES award_forms (id),
    kind TEXT NOT NULL,
    authority TEXT NOT NULL,
    -- The year of achievement.
    year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2100),
    symbol TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    signer_name TEXT NOT NULL,
    reward_vnd INTEGER NOT NULL CHECK (reward_vnd >= 0),
    decision_id BLOB REFERENCES award_decisions (id),
    nomination_id BLOB UNIQUE REFERENCES award_nominations (id),
    import_id BLOB,
    state TEXT NOT NULL CHECK (state IN ('valid', 'revoked', 'struck')),
    revocation_symbol TEXT,
    revoked_on TEXT,
    revocation_signer TEXT,
    -- Why it does not hold: taken back, or struck.
    revocation_reason BLOB,
    -- What of the reward is due back, and what of that came.
    due_back_vnd INTEGER NOT NULL CHECK (due_back_vnd BETWEEN 0 AND reward_vnd),
    paid_back_vnd INTEGER NOT NULL CHECK (paid_back_vnd BETWEEN 0 AND due_back_vnd),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((state = 'revoked') = (revoked_on IS NOT NULL AND revocation_symbol IS NOT NULL)),
    CHECK (state <> 'struck' OR due_back_vnd = 0)
) STRICT;

INSERT INTO awards_anew (id, organisation_id, recipient_kind, recipient_name, recipient_folded, recipient_title, workplace, namesake, form_id, kind, authority, year, symbol,
    decided_on, signer_name, reward_vnd, decision_id, nomination_id, import_id, state,
    revocation_symbol, revoked_on, revocation_signer, revocation_reason, due_back_vnd, paid_back_vnd, version,
    created_at, updated_at)
SELECT id, organisation_id, recipient_kind, recipient_name, recipient_folded, recipient_title, workplace, namesake, form_id, kind, authority, year, symbol,
    decided_on, signer_name, reward_vnd, decision_id, nomination_id, import_id, state,
    revocation_symbol, revoked_on, revocation_signer, revocation_reason, due_back_vnd, paid_back_vnd, version,
    created_at, updated_at
FROM awards;
CREATE TABLE award_repayments_kept AS SELECT * FROM award_repayments;
DROP TABLE award_repayments;
DROP TABLE awards;
ALTER TABLE awards_anew RENAME TO awards;
CREATE INDEX awards_created ON awards (created_at, id);
CREATE INDEX awards_organisation ON awards (organisation_id, created_at, id);
CREATE INDEX awards_recipient ON awards (recipient_folded, recipient_kind);
CREATE INDEX awards_year ON awards (year, created_at, id);
CREATE INDEX awards_import ON awards (import_id);

CREATE TABLE award_repayments (
    id BLOB PRIMARY KEY NOT NULL,
    award_id BLOB NOT NULL REFERENCES awards (id),
    amount_vnd INTEGER NOT NULL CHECK (amount_vnd > 0),
    paid_on TEXT NOT NULL,
    voucher TEXT NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX award_repayments_award ON award_repayments (award_id, created_at, id);
INSERT INTO award_repayments SELECT * FROM award_repayments_kept;
DROP TABLE award_repayments_kept;

CREATE TRIGGER awards_frozen_update BEFORE UPDATE
    OF id, organisation_id, recipient_kind, recipient_name, recipient_folded, recipient_title, workplace, namesake, form_id, kind, authority,
       year, symbol, decided_on, signer_name, reward_vnd, decision_id, nomination_id, import_id, created_at
    ON awards BEGIN
    SELECT RAISE(ABORT, 'an award is never changed');
END;
CREATE TRIGGER awards_over_update BEFORE UPDATE OF state, revocation_symbol, revoked_on, revocation_signer, due_back_vnd ON awards
WHEN OLD.state <> 'valid' BEGIN
    SELECT RAISE(ABORT, 'what does not hold any more is never changed');
END;
CREATE TRIGGER awards_frozen_delete BEFORE DELETE ON awards BEGIN
    SELECT RAISE(ABORT, 'an award is never changed');
END;
CREATE TRIGGER award_repayments_frozen_update BEFORE UPDATE ON award_repayments BEGIN
    SELECT RAISE(ABORT, 'a payment is never changed');
END;
CREATE TRIGGER award_repayments_frozen_delete BEFORE DELETE ON award_repayments BEGIN
    SELECT RAISE(ABORT, 'a payment is never changed');
END;

-- Sorted by the day of the decision, and of one decision.
CREATE INDEX awards_decided ON awards (decided_on, id);
CREATE INDEX awards_decision ON awards (decision_id);

-- A figure is computed from awards too.
CREATE TABLE figure_records_anew (
    figure_id BLOB NOT NULL REFERENCES report_figures (id),
    record_type TEXT NOT NULL CHECK (record_type IN ('support_decision_line', 'housing_survey', 'award_nomination', 'award')),
    record_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    value INTEGER NOT NULL CHECK (value >= 0),
    PRIMARY KEY (figure_id, record_type, record_id)
) STRICT;
INSERT INTO figure_records_anew SELECT figure_id, record_type, record_id, organisation_id, value FROM figure_records;
DROP TABLE figure_records;
ALTER TABLE figure_records_anew RENAME TO figure_records;
CREATE TRIGGER figure_records_issued_insert BEFORE INSERT ON figure_records
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (NEW.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER figure_records_issued_update BEFORE UPDATE ON figure_records
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (OLD.figure_id, NEW.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER figure_records_issued_delete BEFORE DELETE ON figure_records
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (OLD.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;

-- What was awarded by decisions that were made or recorded here, and what was taken back. Each form and each authority is counted for
-- itself where there are indicators with codes of the form awarded_<form>_collectives, awarded_by_<authority>_collectives and
-- the same of individuals.
INSERT INTO indicators (id, code, name_vi, name_en, name_folded, unit, position, valid_from, version, created_at, updated_at) VALUES
    (x'01940000000070108000000000000037', 'awarded_collectives', 'Tập thể được khen thưởng', 'Collectives awarded', 'tap the duoc khen thuong collectives awarded', 'unit', 148, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000038', 'awarded_individuals', 'Cá nhân được khen thưởng', 'Individuals awarded', 'ca nhan duoc khen thuong individuals awarded', 'person', 149, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000039', 'awarded_emulation_flag_peoples_committee_collectives', 'Tập thể được tặng cờ thi đua của Ủy ban nhân dân tỉnh', 'Collectives awarded: emulation flag of the People''s Committee', 'tap the duoc tang co thi dua cua uy ban nhan dan tinh collectives awarded: emulation flag of the people''s committee', 'unit', 150, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000003a', 'awarded_emulation_flag_confederation_collectives', 'Tập thể được tặng cờ thi đua của Tổng Liên đoàn', 'Collectives awarded: emulation flag of the confederation', 'tap the duoc tang co thi dua cua tong lien doan collectives awarded: emulation flag of the confederation', 'unit', 151, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000003b', 'awarded_certificate_of_merit_peoples_committee_collectives', 'Tập thể được tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Collectives awarded: certificate of merit of the People''s Committee', 'tap the duoc tang bang khen cua chu tich uy ban nhan dan tinh collectives awarded: certificate of merit of the people''s committee', 'unit', 152, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000003c', 'awarded_certificate_of_merit_peoples_committee_individuals', 'Cá nhân được tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Individuals awarded: certificate of merit of the People''s Committee', 'ca nhan duoc tang bang khen cua chu tich uy ban nhan dan tinh individuals awarded: certificate of merit of the people''s committee', 'person', 153, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000003d', 'awarded_certificate_of_merit_confederation_collectives', 'Tập thể được tặng bằng khen của Tổng Liên đoàn', 'Collectives awarded: certificate of merit of the confederation', 'tap the duoc tang bang khen cua tong lien doan collectives awarded: certificate of merit of the confederation', 'unit', 154, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000003e', 'awarded_certificate_of_merit_confederation_individuals', 'Cá nhân được tặng bằng khen của Tổng Liên đoàn', 'Individuals awarded: certificate of merit of the confederation', 'ca nhan duoc tang bang khen cua tong lien doan individuals awarded: certificate of merit of the confederation', 'person', 155, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000003f', 'awarded_commendation_provincial_federation_collectives', 'Tập thể được tặng giấy khen của Liên đoàn Lao động tỉnh', 'Collectives awarded: commendation of the provincial federation', 'tap the duoc tang giay khen cua lien doan lao dong tinh collectives awarded: commendation of the provincial federation', 'unit', 156, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000040', 'awarded_commendation_provincial_federation_individuals', 'Cá nhân được tặng giấy khen của Liên đoàn Lao động tỉnh', 'Individuals awarded: commendation of the provincial federation', 'ca nhan duoc tang giay khen cua lien doan lao dong tinh individuals awarded: commendation of the provincial federation', 'person', 157, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000041', 'awarded_commemorative_medal_confederation_individuals', 'Cá nhân được tặng kỷ niệm chương của Tổng Liên đoàn', 'Individuals awarded: commemorative medal of the confederation', 'ca nhan duoc tang ky niem chuong cua tong lien doan individuals awarded: commemorative medal of the confederation', 'person', 158, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000042', 'awards_revoked_collectives', 'Tập thể bị thu hồi khen thưởng', 'Collectives whose award was taken back', 'tap the bi thu hoi khen thuong collectives whose award was taken back', 'unit', 159, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000043', 'awards_revoked_individuals', 'Cá nhân bị thu hồi khen thưởng', 'Individuals whose award was taken back', 'ca nhan bi thu hoi khen thuong individuals whose award was taken back', 'person', 160, '2000-01-01', 1, 1735689600000000, 1735689600000000);
