-- Before, what was entered in error could only be taken back.
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
    state TEXT NOT NULL CHECK (state IN ('valid', 'revoked')),
    revocation_symbol TEXT,
    revoked_on TEXT,
    revocation_signer TEXT,
    revocation_reason BLOB,
    -- What of the reward is due back, and what of that came.
    due_back_vnd INTEGER NOT NULL CHECK (due_back_vnd BETWEEN 0 AND reward_vnd),
    paid_back_vnd INTEGER NOT NULL CHECK (paid_back_vnd BETWEEN 0 AND due_back_vnd),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((state = 'revoked') = (revoked_on IS NOT NULL AND revocation_symbol IS NOT NULL))
) STRICT;

INSERT INTO awards_anew (id, organisation_id, recipient_kind, recipient_name, recipient_folded, recipient_title, workplace, namesake, form_id, kind, authority, year, symbol,
    decided_on, signer_name, reward_vnd, decision_id, nomination_id, import_id, state,
    revocation_symbol, revoked_on, revocation_signer, revocation_reason, due_back_vnd, paid_back_vnd, version,
    created_at, updated_at)
SELECT id, organisation_id, recipient_kind, recipient_name, recipient_folded, recipient_title, workplace, namesake, form_id, kind, authority, year, symbol,
    decided_on, signer_name, reward_vnd, decision_id, nomination_id, import_id, CASE state WHEN 'valid' THEN 'valid' ELSE 'revoked' END,
    CASE state WHEN 'struck' THEN symbol ELSE revocation_symbol END,
    CASE state WHEN 'struck' THEN decided_on ELSE revoked_on END, revocation_signer, revocation_reason, due_back_vnd,
    paid_back_vnd, version, created_at, updated_at
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
CREATE TRIGGER awards_revoked_update BEFORE UPDATE OF state, revocation_symbol, revoked_on, revocation_signer, due_back_vnd ON awards
WHEN OLD.state = 'revoked' BEGIN
    SELECT RAISE(ABORT, 'a revocation is never changed');
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

CREATE TABLE figure_records_anew (
    figure_id BLOB NOT NULL REFERENCES report_figures (id),
    record_type TEXT NOT NULL CHECK (record_type IN ('support_decision_line', 'housing_survey', 'award_nomination')),
    record_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    value INTEGER NOT NULL CHECK (value >= 0),
    PRIMARY KEY (figure_id, record_type, record_id)
) STRICT;
INSERT INTO figure_records_anew SELECT figure_id, record_type, record_id, organisation_id, value FROM figure_records WHERE record_type <> 'award';
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

DELETE FROM indicators WHERE code IN (
    'awarded_collectives', 'awarded_individuals', 'awarded_emulation_flag_peoples_committee_collectives', 'awarded_emulation_flag_confederation_collectives', 'awarded_certificate_of_merit_peoples_committee_collectives', 'awarded_certificate_of_merit_peoples_committee_individuals', 'awarded_certificate_of_merit_confederation_collectives', 'awarded_certificate_of_merit_confederation_individuals', 'awarded_commendation_provincial_federation_collectives', 'awarded_commendation_provincial_federation_individuals', 'awarded_commemorative_medal_confederation_individuals', 'awards_revoked_collectives', 'awards_revoked_individuals'
);
