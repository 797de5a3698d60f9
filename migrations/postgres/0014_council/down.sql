-- A cancelled session has no place in the older tables, and goes.
DROP TRIGGER council_sessions_ended ON council_sessions;
DROP TRIGGER council_votes_concluded ON council_votes;
DROP TRIGGER council_ballots_frozen ON council_ballots;
DELETE FROM council_ballots WHERE session_id IN (SELECT id FROM council_sessions WHERE status = 'cancelled');
DELETE FROM council_votes WHERE session_id IN (SELECT id FROM council_sessions WHERE status = 'cancelled');
DELETE FROM council_sessions WHERE status = 'cancelled';

ALTER TABLE council_sessions
    DROP CONSTRAINT council_sessions_cancelled_check,
    DROP CONSTRAINT council_sessions_held_check,
    DROP CONSTRAINT council_sessions_status_check,
    ADD CONSTRAINT council_sessions_status_check CHECK (status IN ('open', 'concluded')),
    ADD CONSTRAINT council_sessions_check2 CHECK ((status = 'open') = (held_on IS NULL)),
    DROP COLUMN cancel_reason;
ALTER TABLE council_votes DROP COLUMN returns;
ALTER TABLE award_nominations DROP COLUMN returns;

CREATE OR REPLACE FUNCTION refuse_to_change_concluded_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a concluded session is frozen';
END
$$;
CREATE OR REPLACE FUNCTION refuse_to_change_parts_of_concluded_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM council_sessions WHERE id IN (OLD.session_id, NEW.session_id) AND status = 'concluded') THEN
        RAISE EXCEPTION 'a concluded session is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER council_sessions_concluded BEFORE DELETE OR UPDATE
    OF id, organisation_id, round_id, ballot, status, council_size, ballot_count, tally, held_on, present, concluded_by,
       created_by, version, created_at, updated_at
    ON council_sessions
    FOR EACH ROW WHEN (OLD.status = 'concluded') EXECUTE FUNCTION refuse_to_change_concluded_sessions();
CREATE TRIGGER council_votes_concluded BEFORE INSERT OR UPDATE OR DELETE ON council_votes
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_parts_of_concluded_sessions();
CREATE TRIGGER council_ballots_frozen BEFORE UPDATE OR DELETE ON council_ballots
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_ballots();
