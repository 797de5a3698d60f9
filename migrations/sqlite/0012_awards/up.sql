-- Forms of award are data, as code lists are: who may get one, who awards it, what the council needs, and what must and
-- must not have been awarded before.
CREATE TABLE award_forms (
    id BLOB PRIMARY KEY NOT NULL,
    code TEXT NOT NULL,
    -- Codes of the lists award_kinds and award_authorities.
    kind TEXT NOT NULL,
    authority TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    for_collectives INTEGER NOT NULL,
    for_individuals INTEGER NOT NULL,
    -- The share of the full council that must vote for a nominee.
    threshold_numerator INTEGER NOT NULL CHECK (threshold_numerator >= 1),
    threshold_denominator INTEGER NOT NULL CHECK (threshold_denominator BETWEEN 1 AND 100),
    reward_collective_vnd INTEGER NOT NULL CHECK (reward_collective_vnd >= 0),
    reward_individual_vnd INTEGER NOT NULL CHECK (reward_individual_vnd >= 0),
    legal_basis TEXT NOT NULL,
    position INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (code, valid_from),
    CHECK (for_collectives + for_individuals >= 1),
    CHECK (threshold_numerator <= threshold_denominator),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;
CREATE INDEX award_forms_position ON award_forms (position, id);

-- A prerequisite: something of that kind was awarded within so many years before. An exclusion: nothing of that kind was
-- awarded for the same year at the level of the form.
CREATE TABLE award_form_conditions (
    form_id BLOB NOT NULL REFERENCES award_forms (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    condition TEXT NOT NULL CHECK (condition IN ('prerequisite', 'exclusion')),
    kind TEXT NOT NULL,
    -- Of this authority only; NULL: of any.
    authority TEXT,
    within_years INTEGER CHECK (within_years BETWEEN 1 AND 50),
    PRIMARY KEY (form_id, position),
    CHECK ((condition = 'prerequisite') = (within_years IS NOT NULL)),
    CHECK (condition = 'prerequisite' OR authority IS NULL)
) STRICT;

CREATE TABLE emulation_movements (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    criteria TEXT NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX emulation_movements_created ON emulation_movements (created_at, id);
CREATE INDEX emulation_movements_organisation ON emulation_movements (organisation_id, created_at, id);

CREATE TABLE movement_registrations (
    id BLOB PRIMARY KEY NOT NULL,
    movement_id BLOB NOT NULL REFERENCES emulation_movements (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    registered_on TEXT NOT NULL,
    registered_by BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (movement_id, organisation_id)
) STRICT;

CREATE TABLE award_rounds (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- The year of achievement.
    year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2100),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    movement_id BLOB REFERENCES emulation_movements (id),
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (closes_on >= opens_on)
) STRICT;
CREATE INDEX award_rounds_created ON award_rounds (created_at, id);
CREATE INDEX award_rounds_organisation ON award_rounds (organisation_id, year, created_at, id);

CREATE TABLE award_round_forms (
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    form_id BLOB NOT NULL REFERENCES award_forms (id),
    PRIMARY KEY (round_id, form_id)
) STRICT;

-- How many nominations for a form may be endorsed from an organisation and all below it: the round's own organisation
-- stands for all of them. Either a number, or a share of the members.
CREATE TABLE award_quotas (
    id BLOB PRIMARY KEY NOT NULL,
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    form_id BLOB NOT NULL REFERENCES award_forms (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    maximum INTEGER NOT NULL CHECK (maximum >= 0),
    members INTEGER CHECK (members >= 0),
    share_basis_points INTEGER CHECK (share_basis_points BETWEEN 1 AND 10000),
    -- Endorsed now.
    used INTEGER NOT NULL CHECK (used >= 0),
    UNIQUE (round_id, form_id, organisation_id),
    CHECK (used <= maximum),
    CHECK ((members IS NULL) = (share_basis_points IS NULL))
) STRICT;

CREATE TABLE award_council_members (
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    user_id BLOB NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    function TEXT NOT NULL CHECK (function IN ('chair', 'vice_chair', 'secretary', 'member')),
    PRIMARY KEY (round_id, user_id)
) STRICT;

CREATE TABLE award_nominations (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    form_id BLOB NOT NULL REFERENCES award_forms (id),
    nominee_kind TEXT NOT NULL CHECK (nominee_kind IN ('collective', 'individual')),
    nominee_name TEXT NOT NULL,
    nominee_folded TEXT NOT NULL,
    nominee_title TEXT,
    workplace TEXT,
    -- Whose the collective is: the organisation as a whole, or a unit of it.
    whole_organisation INTEGER NOT NULL,
    -- Another person than the one of the same name and union in the register.
    namesake INTEGER NOT NULL,
    earlier_award_id BLOB,
    achievements TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'endorsed', 'council_approved', 'council_rejected', 'forwarded', 'awarded', 'declined', 'withdrawn', 'revoked')),
    -- Nothing goes on while the nominee is looked into.
    on_hold INTEGER NOT NULL,
    rank INTEGER CHECK (rank >= 1),
    appraisal TEXT CHECK (appraisal IN ('favourable', 'unfavourable')),
    submitted_on TEXT,
    created_by BLOB NOT NULL REFERENCES users (id),
    submitted_by BLOB REFERENCES users (id),
    endorsed_by BLOB REFERENCES users (id),
    appraised_by BLOB REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX award_nominations_created ON award_nominations (created_at, id);
CREATE INDEX award_nominations_organisation ON award_nominations (organisation_id, created_at, id);
CREATE INDEX award_nominations_round ON award_nominations (round_id, form_id, status, created_at, id);
CREATE INDEX award_nominations_nominee ON award_nominations (nominee_folded);
CREATE UNIQUE INDEX award_nominations_rank ON award_nominations (round_id, form_id, organisation_id, rank) WHERE rank IS NOT NULL;

-- Which places an endorsed nomination takes: where its union stood then.
CREATE TABLE award_quota_places (
    quota_id BLOB NOT NULL REFERENCES award_quotas (id),
    nomination_id BLOB NOT NULL REFERENCES award_nominations (id),
    PRIMARY KEY (quota_id, nomination_id)
) STRICT;
CREATE INDEX award_quota_places_nomination ON award_quota_places (nomination_id);

-- Reasons, opinions and what a hold is about; sealed, because they tell of people's conduct.
CREATE TABLE award_notes (
    id BLOB PRIMARY KEY NOT NULL,
    nomination_id BLOB NOT NULL REFERENCES award_nominations (id),
    kind TEXT NOT NULL CHECK (kind IN ('return', 'endorsement', 'withdrawal', 'opinion', 'hold', 'release', 'decline', 'revocation')),
    body BLOB NOT NULL,
    author_id BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX award_notes_nomination ON award_notes (nomination_id, created_at, id);

-- A session of the council. Its size is that of the council when it opened: the threshold counts all of them.
CREATE TABLE council_sessions (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    ballot TEXT NOT NULL CHECK (ballot IN ('totals', 'secret')),
    status TEXT NOT NULL CHECK (status IN ('open', 'concluded')),
    council_size INTEGER NOT NULL CHECK (council_size >= 1),
    -- How many have voted in secret.
    ballot_count INTEGER NOT NULL CHECK (ballot_count BETWEEN 0 AND council_size),
    -- The sums of a secret ballot while it runs, sealed: sums that are read twice tell the vote cast between. Gone once
    -- the session is concluded.
    tally BLOB,
    held_on TEXT,
    present INTEGER CHECK (present >= 0 AND present <= council_size),
    -- Sealed, because they tell of people.
    minutes BLOB,
    concluded_by BLOB REFERENCES users (id),
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'open') = (held_on IS NULL)),
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
    -- Lapsed: it was taken back, returned or on hold when the session was concluded.
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

-- What goes to an awarding authority, under a number of the register of submissions.
CREATE TABLE award_submissions (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    authority TEXT NOT NULL,
    title TEXT NOT NULL,
    legal_bases TEXT NOT NULL,
    place TEXT,
    document_date TEXT,
    signing_capacity TEXT,
    signing_body TEXT,
    signer_position TEXT,
    signer_name TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'signed', 'answered')),
    register_entry_id BLOB UNIQUE REFERENCES register_entries (id),
    number INTEGER,
    symbol TEXT,
    line_count INTEGER NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    signed_by BLOB REFERENCES users (id),
    signed_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'draft') = (number IS NULL))
) STRICT;
CREATE INDEX award_submissions_created ON award_submissions (created_at, id);
CREATE INDEX award_submissions_organisation ON award_submissions (organisation_id, created_at, id);
CREATE INDEX award_submissions_round ON award_submissions (round_id, created_at, id);

CREATE TABLE award_submission_lines (
    submission_id BLOB NOT NULL REFERENCES award_submissions (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    nomination_id BLOB NOT NULL UNIQUE REFERENCES award_nominations (id),
    answer TEXT CHECK (answer IN ('awarded', 'declined')),
    PRIMARY KEY (submission_id, nomination_id)
) STRICT;

-- A decision that awards: the authority's answer to a submission, or the union's own, numbered in its register.
CREATE TABLE award_decisions (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    round_id BLOB NOT NULL REFERENCES award_rounds (id),
    -- NULL: the union's own.
    submission_id BLOB REFERENCES award_submissions (id),
    authority TEXT NOT NULL,
    title TEXT NOT NULL,
    legal_bases TEXT,
    place TEXT,
    document_date TEXT,
    signing_capacity TEXT,
    signing_body TEXT,
    signer_position TEXT,
    signer_name TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'signed')),
    register_entry_id BLOB UNIQUE REFERENCES register_entries (id),
    number INTEGER,
    symbol TEXT,
    line_count INTEGER NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    signed_by BLOB REFERENCES users (id),
    signed_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'signed') = (symbol IS NOT NULL)),
    CHECK (submission_id IS NULL OR status = 'signed')
) STRICT;
CREATE INDEX award_decisions_created ON award_decisions (created_at, id);
CREATE INDEX award_decisions_organisation ON award_decisions (organisation_id, created_at, id);
CREATE INDEX award_decisions_round ON award_decisions (round_id, created_at, id);
CREATE INDEX award_decisions_submission ON award_decisions (submission_id);

CREATE TABLE award_decision_lines (
    decision_id BLOB NOT NULL REFERENCES award_decisions (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    nomination_id BLOB NOT NULL UNIQUE REFERENCES award_nominations (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('awarded', 'declined')),
    PRIMARY KEY (decision_id, nomination_id)
) STRICT;

-- The register: what a person or a collective was given, by whom, when.
CREATE TABLE awards (
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
CREATE INDEX awards_created ON awards (created_at, id);
CREATE INDEX awards_organisation ON awards (organisation_id, created_at, id);
CREATE INDEX awards_recipient ON awards (recipient_folded, recipient_kind);
CREATE INDEX awards_year ON awards (year, created_at, id);
CREATE INDEX awards_import ON awards (import_id);

-- Rewards that came back.
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

-- A file of past years' awards that is read in: all of its rows or none.
CREATE TABLE award_imports (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    dry_run INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('checking', 'writing', 'done', 'refused', 'interrupted')),
    sha256 BLOB NOT NULL,
    row_count INTEGER NOT NULL CHECK (row_count >= 0),
    rows_checked INTEGER NOT NULL CHECK (rows_checked >= 0),
    bad_rows INTEGER NOT NULL CHECK (bad_rows >= 0),
    created_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX award_imports_created ON award_imports (created_at, id);
CREATE INDEX award_imports_organisation ON award_imports (organisation_id, created_at, id);
CREATE INDEX award_imports_status ON award_imports (status, updated_at);

CREATE TABLE award_import_faults (
    import_id BLOB NOT NULL REFERENCES award_imports (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    -- Of the file, its head being row 1.
    row_number INTEGER NOT NULL CHECK (row_number >= 1),
    column_name TEXT,
    code TEXT NOT NULL,
    PRIMARY KEY (import_id, position)
) STRICT;

-- What is concluded, signed or awarded never changes, whoever asks.
-- The minutes are left out here: a change of keys seals them anew.
CREATE TRIGGER council_sessions_concluded_update BEFORE UPDATE
    OF id, organisation_id, round_id, ballot, status, council_size, ballot_count, tally, held_on, present, concluded_by,
       created_by, version, created_at, updated_at
    ON council_sessions WHEN OLD.status = 'concluded' BEGIN
    SELECT RAISE(ABORT, 'a concluded session is frozen');
END;
CREATE TRIGGER council_sessions_concluded_delete BEFORE DELETE ON council_sessions WHEN OLD.status = 'concluded' BEGIN
    SELECT RAISE(ABORT, 'a concluded session is frozen');
END;
CREATE TRIGGER council_votes_concluded_insert BEFORE INSERT ON council_votes
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id = NEW.session_id AND status = 'concluded') BEGIN
    SELECT RAISE(ABORT, 'a concluded session is frozen');
END;
CREATE TRIGGER council_votes_concluded_update BEFORE UPDATE ON council_votes
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id IN (OLD.session_id, NEW.session_id) AND status = 'concluded') BEGIN
    SELECT RAISE(ABORT, 'a concluded session is frozen');
END;
CREATE TRIGGER council_votes_concluded_delete BEFORE DELETE ON council_votes
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id = OLD.session_id AND status = 'concluded') BEGIN
    SELECT RAISE(ABORT, 'a concluded session is frozen');
END;
CREATE TRIGGER council_ballots_update BEFORE UPDATE ON council_ballots BEGIN
    SELECT RAISE(ABORT, 'a ballot is never changed');
END;
CREATE TRIGGER council_ballots_delete BEFORE DELETE ON council_ballots BEGIN
    SELECT RAISE(ABORT, 'a ballot is never changed');
END;
CREATE TRIGGER council_ballots_insert BEFORE INSERT ON council_ballots
WHEN EXISTS (SELECT 1 FROM council_sessions WHERE id = NEW.session_id AND status = 'concluded') BEGIN
    SELECT RAISE(ABORT, 'a concluded session is frozen');
END;
CREATE TRIGGER award_submissions_signed_update BEFORE UPDATE
    OF id, organisation_id, round_id, authority, title, legal_bases, place, document_date, signing_capacity, signing_body,
       signer_position, signer_name, register_entry_id, number, symbol, line_count, created_by, signed_by, signed_at, created_at
    ON award_submissions WHEN OLD.status <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
CREATE TRIGGER award_submissions_signed_state BEFORE UPDATE OF status ON award_submissions
WHEN OLD.status <> 'draft' AND NOT (OLD.status = 'signed' AND NEW.status IN ('signed', 'answered')) BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
CREATE TRIGGER award_submissions_signed_delete BEFORE DELETE ON award_submissions WHEN OLD.status <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'a signed submission is frozen');
END;
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
CREATE TRIGGER award_decisions_signed_update BEFORE UPDATE ON award_decisions WHEN OLD.status = 'signed' BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER award_decisions_signed_delete BEFORE DELETE ON award_decisions WHEN OLD.status = 'signed' BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
-- The lines of a received decision are written right after it; nothing else is ever added to what is signed.
CREATE TRIGGER award_decision_lines_signed_insert BEFORE INSERT ON award_decision_lines
WHEN EXISTS (SELECT 1 FROM award_decisions d WHERE d.id = NEW.decision_id AND d.status = 'signed'
    AND (SELECT count(*) FROM award_decision_lines l WHERE l.decision_id = d.id) >= d.line_count) BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER award_decision_lines_signed_update BEFORE UPDATE ON award_decision_lines
WHEN EXISTS (SELECT 1 FROM award_decisions WHERE id IN (OLD.decision_id, NEW.decision_id) AND status = 'signed') BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
CREATE TRIGGER award_decision_lines_signed_delete BEFORE DELETE ON award_decision_lines
WHEN EXISTS (SELECT 1 FROM award_decisions WHERE id = OLD.decision_id AND status = 'signed') BEGIN
    SELECT RAISE(ABORT, 'a signed decision is frozen');
END;
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

-- What awards are made of, to begin with. Rewards follow the base salary of the day, which administrators enter. One
-- achievement is awarded once (Law on Emulation and Commendation 06/2022/QH15, article 5): no flag beside a certificate of
-- merit for the same year at the same level.
INSERT INTO code_lists (id, code, name_vi, name_en, version, created_at, updated_at) VALUES
    (x'01940000000070018000000000000006', 'award_kinds', 'Loại hình thức khen thưởng', 'Kinds of award', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070018000000000000007', 'award_authorities', 'Cấp khen thưởng', 'Awarding authorities', 1, 1735689600000000, 1735689600000000);

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    (x'01940000000070078000000000000001', x'01940000000070018000000000000006', 'emulation_flag', 'Cờ thi đua', 'Emulation flag', NULL, 10, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070078000000000000002', x'01940000000070018000000000000006', 'certificate_of_merit', 'Bằng khen', 'Certificate of merit', NULL, 20, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070078000000000000003', x'01940000000070018000000000000006', 'commendation', 'Giấy khen', 'Commendation', NULL, 30, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070078000000000000004', x'01940000000070018000000000000006', 'commemorative_medal', 'Kỷ niệm chương', 'Commemorative medal', NULL, 40, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000);

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    (x'01940000000070088000000000000001', x'01940000000070018000000000000007', 'confederation', 'Tổng Liên đoàn Lao động Việt Nam', 'Vietnam General Confederation of Labour', NULL, 10, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070088000000000000002', x'01940000000070018000000000000007', 'peoples_committee', 'Ủy ban nhân dân tỉnh', 'Provincial People''s Committee', NULL, 20, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070088000000000000003', x'01940000000070018000000000000007', 'provincial_federation', 'Liên đoàn Lao động tỉnh', 'Provincial federation', NULL, 30, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070088000000000000004', x'01940000000070018000000000000007', 'district_federation', 'Liên đoàn Lao động huyện, thành phố', 'District federation', NULL, 40, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070088000000000000005', x'01940000000070018000000000000007', 'sector_union', 'Công đoàn ngành', 'Sector union', NULL, 50, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070088000000000000006', x'01940000000070018000000000000007', 'direct_upper_union', 'Công đoàn cấp trên trực tiếp cơ sở', 'Union directly above the grassroots', NULL, 60, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000),
    (x'01940000000070088000000000000007', x'01940000000070018000000000000007', 'grassroots_union', 'Công đoàn cơ sở', 'Grassroots union', NULL, 70, '2000-01-01', NULL, 1, 1735689600000000, 1735689600000000);

INSERT INTO award_forms (id, code, kind, authority, name_vi, name_en, name_folded, for_collectives, for_individuals, threshold_numerator, threshold_denominator, reward_collective_vnd, reward_individual_vnd, legal_basis, position, valid_from, version, created_at, updated_at) VALUES
    (x'01940000000070098000000000000001', 'emulation_flag_peoples_committee', 'emulation_flag', 'peoples_committee', 'Cờ thi đua của Ủy ban nhân dân tỉnh', 'Emulation flag of the People''s Committee', 'co thi dua cua uy ban nhan dan tinh emulation flag of the people''s committee', 1, 0, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 10, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070098000000000000002', 'emulation_flag_confederation', 'emulation_flag', 'confederation', 'Cờ thi đua của Tổng Liên đoàn', 'Emulation flag of the confederation', 'co thi dua cua tong lien doan emulation flag of the confederation', 1, 0, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 20, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070098000000000000003', 'certificate_of_merit_peoples_committee', 'certificate_of_merit', 'peoples_committee', 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Certificate of merit of the People''s Committee', 'bang khen cua chu tich uy ban nhan dan tinh certificate of merit of the people''s committee', 1, 1, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 30, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070098000000000000004', 'certificate_of_merit_confederation', 'certificate_of_merit', 'confederation', 'Bằng khen của Tổng Liên đoàn', 'Certificate of merit of the confederation', 'bang khen cua tong lien doan certificate of merit of the confederation', 1, 1, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 40, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070098000000000000005', 'commendation_provincial_federation', 'commendation', 'provincial_federation', 'Giấy khen của Liên đoàn Lao động tỉnh', 'Commendation of the provincial federation', 'giay khen cua lien doan lao dong tinh commendation of the provincial federation', 1, 1, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 50, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070098000000000000006', 'commemorative_medal_confederation', 'commemorative_medal', 'confederation', 'Kỷ niệm chương của Tổng Liên đoàn', 'Commemorative medal of the confederation', 'ky niem chuong cua tong lien doan commemorative medal of the confederation', 0, 1, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 60, '2000-01-01', 1, 1735689600000000, 1735689600000000);

INSERT INTO award_form_conditions (form_id, position, condition, kind, authority, within_years) VALUES
    (x'01940000000070098000000000000001', 1, 'exclusion', 'certificate_of_merit', NULL, NULL),
    (x'01940000000070098000000000000002', 1, 'exclusion', 'certificate_of_merit', NULL, NULL),
    (x'01940000000070098000000000000003', 1, 'exclusion', 'emulation_flag', NULL, NULL),
    (x'01940000000070098000000000000004', 1, 'exclusion', 'emulation_flag', NULL, NULL);

-- Each form is counted for itself where there are indicators with codes of the form award_<form>_collectives and
-- award_<form>_individuals.
INSERT INTO indicators (id, code, name_vi, name_en, name_folded, unit, position, valid_from, version, created_at, updated_at) VALUES
    (x'01940000000070108000000000000030', 'award_emulation_flag_peoples_committee_collectives', 'Tập thể được đề nghị tặng cờ thi đua của Ủy ban nhân dân tỉnh', 'Collectives proposed: emulation flag of the People''s Committee', 'tap the duoc de nghi tang co thi dua cua uy ban nhan dan tinh collectives proposed: emulation flag of the people''s committee', 'unit', 141, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000031', 'award_emulation_flag_confederation_collectives', 'Tập thể được đề nghị tặng cờ thi đua của Tổng Liên đoàn', 'Collectives proposed: emulation flag of the confederation', 'tap the duoc de nghi tang co thi dua cua tong lien doan collectives proposed: emulation flag of the confederation', 'unit', 142, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000032', 'award_certificate_of_merit_peoples_committee_collectives', 'Tập thể được đề nghị tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Collectives proposed: certificate of merit of the People''s Committee', 'tap the duoc de nghi tang bang khen cua chu tich uy ban nhan dan tinh collectives proposed: certificate of merit of the people''s committee', 'unit', 143, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000033', 'award_certificate_of_merit_peoples_committee_individuals', 'Cá nhân được đề nghị tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Individuals proposed: certificate of merit of the People''s Committee', 'ca nhan duoc de nghi tang bang khen cua chu tich uy ban nhan dan tinh individuals proposed: certificate of merit of the people''s committee', 'person', 144, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000034', 'award_certificate_of_merit_confederation_collectives', 'Tập thể được đề nghị tặng bằng khen của Tổng Liên đoàn', 'Collectives proposed: certificate of merit of the confederation', 'tap the duoc de nghi tang bang khen cua tong lien doan collectives proposed: certificate of merit of the confederation', 'unit', 145, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000035', 'award_certificate_of_merit_confederation_individuals', 'Cá nhân được đề nghị tặng bằng khen của Tổng Liên đoàn', 'Individuals proposed: certificate of merit of the confederation', 'ca nhan duoc de nghi tang bang khen cua tong lien doan individuals proposed: certificate of merit of the confederation', 'person', 146, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000036', 'award_commemorative_medal_confederation_individuals', 'Cá nhân được đề nghị tặng kỷ niệm chương của Tổng Liên đoàn', 'Individuals proposed: commemorative medal of the confederation', 'ca nhan duoc de nghi tang ky niem chuong cua tong lien doan individuals proposed: commemorative medal of the confederation', 'person', 147, '2000-01-01', 1, 1735689600000000, 1735689600000000);
