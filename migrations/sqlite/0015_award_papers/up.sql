-- A signed submission that is taken back before it is answered stays as it was signed, with who took it back, when and
-- why (sealed). And whose authority it went to, where that is an organisation of this system: it answers, and keeps
-- what it has decided.
ALTER TABLE award_submissions ADD COLUMN authority_organisation_id BLOB REFERENCES organisations (id);
ALTER TABLE award_submissions ADD COLUMN recalled_by BLOB REFERENCES users (id);
ALTER TABLE award_submissions ADD COLUMN recalled_at INTEGER CHECK (recalled_at IS NULL OR status = 'signed');
ALTER TABLE award_submissions ADD COLUMN recall_reason BLOB;

UPDATE award_submissions SET authority_organisation_id = (
    SELECT c.ancestor_id FROM organisation_closure c JOIN organisations o ON o.id = c.ancestor_id
    WHERE c.descendant_id = award_submissions.organisation_id AND c.depth > 0 AND o.kind = award_submissions.authority
    ORDER BY c.depth LIMIT 1
) WHERE status <> 'draft';

DROP TRIGGER award_submissions_signed_update;
-- The reason is left out here: a change of keys seals it anew.
CREATE TRIGGER award_submissions_signed_update BEFORE UPDATE
    OF id, organisation_id, round_id, authority, title, legal_bases, place, document_date, signing_capacity, signing_body,
       signer_position, signer_name, register_entry_id, number, symbol, line_count, created_by, signed_by, signed_at, created_at,
       authority_organisation_id
    ON award_submissions WHEN OLD.status <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
CREATE TRIGGER award_submissions_recalled BEFORE UPDATE OF status, recalled_by, recalled_at ON award_submissions
WHEN OLD.recalled_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a recalled submission is frozen');
END;

-- What was taken back may stand in another submission.
CREATE TABLE award_submission_lines_new (
    submission_id BLOB NOT NULL REFERENCES award_submissions (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    nomination_id BLOB NOT NULL REFERENCES award_nominations (id),
    answer TEXT CHECK (answer IN ('awarded', 'declined')),
    recalled INTEGER NOT NULL,
    PRIMARY KEY (submission_id, nomination_id),
    CHECK (answer IS NULL OR NOT recalled)
) STRICT;
INSERT INTO award_submission_lines_new (submission_id, position, nomination_id, answer, recalled)
    SELECT submission_id, position, nomination_id, answer, 0 FROM award_submission_lines;
DROP TABLE award_submission_lines;
ALTER TABLE award_submission_lines_new RENAME TO award_submission_lines;
CREATE UNIQUE INDEX award_submission_lines_once ON award_submission_lines (nomination_id) WHERE recalled = 0;

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
CREATE TRIGGER award_submission_lines_recalled BEFORE UPDATE OF answer, recalled ON award_submission_lines
WHEN OLD.recalled <> 0 BEGIN
    SELECT RAISE(ABORT, 'a recalled submission is frozen');
END;
CREATE TRIGGER award_submission_lines_signed_delete BEFORE DELETE ON award_submission_lines
WHEN EXISTS (SELECT 1 FROM award_submissions WHERE id = OLD.submission_id AND status <> 'draft') BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
