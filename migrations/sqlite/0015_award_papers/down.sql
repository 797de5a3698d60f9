CREATE TABLE award_submission_lines_old (
    submission_id BLOB NOT NULL REFERENCES award_submissions (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    nomination_id BLOB NOT NULL UNIQUE REFERENCES award_nominations (id),
    answer TEXT CHECK (answer IN ('awarded', 'declined')),
    PRIMARY KEY (submission_id, nomination_id)
) STRICT;
INSERT INTO award_submission_lines_old (submission_id, position, nomination_id, answer)
    SELECT submission_id, position, nomination_id, answer FROM award_submission_lines WHERE recalled = 0;
DROP TABLE award_submission_lines;
ALTER TABLE award_submission_lines_old RENAME TO award_submission_lines;
CREATE TRIGGER award_submission_lines_signed_insert BEFORE INSERT ON award_submission_lines
WHEN EXISTS (SELECT 1 FROM award_submissions WHERE id = NEW.submission_id AND status <> 'draft') BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
CREATE TRIGGER award_submission_lines_signed_update BEFORE UPDATE OF submission_id, position, nomination_id ON award_submission_lines
WHEN EXISTS (SELECT 1 FROM award_submissions WHERE id IN (OLD.submission_id, NEW.submission_id) AND status <> 'draft') BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
CREATE TRIGGER award_submission_lines_answered BEFORE UPDATE OF answer ON award_submission_lines
WHEN OLD.answer IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'an answer is never changed');
END;
CREATE TRIGGER award_submission_lines_signed_delete BEFORE DELETE ON award_submission_lines
WHEN EXISTS (SELECT 1 FROM award_submissions WHERE id = OLD.submission_id AND status <> 'draft') BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;

DROP TRIGGER award_submissions_recalled;
DROP TRIGGER award_submissions_signed_update;
CREATE TRIGGER award_submissions_signed_update BEFORE UPDATE
    OF id, organisation_id, round_id, authority, title, legal_bases, place, document_date, signing_capacity, signing_body,
       signer_position, signer_name, register_entry_id, number, symbol, line_count, created_by, signed_by, signed_at, created_at
    ON award_submissions WHEN OLD.status <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
ALTER TABLE award_submissions DROP COLUMN recall_reason;
ALTER TABLE award_submissions DROP COLUMN recalled_at;
ALTER TABLE award_submissions DROP COLUMN recalled_by;
ALTER TABLE award_submissions DROP COLUMN authority_organisation_id;
