-- Through whose hands a nomination went, and how: it stays, whatever is sent back, written anew or submitted again, so that
-- nobody decides later on what was theirs.
CREATE TABLE award_nomination_hands (
    nomination_id uuid NOT NULL REFERENCES award_nominations (id),
    user_id uuid NOT NULL REFERENCES users (id),
    -- Wrote: began, changed or submitted it.
    deed text NOT NULL CHECK (deed IN ('wrote', 'endorsed', 'appraised')),
    PRIMARY KEY (nomination_id, user_id, deed)
);

-- What the nominations themselves still tell, and what the journal knows besides.
INSERT INTO award_nomination_hands (nomination_id, user_id, deed)
SELECT id, created_by, 'wrote' FROM award_nominations
UNION
SELECT id, submitted_by, 'wrote' FROM award_nominations WHERE submitted_by IS NOT NULL
UNION
SELECT id, endorsed_by, 'endorsed' FROM award_nominations WHERE endorsed_by IS NOT NULL
UNION
SELECT id, appraised_by, 'appraised' FROM award_nominations WHERE appraised_by IS NOT NULL
UNION
SELECT n.id, u.id, CASE j.action
    WHEN 'award_nomination.endorse' THEN 'endorsed'
    WHEN 'award_nomination.appraise' THEN 'appraised'
    ELSE 'wrote' END
FROM journal j
JOIN award_nominations n ON n.id = j.record_id
JOIN users u ON u.id = j.actor_id
WHERE j.record_type = 'award_nomination' AND j.action IN (
    'award_nomination.create', 'award_nomination.edit', 'award_nomination.submit', 'award_nomination.endorse',
    'award_nomination.appraise'
);
