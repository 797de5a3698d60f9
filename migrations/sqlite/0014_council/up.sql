-- How often a nomination was sent back to be written anew: votes on an older text do not count.
ALTER TABLE award_nominations ADD COLUMN returns INTEGER NOT NULL DEFAULT 0 CHECK (returns >= 0);
UPDATE award_nominations SET returns =
    (SELECT count(*) FROM award_notes n WHERE n.nomination_id = award_nominations.id AND n.kind = 'return');

-- A session may be cancelled. SQLite changes no CHECK, so the three tables are made anew.
CREATE TABLE old_sessions AS SELECT * FROM council_sessions;
CREATE TABLE old_votes AS SELECT * FROM council_votes;
CREATE TABLE old_ballots AS SELECT * FROM council_ballots;
DROP TABLE council_ballots;
DROP TABLE council_votes;
DROP TABLE council_sessions;

-- A session of the council. Its size is that of the council when it opened: the threshold counts all of them.
CREATE TABLE council_sessions (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    ballot TEXT NOT NULL CHECK (ballot IN ('totals', 'secret')),
    status TEXT NOT NULL CHECK (status IN ('open', 'concluded', 'cancelled')),
    council_size INTEGER NOT NULL CHECK (council_size >= 1),
    -- How many have voted in secret.
    ballot_count INTEGER NOT NULL CHECK (ballot_count BETWEEN 0 AND council_size),
    -- The sums of a secret ballot while it runs, sealed: sums that are read twice tell the vote cast between. Gone once
    -- the session has ended.
    tally BLOB,
    held_on TEXT,
    present INTEGER CHECK (present >= 0 AND present <= council_size),
    -- Sealed, because they tell of people.
    minutes BLOB,
    -- Why it was cancelled; sealed, because it may tell of people.
    cancel_reason BLOB,
    -- Who concluded or cancelled it.
    concluded_by BLOB REFERENCES users (id),
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'concluded') = (held_on IS NOT NULL)),
    CHECK ((status = 'cancelled') = (cancel_reason IS NOT NULL)),
    CHECK ((status = 'open' AND ballot = 'secret') = (tally IS NOT NULL))
) STRICT;
CREATE INDEX council_sessions_created ON council_sessions (created_at, id);
CREATE INDEX council_sessions_organisation ON council_sessions (organisation_id, created_at, id);
CREATE INDEX council_sessions_round ON council_sessions (round_id, created_at, id);

-- What a session votes on. Of a secret ballot only the sums are kept: which vote is whose stands nowhere.
CREATE TABLE council_votes (
    session_id BLOB NOT NULL REFERENCES council_sessions (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    nomination_id BLOB NOT NULL REFERENCES award_nominations (id),
    -- How often the nomination had been sent back when the session was opened: once more, and its text is another.
    returns INTEGER NOT NULL CHECK (returns >= 0),
    -- Who was voted on, as it was said when the session was opened.
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    form_id BLOB NOT NULL REFERENCES award_forms (id),
    nominee_kind TEXT NOT NULL CHECK (nominee_kind IN ('collective', 'individual')),
    nominee_name TEXT NOT NULL,
    votes_for INTEGER NOT NULL CHECK (votes_for >= 0),
    votes_against INTEGER NOT NULL CHECK (votes_against >= 0),
    abstained INTEGER NOT NULL CHECK (abstained >= 0),
    -- How many of these came in writing.
    in_writing INTEGER NOT NULL CHECK (in_writing >= 0),
    threshold_numerator INTEGER NOT NULL,
    threshold_denominator INTEGER NOT NULL,
    -- Lapsed: it was taken back, returned or on hold when the session was concluded, too few voted on it freely in
    -- secret, or the session was cancelled.
    result TEXT CHECK (result IN ('approved', 'rejected', 'lapsed')),
    PRIMARY KEY (session_id, nomination_id),
    CHECK (in_writing <= votes_for + votes_against + abstained)
) STRICT;
CREATE UNIQUE INDEX council_votes_once ON council_votes (nomination_id) WHERE result IS NULL;

-- Who has voted, each once.
CREATE TABLE council_ballots (
    session_id BLOB NOT NULL REFERENCES council_sessions (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    in_writing INTEGER NOT NULL,
    PRIMARY KEY (session_id, user_id)
) STRICT;

INSERT INTO council_sessions (
    id, organisation_id, round_id, ballot, status, council_size, ballot_count, tally, held_on, present, minutes,
    concluded_by, created_by, version, created_at, updated_at
) SELECT
    id, organisation_id, round_id, ballot, status, council_size, ballot_count, tally, held_on, present, minutes,
    concluded_by, created_by, version, created_at, updated_at
FROM old_sessions;
INSERT INTO council_votes (
    returns, session_id, position, nomination_id, organisation_id, form_id, nominee_kind, nominee_name, votes_for,
    votes_against, abstained, in_writing, threshold_numerator, threshold_denominator, result
) SELECT
    (SELECT count(*) FROM award_notes n JOIN old_sessions s ON s.id = v.session_id
     WHERE n.nomination_id = v.nomination_id AND n.kind = 'return' AND n.created_at <= s.created_at),
    session_id, position, nomination_id, organisation_id, form_id, nominee_kind, nominee_name, votes_for,
    votes_against, abstained, in_writing, threshold_numerator, threshold_denominator, result
FROM old_votes v;
INSERT INTO council_ballots (session_id, user_id, in_writing) SELECT session_id, user_id, in_writing FROM old_ballots;

DROP TABLE old_ballots;
DROP TABLE old_votes;
DROP TABLE old_sessions;

-- What has ended never changes, whoever asks. What is sealed for good is left out here: a change of keys seals it anew.
CREATE TRIGGER council_sessions_ended_update BEFORE UPDATE
    OF id, organisation_id, round_id, ballot, status, council_size, ballot_count, tally, held_on, present, concluded_by,
       created_by, version, created_at, updated_at
    ON council_sessions WHEN OLD.status <> 'open' BEGIN
    SELECT RAISE(ABORT, 'a session that has ended is frozen');
END;
CREATE TRIGGER council_sessions_ended_delete BEFORE DELETE ON council_sessions WHEN OLD.status <> 'open' BEGIN
    SELECT RAISE(ABORT, 'a session that has ended is frozen');
END;
CREATE TRIGGER council_votes_ended_insert BEFORE INSERT ON council_votes
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id = NEW.session_id AND status <> 'open') BEGIN
    SELECT RAISE(ABORT, 'a session that has ended is frozen');
END;
CREATE TRIGGER council_votes_ended_update BEFORE UPDATE ON council_votes
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id IN (OLD.session_id, NEW.session_id) AND status <> 'open') BEGIN
    SELECT RAISE(ABORT, 'a session that has ended is frozen');
END;
CREATE TRIGGER council_votes_ended_delete BEFORE DELETE ON council_votes
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id = OLD.session_id AND status <> 'open') BEGIN
    SELECT RAISE(ABORT, 'a session that has ended is frozen');
END;
CREATE TRIGGER council_ballots_update BEFORE UPDATE ON council_ballots BEGIN
    SELECT RAISE(ABORT, 'a ballot is never changed');
END;
CREATE TRIGGER council_ballots_delete BEFORE DELETE ON council_ballots BEGIN
    SELECT RAISE(ABORT, 'a ballot is never changed');
END;
CREATE TRIGGER council_ballots_insert BEFORE INSERT ON council_ballots
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id = NEW.session_id AND status <> 'open') BEGIN
    SELECT RAISE(ABORT, 'a session that has ended is frozen');
END;
