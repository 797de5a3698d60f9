-- How often a nomination was sent back to be written anew: votes on an older text do not count.
ALTER TABLE award_nominations ADD COLUMN returns integer NOT NULL DEFAULT 0 CHECK (returns >= 0);
UPDATE award_nominations SET returns =
    (SELECT count(*) FROM award_notes n WHERE n.nomination_id = award_nominations.id AND n.kind = 'return');

-- How often the nomination had been sent back when the session was opened: once more, and its text is another. Of sessions
-- that have ended, which never change, it says nothing.
ALTER TABLE council_votes ADD COLUMN returns integer NOT NULL DEFAULT 0 CHECK (returns >= 0);
UPDATE council_votes SET returns =
    (SELECT count(*) FROM award_notes n JOIN council_sessions s ON s.id = council_votes.session_id
     WHERE n.nomination_id = council_votes.nomination_id AND n.kind = 'return' AND n.created_at <= s.created_at)
WHERE result IS NULL;
ALTER TABLE council_votes ALTER COLUMN returns DROP DEFAULT;

-- A session may be cancelled; why is sealed, because it may tell of people. `concluded_by` is who concluded or cancelled it.
ALTER TABLE council_sessions
    ADD COLUMN cancel_reason bytea,
    DROP CONSTRAINT council_sessions_status_check,
    DROP CONSTRAINT council_sessions_check2,
    ADD CONSTRAINT council_sessions_status_check CHECK (status IN ('open', 'concluded', 'cancelled')),
    ADD CONSTRAINT council_sessions_held_check CHECK ((status = 'concluded') = (held_on IS NOT NULL)),
    ADD CONSTRAINT council_sessions_cancelled_check CHECK ((status = 'cancelled') = (cancel_reason IS NOT NULL));

-- What has ended never changes, whoever asks. What is sealed for good is left out here: a change of keys seals it anew.
DROP TRIGGER council_sessions_concluded ON council_sessions;
CREATE OR REPLACE FUNCTION refuse_to_change_concluded_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a session that has ended is frozen';
END
$$;
CREATE TRIGGER council_sessions_ended BEFORE DELETE OR UPDATE
    OF id, organisation_id, round_id, ballot, status, council_size, ballot_count, tally, held_on, present, concluded_by,
       created_by, version, created_at, updated_at
    ON council_sessions
    FOR EACH ROW WHEN (OLD.status <> 'open') EXECUTE FUNCTION refuse_to_change_concluded_sessions();

CREATE OR REPLACE FUNCTION refuse_to_change_parts_of_concluded_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM council_sessions WHERE id IN (OLD.session_id, NEW.session_id) AND status <> 'open') THEN
        RAISE EXCEPTION 'a session that has ended is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
