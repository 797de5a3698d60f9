-- A signed submission that is taken back before it is answered stays as it was signed, with who took it back, when and
-- why (sealed). And whose authority it went to, where that is an organisation of this system: it answers, and keeps
-- what it has decided.
ALTER TABLE award_submissions
    ADD COLUMN authority_organisation_id uuid REFERENCES organisations (id),
    ADD COLUMN recalled_by uuid REFERENCES users (id),
    ADD COLUMN recalled_at timestamptz CHECK (recalled_at IS NULL OR status = 'signed'),
    ADD COLUMN recall_reason bytea;

UPDATE award_submissions SET authority_organisation_id = (
    SELECT c.ancestor_id FROM organisation_closure c JOIN organisations o ON o.id = c.ancestor_id
    WHERE c.descendant_id = award_submissions.organisation_id AND c.depth > 0 AND o.kind = award_submissions.authority
    ORDER BY c.depth LIMIT 1
) WHERE status <> 'draft';

DROP TRIGGER award_submissions_signed ON award_submissions;
-- The reason is left out here: a change of keys seals it anew.
CREATE TRIGGER award_submissions_signed BEFORE UPDATE
    OF id, organisation_id, round_id, authority, title, legal_bases, place, document_date, signing_capacity, signing_body,
       signer_position, signer_name, register_entry_id, number, symbol, line_count, created_by, signed_by, signed_at, created_at,
       authority_organisation_id
    ON award_submissions FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_to_change_signed_submissions();

CREATE FUNCTION refuse_to_change_recalled_submissions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a recalled submission is frozen';
END
$$;
CREATE TRIGGER award_submissions_recalled BEFORE UPDATE OF status, recalled_by, recalled_at ON award_submissions
    FOR EACH ROW WHEN (OLD.recalled_at IS NOT NULL) EXECUTE FUNCTION refuse_to_change_recalled_submissions();

-- What was taken back may stand in another submission.
ALTER TABLE award_submission_lines ADD COLUMN recalled boolean NOT NULL DEFAULT false;
ALTER TABLE award_submission_lines ALTER COLUMN recalled DROP DEFAULT;
ALTER TABLE award_submission_lines ADD CHECK (answer IS NULL OR NOT recalled);
ALTER TABLE award_submission_lines DROP CONSTRAINT award_submission_lines_nomination_id_key;
CREATE UNIQUE INDEX award_submission_lines_once ON award_submission_lines (nomination_id) WHERE NOT recalled;
CREATE TRIGGER award_submission_lines_recalled BEFORE UPDATE OF answer, recalled ON award_submission_lines
    FOR EACH ROW WHEN (OLD.recalled) EXECUTE FUNCTION refuse_to_change_recalled_submissions();
