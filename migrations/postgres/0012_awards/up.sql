-- Forms of award are data, as code lists are: who may get one, who awards it, what the council needs, and what must and
-- must not have been awarded before.
CREATE TABLE award_forms (
    id uuid PRIMARY KEY NOT NULL,
    code text NOT NULL,
    -- Codes of the lists award_kinds and award_authorities.
    kind text NOT NULL,
    authority text NOT NULL,
    name_vi text NOT NULL,
    name_en text NOT NULL,
    name_folded text NOT NULL,
    for_collectives boolean NOT NULL,
    for_individuals boolean NOT NULL,
    -- The share of the full council that must vote for a nominee.
    threshold_numerator integer NOT NULL CHECK (threshold_numerator >= 1),
    threshold_denominator integer NOT NULL CHECK (threshold_denominator BETWEEN 1 AND 100),
    reward_collective_vnd bigint NOT NULL CHECK (reward_collective_vnd >= 0),
    reward_individual_vnd bigint NOT NULL CHECK (reward_individual_vnd >= 0),
    legal_basis text NOT NULL,
    position integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (code, valid_from),
    CHECK (for_collectives OR for_individuals),
    CHECK (threshold_numerator <= threshold_denominator),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX award_forms_position ON award_forms (position, id);

-- A prerequisite: something of that kind was awarded within so many years before. An exclusion: nothing of that kind was
-- awarded for the same year at the level of the form.
CREATE TABLE award_form_conditions (
    form_id uuid NOT NULL REFERENCES award_forms (id),
    position integer NOT NULL CHECK (position >= 1),
    condition text NOT NULL CHECK (condition IN ('prerequisite', 'exclusion')),
    kind text NOT NULL,
    -- Of this authority only; NULL: of any.
    authority text,
    within_years integer CHECK (within_years BETWEEN 1 AND 50),
    PRIMARY KEY (form_id, position),
    CHECK ((condition = 'prerequisite') = (within_years IS NOT NULL)),
    CHECK (condition = 'prerequisite' OR authority IS NULL)
);

CREATE TABLE emulation_movements (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name text NOT NULL,
    name_folded text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    criteria text NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (ends_on >= starts_on)
);
CREATE INDEX emulation_movements_created ON emulation_movements (created_at, id);
CREATE INDEX emulation_movements_organisation ON emulation_movements (organisation_id, created_at, id);

CREATE TABLE movement_registrations (
    id uuid PRIMARY KEY NOT NULL,
    movement_id uuid NOT NULL REFERENCES emulation_movements (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    registered_on date NOT NULL,
    registered_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    UNIQUE (movement_id, organisation_id)
);

CREATE TABLE award_rounds (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- The year of achievement.
    year integer NOT NULL CHECK (year BETWEEN 1900 AND 2100),
    name text NOT NULL,
    name_folded text NOT NULL,
    movement_id uuid REFERENCES emulation_movements (id),
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (closes_on >= opens_on)
);
CREATE INDEX award_rounds_created ON award_rounds (created_at, id);
CREATE INDEX award_rounds_organisation ON award_rounds (organisation_id, year, created_at, id);

CREATE TABLE award_round_forms (
    round_id uuid NOT NULL REFERENCES award_rounds (id),
    position integer NOT NULL CHECK (position >= 1),
    form_id uuid NOT NULL REFERENCES award_forms (id),
    PRIMARY KEY (round_id, form_id)
);

-- How many nominations for a form may be endorsed from an organisation and all below it: the round's own organisation
-- stands for all of them. Either a number, or a share of the members.
CREATE TABLE award_quotas (
    id uuid PRIMARY KEY NOT NULL,
    round_id uuid NOT NULL REFERENCES award_rounds (id),
    form_id uuid NOT NULL REFERENCES award_forms (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    maximum integer NOT NULL CHECK (maximum >= 0),
    members integer CHECK (members >= 0),
    share_basis_points integer CHECK (share_basis_points BETWEEN 1 AND 10000),
    -- Endorsed now.
    used integer NOT NULL CHECK (used >= 0),
    UNIQUE (round_id, form_id, organisation_id),
    CHECK (used <= maximum),
    CHECK ((members IS NULL) = (share_basis_points IS NULL))
);

CREATE TABLE award_council_members (
    round_id uuid NOT NULL REFERENCES award_rounds (id),
    position integer NOT NULL CHECK (position >= 1),
    user_id uuid NOT NULL REFERENCES users (id),
    name text NOT NULL,
    function text NOT NULL CHECK (function IN ('chair', 'vice_chair', 'secretary', 'member')),
    PRIMARY KEY (round_id, user_id)
);

CREATE TABLE award_nominations (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    round_id uuid NOT NULL REFERENCES award_rounds (id),
    form_id uuid NOT NULL REFERENCES award_forms (id),
    nominee_kind text NOT NULL CHECK (nominee_kind IN ('collective', 'individual')),
    nominee_name text NOT NULL,
    nominee_folded text NOT NULL,
    nominee_title text,
    workplace text,
    -- Whose the collective is: the organisation as a whole, or a unit of it.
    whole_organisation boolean NOT NULL,
    -- Another person than the one of the same name and union in the register.
    namesake boolean NOT NULL,
    earlier_award_id uuid,
    achievements text NOT NULL,
    status text NOT NULL CHECK (status IN ('draft', 'submitted', 'endorsed', 'council_approved', 'council_rejected', 'forwarded', 'awarded', 'declined', 'withdrawn', 'revoked')),
    -- Nothing goes on while the nominee is looked into.
    on_hold boolean NOT NULL,
    rank integer CHECK (rank >= 1),
    appraisal text CHECK (appraisal IN ('favourable', 'unfavourable')),
    submitted_on date,
    created_by uuid NOT NULL REFERENCES users (id),
    submitted_by uuid REFERENCES users (id),
    endorsed_by uuid REFERENCES users (id),
    appraised_by uuid REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX award_nominations_created ON award_nominations (created_at, id);
CREATE INDEX award_nominations_organisation ON award_nominations (organisation_id, created_at, id);
CREATE INDEX award_nominations_round ON award_nominations (round_id, form_id, status, created_at, id);
CREATE INDEX award_nominations_nominee ON award_nominations (nominee_folded);
CREATE UNIQUE INDEX award_nominations_rank ON award_nominations (round_id, form_id, organisation_id, rank) WHERE rank IS NOT NULL;

-- Which places an endorsed nomination takes: where its union stood then.
CREATE TABLE award_quota_places (
    quota_id uuid NOT NULL REFERENCES award_quotas (id),
    nomination_id uuid NOT NULL REFERENCES award_nominations (id),
    PRIMARY KEY (quota_id, nomination_id)
);
CREATE INDEX award_quota_places_nomination ON award_quota_places (nomination_id);

-- Reasons, opinions and what a hold is about; sealed, because they tell of people's conduct.
CREATE TABLE award_notes (
    id uuid PRIMARY KEY NOT NULL,
    nomination_id uuid NOT NULL REFERENCES award_nominations (id),
    kind text NOT NULL CHECK (kind IN ('return', 'endorsement', 'withdrawal', 'opinion', 'hold', 'release', 'decline', 'revocation')),
    body bytea NOT NULL,
    author_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX award_notes_nomination ON award_notes (nomination_id, created_at, id);

-- A session of the council. Its size is that of the council when it opened: the threshold counts all of them.
CREATE TABLE council_sessions (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    round_id uuid NOT NULL REFERENCES award_rounds (id),
    ballot text NOT NULL CHECK (ballot IN ('totals', 'secret')),
    status text NOT NULL CHECK (status IN ('open', 'concluded')),
    council_size integer NOT NULL CHECK (council_size >= 1),
    -- How many have voted in secret.
    ballot_count integer NOT NULL CHECK (ballot_count BETWEEN 0 AND council_size),
    -- The sums of a secret ballot while it runs, sealed: sums that are read twice tell the vote cast between. Gone once
    -- the session is concluded.
    tally bytea,
    held_on date,
    present integer CHECK (present >= 0 AND present <= council_size),
    -- Sealed, because they tell of people.
    minutes bytea,
    concluded_by uuid REFERENCES users (id),
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((status = 'open') = (held_on IS NULL)),
    CHECK ((status = 'open' AND ballot = 'secret') = (tally IS NOT NULL))
);
CREATE INDEX council_sessions_created ON council_sessions (created_at, id);
CREATE INDEX council_sessions_organisation ON council_sessions (organisation_id, created_at, id);
CREATE INDEX council_sessions_round ON council_sessions (round_id, created_at, id);

-- What a session votes on. Of a secret ballot only the sums are kept: which vote is whose stands nowhere.
CREATE TABLE council_votes (
    session_id uuid NOT NULL REFERENCES council_sessions (id),
    position integer NOT NULL CHECK (position >= 1),
    nomination_id uuid NOT NULL REFERENCES award_nominations (id),
    -- Who was voted on, as it was said when the session was opened.
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    form_id uuid NOT NULL REFERENCES award_forms (id),
    nominee_kind text NOT NULL CHECK (nominee_kind IN ('collective', 'individual')),
    nominee_name text NOT NULL,
    votes_for integer NOT NULL CHECK (votes_for >= 0),
    votes_against integer NOT NULL CHECK (votes_against >= 0),
    abstained integer NOT NULL CHECK (abstained >= 0),
    -- How many of these came in writing.
    in_writing integer NOT NULL CHECK (in_writing >= 0),
    threshold_numerator integer NOT NULL,
    threshold_denominator integer NOT NULL,
    -- Lapsed: it was taken back, returned or on hold when the session was concluded.
    result text CHECK (result IN ('approved', 'rejected', 'lapsed')),
    PRIMARY KEY (session_id, nomination_id),
    CHECK (in_writing <= votes_for + votes_against + abstained)
);
CREATE UNIQUE INDEX council_votes_once ON council_votes (nomination_id) WHERE result IS NULL;

-- Who has voted, each once.
CREATE TABLE council_ballots (
    session_id uuid NOT NULL REFERENCES council_sessions (id),
    user_id uuid NOT NULL REFERENCES users (id),
    in_writing boolean NOT NULL,
    PRIMARY KEY (session_id, user_id)
);

-- What goes to an awarding authority, under a number of the register of submissions.
CREATE TABLE award_submissions (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    round_id uuid NOT NULL REFERENCES award_rounds (id),
    authority text NOT NULL,
    title text NOT NULL,
    legal_bases text NOT NULL,
    place text,
    document_date date,
    signing_capacity text,
    signing_body text,
    signer_position text,
    signer_name text,
    status text NOT NULL CHECK (status IN ('draft', 'signed', 'answered')),
    register_entry_id uuid UNIQUE REFERENCES register_entries (id),
    number bigint,
    symbol text,
    line_count integer NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id),
    signed_by uuid REFERENCES users (id),
    signed_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((status = 'draft') = (number IS NULL))
);
CREATE INDEX award_submissions_created ON award_submissions (created_at, id);
CREATE INDEX award_submissions_organisation ON award_submissions (organisation_id, created_at, id);
CREATE INDEX award_submissions_round ON award_submissions (round_id, created_at, id);

CREATE TABLE award_submission_lines (
    submission_id uuid NOT NULL REFERENCES award_submissions (id),
    position integer NOT NULL CHECK (position >= 1),
    nomination_id uuid NOT NULL UNIQUE REFERENCES award_nominations (id),
    answer text CHECK (answer IN ('awarded', 'declined')),
    PRIMARY KEY (submission_id, nomination_id)
);

-- A decision that awards: the authority's answer to a submission, or the union's own, numbered in its register.
CREATE TABLE award_decisions (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    round_id uuid NOT NULL REFERENCES award_rounds (id),
    -- NULL: the union's own.
    submission_id uuid REFERENCES award_submissions (id),
    authority text NOT NULL,
    title text NOT NULL,
    legal_bases text,
    place text,
    document_date date,
    signing_capacity text,
    signing_body text,
    signer_position text,
    signer_name text,
    status text NOT NULL CHECK (status IN ('draft', 'signed')),
    register_entry_id uuid UNIQUE REFERENCES register_entries (id),
    number bigint,
    symbol text,
    line_count integer NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id),
    signed_by uuid REFERENCES users (id),
    signed_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((status = 'signed') = (symbol IS NOT NULL)),
    CHECK (submission_id IS NULL OR status = 'signed')
);
CREATE INDEX award_decisions_created ON award_decisions (created_at, id);
CREATE INDEX award_decisions_organisation ON award_decisions (organisation_id, created_at, id);
CREATE INDEX award_decisions_round ON award_decisions (round_id, created_at, id);
CREATE INDEX award_decisions_submission ON award_decisions (submission_id);

CREATE TABLE award_decision_lines (
    decision_id uuid NOT NULL REFERENCES award_decisions (id),
    position integer NOT NULL CHECK (position >= 1),
    nomination_id uuid NOT NULL UNIQUE REFERENCES award_nominations (id),
    outcome text NOT NULL CHECK (outcome IN ('awarded', 'declined')),
    PRIMARY KEY (decision_id, nomination_id)
);

-- The register: what a person or a collective was given, by whom, when.
CREATE TABLE awards (
    id uuid PRIMARY KEY NOT NULL,
    -- The union of the person or collective.
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    recipient_kind text NOT NULL CHECK (recipient_kind IN ('collective', 'individual')),
    recipient_name text NOT NULL,
    recipient_folded text NOT NULL,
    recipient_title text,
    workplace text,
    namesake boolean NOT NULL,
    form_id uuid NOT NULL REFERENCES award_forms (id),
    kind text NOT NULL,
    authority text NOT NULL,
    -- The year of achievement.
    year integer NOT NULL CHECK (year BETWEEN 1900 AND 2100),
    symbol text NOT NULL,
    decided_on date NOT NULL,
    signer_name text NOT NULL,
    reward_vnd bigint NOT NULL CHECK (reward_vnd >= 0),
    decision_id uuid REFERENCES award_decisions (id),
    nomination_id uuid UNIQUE REFERENCES award_nominations (id),
    import_id uuid,
    state text NOT NULL CHECK (state IN ('valid', 'revoked')),
    revocation_symbol text,
    revoked_on date,
    revocation_signer text,
    revocation_reason bytea,
    -- What of the reward is due back, and what of that came.
    due_back_vnd bigint NOT NULL CHECK (due_back_vnd BETWEEN 0 AND reward_vnd),
    paid_back_vnd bigint NOT NULL CHECK (paid_back_vnd BETWEEN 0 AND due_back_vnd),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((state = 'revoked') = (revoked_on IS NOT NULL AND revocation_symbol IS NOT NULL))
);
CREATE INDEX awards_created ON awards (created_at, id);
CREATE INDEX awards_organisation ON awards (organisation_id, created_at, id);
CREATE INDEX awards_recipient ON awards (recipient_folded, recipient_kind);
CREATE INDEX awards_year ON awards (year, created_at, id);
CREATE INDEX awards_import ON awards (import_id);

-- Rewards that came back.
CREATE TABLE award_repayments (
    id uuid PRIMARY KEY NOT NULL,
    award_id uuid NOT NULL REFERENCES awards (id),
    amount_vnd bigint NOT NULL CHECK (amount_vnd > 0),
    paid_on date NOT NULL,
    voucher text NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX award_repayments_award ON award_repayments (award_id, created_at, id);

-- A file of past years' awards that is read in: all of its rows or none.
CREATE TABLE award_imports (
    id uuid PRIMARY KEY NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    dry_run boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('checking', 'writing', 'done', 'refused', 'interrupted')),
    sha256 bytea NOT NULL,
    row_count integer NOT NULL CHECK (row_count >= 0),
    rows_checked integer NOT NULL CHECK (rows_checked >= 0),
    bad_rows integer NOT NULL CHECK (bad_rows >= 0),
    created_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX award_imports_created ON award_imports (created_at, id);
CREATE INDEX award_imports_organisation ON award_imports (organisation_id, created_at, id);
CREATE INDEX award_imports_status ON award_imports (status, updated_at);

CREATE TABLE award_import_faults (
    import_id uuid NOT NULL REFERENCES award_imports (id),
    position integer NOT NULL CHECK (position >= 1),
    -- Of the file, its head being row 1.
    row_number integer NOT NULL CHECK (row_number >= 1),
    column_name text,
    code text NOT NULL,
    PRIMARY KEY (import_id, position)
);

-- What is concluded, signed or awarded never changes, whoever asks.
CREATE FUNCTION refuse_to_change_concluded_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a concluded session is frozen';
END
$$;
-- The minutes are left out here: a change of keys seals them anew.
CREATE TRIGGER council_sessions_concluded BEFORE DELETE OR UPDATE
    OF id, organisation_id, round_id, ballot, status, council_size, ballot_count, tally, held_on, present, concluded_by,
       created_by, version, created_at, updated_at
    ON council_sessions
    FOR EACH ROW WHEN (OLD.status = 'concluded') EXECUTE FUNCTION refuse_to_change_concluded_sessions();

CREATE FUNCTION refuse_to_change_parts_of_concluded_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER council_votes_concluded BEFORE INSERT OR UPDATE OR DELETE ON council_votes
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_parts_of_concluded_sessions();
CREATE TRIGGER council_ballots_concluded BEFORE INSERT ON council_ballots
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_parts_of_concluded_sessions();

CREATE FUNCTION refuse_to_change_ballots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a ballot is never changed';
END
$$;
CREATE TRIGGER council_ballots_frozen BEFORE UPDATE OR DELETE ON council_ballots
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_ballots();

CREATE FUNCTION refuse_to_change_signed_submissions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed submission is frozen';
END
$$;
CREATE TRIGGER award_submissions_signed BEFORE UPDATE
    OF id, organisation_id, round_id, authority, title, legal_bases, place, document_date, signing_capacity, signing_body,
       signer_position, signer_name, register_entry_id, number, symbol, line_count, created_by, signed_by, signed_at, created_at
    ON award_submissions FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_to_change_signed_submissions();
CREATE TRIGGER award_submissions_signed_state BEFORE UPDATE OF status ON award_submissions
    FOR EACH ROW WHEN (OLD.status <> 'draft' AND NOT (OLD.status = 'signed' AND NEW.status IN ('signed', 'answered')))
    EXECUTE FUNCTION refuse_to_change_signed_submissions();
CREATE TRIGGER award_submissions_signed_delete BEFORE DELETE ON award_submissions
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_to_change_signed_submissions();

CREATE FUNCTION refuse_to_change_lines_of_signed_submissions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM award_submissions WHERE id IN (OLD.submission_id, NEW.submission_id) AND status <> 'draft') THEN
        RAISE EXCEPTION 'a signed submission is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER award_submission_lines_signed BEFORE INSERT OR DELETE OR UPDATE OF submission_id, position, nomination_id
    ON award_submission_lines FOR EACH ROW EXECUTE FUNCTION refuse_to_change_lines_of_signed_submissions();

CREATE FUNCTION refuse_to_change_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an answer is never changed';
END
$$;
CREATE TRIGGER award_submission_lines_answered BEFORE UPDATE OF answer ON award_submission_lines
    FOR EACH ROW WHEN (OLD.answer IS NOT NULL) EXECUTE FUNCTION refuse_to_change_answers();

CREATE TRIGGER award_decisions_signed BEFORE UPDATE OR DELETE ON award_decisions
    FOR EACH ROW WHEN (OLD.status = 'signed') EXECUTE FUNCTION refuse_to_change_what_is_signed();

-- The lines of a received decision are written right after it; nothing else is ever added to what is signed.
CREATE FUNCTION refuse_to_change_lines_of_signed_award_decisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM award_decisions d WHERE d.id = NEW.decision_id AND d.status = 'signed'
            AND (SELECT count(*) FROM award_decision_lines l WHERE l.decision_id = d.id) >= d.line_count) THEN
            RAISE EXCEPTION 'a signed decision is frozen';
        END IF;
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM award_decisions WHERE id IN (OLD.decision_id, NEW.decision_id) AND status = 'signed') THEN
        RAISE EXCEPTION 'a signed decision is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER award_decision_lines_signed BEFORE INSERT OR UPDATE OR DELETE ON award_decision_lines
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_lines_of_signed_award_decisions();

CREATE FUNCTION refuse_to_change_awards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an award is never changed';
END
$$;
CREATE TRIGGER awards_frozen BEFORE DELETE OR UPDATE
    OF id, organisation_id, recipient_kind, recipient_name, recipient_folded, recipient_title, workplace, namesake, form_id, kind, authority,
       year, symbol, decided_on, signer_name, reward_vnd, decision_id, nomination_id, import_id, created_at
    ON awards FOR EACH ROW EXECUTE FUNCTION refuse_to_change_awards();
CREATE TRIGGER awards_revoked BEFORE UPDATE OF state, revocation_symbol, revoked_on, revocation_signer, due_back_vnd ON awards
    FOR EACH ROW WHEN (OLD.state = 'revoked') EXECUTE FUNCTION refuse_to_change_awards();
CREATE TRIGGER award_repayments_frozen BEFORE UPDATE OR DELETE ON award_repayments
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_payments();

-- What awards are made of, to begin with. Rewards follow the base salary of the day, which administrators enter. One
-- achievement is awarded once (Law on Emulation and Commendation 06/2022/QH15, article 5): no flag beside a certificate of
-- merit for the same year at the same level.
INSERT INTO code_lists (id, code, name_vi, name_en, version, created_at, updated_at) VALUES
    ('01940000-0000-7001-8000-000000000006', 'award_kinds', 'Loại hình thức khen thưởng', 'Kinds of award', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7001-8000-000000000007', 'award_authorities', 'Cấp khen thưởng', 'Awarding authorities', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    ('01940000-0000-7007-8000-000000000001', '01940000-0000-7001-8000-000000000006', 'emulation_flag', 'Cờ thi đua', 'Emulation flag', NULL, 10, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7007-8000-000000000002', '01940000-0000-7001-8000-000000000006', 'certificate_of_merit', 'Bằng khen', 'Certificate of merit', NULL, 20, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7007-8000-000000000003', '01940000-0000-7001-8000-000000000006', 'commendation', 'Giấy khen', 'Commendation', NULL, 30, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7007-8000-000000000004', '01940000-0000-7001-8000-000000000006', 'commemorative_medal', 'Kỷ niệm chương', 'Commemorative medal', NULL, 40, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');

INSERT INTO code_items (id, code_list_id, code, name_vi, name_en, abbreviation, position, valid_from, valid_to, version, created_at, updated_at) VALUES
    ('01940000-0000-7008-8000-000000000001', '01940000-0000-7001-8000-000000000007', 'confederation', 'Tổng Liên đoàn Lao động Việt Nam', 'Vietnam General Confederation of Labour', NULL, 10, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7008-8000-000000000002', '01940000-0000-7001-8000-000000000007', 'peoples_committee', 'Ủy ban nhân dân tỉnh', 'Provincial People''s Committee', NULL, 20, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7008-8000-000000000003', '01940000-0000-7001-8000-000000000007', 'provincial_federation', 'Liên đoàn Lao động tỉnh', 'Provincial federation', NULL, 30, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7008-8000-000000000004', '01940000-0000-7001-8000-000000000007', 'district_federation', 'Liên đoàn Lao động huyện, thành phố', 'District federation', NULL, 40, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7008-8000-000000000005', '01940000-0000-7001-8000-000000000007', 'sector_union', 'Công đoàn ngành', 'Sector union', NULL, 50, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7008-8000-000000000006', '01940000-0000-7001-8000-000000000007', 'direct_upper_union', 'Công đoàn cấp trên trực tiếp cơ sở', 'Union directly above the grassroots', NULL, 60, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7008-8000-000000000007', '01940000-0000-7001-8000-000000000007', 'grassroots_union', 'Công đoàn cơ sở', 'Grassroots union', NULL, 70, '2000-01-01', NULL, 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');

INSERT INTO award_forms (id, code, kind, authority, name_vi, name_en, name_folded, for_collectives, for_individuals, threshold_numerator, threshold_denominator, reward_collective_vnd, reward_individual_vnd, legal_basis, position, valid_from, version, created_at, updated_at) VALUES
    ('01940000-0000-7009-8000-000000000001', 'emulation_flag_peoples_committee', 'emulation_flag', 'peoples_committee', 'Cờ thi đua của Ủy ban nhân dân tỉnh', 'Emulation flag of the People''s Committee', 'co thi dua cua uy ban nhan dan tinh emulation flag of the people''s committee', true, false, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 10, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7009-8000-000000000002', 'emulation_flag_confederation', 'emulation_flag', 'confederation', 'Cờ thi đua của Tổng Liên đoàn', 'Emulation flag of the confederation', 'co thi dua cua tong lien doan emulation flag of the confederation', true, false, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 20, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7009-8000-000000000003', 'certificate_of_merit_peoples_committee', 'certificate_of_merit', 'peoples_committee', 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Certificate of merit of the People''s Committee', 'bang khen cua chu tich uy ban nhan dan tinh certificate of merit of the people''s committee', true, true, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 30, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7009-8000-000000000004', 'certificate_of_merit_confederation', 'certificate_of_merit', 'confederation', 'Bằng khen của Tổng Liên đoàn', 'Certificate of merit of the confederation', 'bang khen cua tong lien doan certificate of merit of the confederation', true, true, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 40, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7009-8000-000000000005', 'commendation_provincial_federation', 'commendation', 'provincial_federation', 'Giấy khen của Liên đoàn Lao động tỉnh', 'Commendation of the provincial federation', 'giay khen cua lien doan lao dong tinh commendation of the provincial federation', true, true, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 50, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7009-8000-000000000006', 'commemorative_medal_confederation', 'commemorative_medal', 'confederation', 'Kỷ niệm chương của Tổng Liên đoàn', 'Commemorative medal of the confederation', 'ky niem chuong cua tong lien doan commemorative medal of the confederation', false, true, 2, 3, 0, 0, 'Luật Thi đua, khen thưởng số 06/2022/QH15', 60, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');

INSERT INTO award_form_conditions (form_id, position, condition, kind, authority, within_years) VALUES
    ('01940000-0000-7009-8000-000000000001', 1, 'exclusion', 'certificate_of_merit', NULL, NULL),
    ('01940000-0000-7009-8000-000000000002', 1, 'exclusion', 'certificate_of_merit', NULL, NULL),
    ('01940000-0000-7009-8000-000000000003', 1, 'exclusion', 'emulation_flag', NULL, NULL),
    ('01940000-0000-7009-8000-000000000004', 1, 'exclusion', 'emulation_flag', NULL, NULL);

-- Each form is counted for itself where there are indicators with codes of the form award_<form>_collectives and
-- award_<form>_individuals.
INSERT INTO indicators (id, code, name_vi, name_en, name_folded, unit, position, valid_from, version, created_at, updated_at) VALUES
    ('01940000-0000-7010-8000-000000000030', 'award_emulation_flag_peoples_committee_collectives', 'Tập thể được đề nghị tặng cờ thi đua của Ủy ban nhân dân tỉnh', 'Collectives proposed: emulation flag of the People''s Committee', 'tap the duoc de nghi tang co thi dua cua uy ban nhan dan tinh collectives proposed: emulation flag of the people''s committee', 'unit', 141, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000031', 'award_emulation_flag_confederation_collectives', 'Tập thể được đề nghị tặng cờ thi đua của Tổng Liên đoàn', 'Collectives proposed: emulation flag of the confederation', 'tap the duoc de nghi tang co thi dua cua tong lien doan collectives proposed: emulation flag of the confederation', 'unit', 142, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000032', 'award_certificate_of_merit_peoples_committee_collectives', 'Tập thể được đề nghị tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Collectives proposed: certificate of merit of the People''s Committee', 'tap the duoc de nghi tang bang khen cua chu tich uy ban nhan dan tinh collectives proposed: certificate of merit of the people''s committee', 'unit', 143, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000033', 'award_certificate_of_merit_peoples_committee_individuals', 'Cá nhân được đề nghị tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Individuals proposed: certificate of merit of the People''s Committee', 'ca nhan duoc de nghi tang bang khen cua chu tich uy ban nhan dan tinh individuals proposed: certificate of merit of the people''s committee', 'person', 144, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000034', 'award_certificate_of_merit_confederation_collectives', 'Tập thể được đề nghị tặng bằng khen của Tổng Liên đoàn', 'Collectives proposed: certificate of merit of the confederation', 'tap the duoc de nghi tang bang khen cua tong lien doan collectives proposed: certificate of merit of the confederation', 'unit', 145, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000035', 'award_certificate_of_merit_confederation_individuals', 'Cá nhân được đề nghị tặng bằng khen của Tổng Liên đoàn', 'Individuals proposed: certificate of merit of the confederation', 'ca nhan duoc de nghi tang bang khen cua tong lien doan individuals proposed: certificate of merit of the confederation', 'person', 146, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000036', 'award_commemorative_medal_confederation_individuals', 'Cá nhân được đề nghị tặng kỷ niệm chương của Tổng Liên đoàn', 'Individuals proposed: commemorative medal of the confederation', 'ca nhan duoc de nghi tang ky niem chuong cua tong lien doan individuals proposed: commemorative medal of the confederation', 'person', 147, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');
