DROP TRIGGER award_submission_lines_recalled ON award_submission_lines;
DROP TRIGGER award_submission_lines_signed ON award_submission_lines;
DELETE FROM award_submission_lines WHERE recalled;
CREATE TRIGGER award_submission_lines_signed BEFORE INSERT OR DELETE OR UPDATE OF submission_id, position, nomination_id
    ON award_submission_lines FOR EACH ROW EXECUTE FUNCTION refuse_to_change_lines_of_signed_submissions();
DROP INDEX award_submission_lines_once;
ALTER TABLE award_submission_lines DROP COLUMN recalled;
ALTER TABLE award_submission_lines ADD UNIQUE (nomination_id);

DROP TRIGGER award_submissions_recalled ON award_submissions;
DROP FUNCTION refuse_to_change_recalled_submissions();
DROP TRIGGER award_submissions_signed ON award_submissions;
ALTER TABLE award_submissions
    DROP COLUMN recall_reason,
    DROP COLUMN recalled_at,
    DROP COLUMN recalled_by,
    DROP COLUMN authority_organisation_id;
CREATE TRIGGER award_submissions_signed BEFORE UPDATE
    OF id, organisation_id, round_id, authority, title, legal_bases, place, document_date, signing_capacity, signing_body,
       signer_position, signer_name, register_entry_id, number, symbol, line_count, created_by, signed_by, signed_at, created_at
    ON award_submissions FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_to_change_signed_submissions();
