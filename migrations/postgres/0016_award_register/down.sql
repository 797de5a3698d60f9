-- Before, what was entered in error could only be taken back.
DROP INDEX awards_decided;
DROP INDEX awards_decision;
DROP TRIGGER awards_over ON awards;
ALTER TABLE awards DROP CONSTRAINT awards_struck_check;
UPDATE awards SET state = 'revoked', revocation_symbol = symbol, revoked_on = decided_on WHERE state = 'struck';
ALTER TABLE awards DROP CONSTRAINT awards_state_check;
ALTER TABLE awards ADD CONSTRAINT awards_state_check CHECK (state IN ('valid', 'revoked'));
CREATE TRIGGER awards_revoked BEFORE UPDATE OF state, revocation_symbol, revoked_on, revocation_signer, due_back_vnd ON awards
    FOR EACH ROW WHEN (OLD.state = 'revoked') EXECUTE FUNCTION refuse_to_change_awards();

DROP TRIGGER figure_records_issued ON figure_records;
DELETE FROM figure_records WHERE record_type = 'award';
ALTER TABLE figure_records DROP CONSTRAINT figure_records_record_type_check;
ALTER TABLE figure_records ADD CONSTRAINT figure_records_record_type_check
    CHECK (record_type IN ('support_decision_line', 'housing_survey', 'award_nomination'));
CREATE TRIGGER figure_records_issued BEFORE INSERT OR UPDATE OR DELETE ON figure_records
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_sources_of_what_is_issued();

DELETE FROM indicators WHERE code IN (
    'awarded_collectives', 'awarded_individuals', 'awarded_emulation_flag_peoples_committee_collectives', 'awarded_emulation_flag_confederation_collectives', 'awarded_certificate_of_merit_peoples_committee_collectives', 'awarded_certificate_of_merit_peoples_committee_individuals', 'awarded_certificate_of_merit_confederation_collectives', 'awarded_certificate_of_merit_confederation_individuals', 'awarded_commendation_provincial_federation_collectives', 'awarded_commendation_provincial_federation_individuals', 'awarded_commemorative_medal_confederation_individuals', 'awards_revoked_collectives', 'awards_revoked_individuals'
);
