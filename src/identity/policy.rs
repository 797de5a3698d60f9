//! Who may do what: the one place. [`allows`] is the whole policy; `tests/golden/policy.txt` shows it as a table.

use crate::kernel::id::Uuid;
use diesel::prelude::*;

use super::principal::Principal;
use super::role::Role;
use crate::db::AnyConnection;
use crate::db::schema::organisation_closure as closure;
use crate::kernel::problem::{Outcome, Problem};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See an organisation and its committees.
    OrganisationRead,
    /// Create and edit organisations and committees.
    OrganisationManage,
    /// See and manage users and their grants.
    UserManage,
    /// Edit code lists and indicators, which all organisations share.
    CodeListManage,
    /// Read the audit trail.
    JournalRead,
    /// See reports, rounds and registers.
    ReportRead,
    /// Write and consolidate a draft report.
    ReportDraft,
    /// Submit a report.
    ReportSubmit,
    /// Return or accept a report that is owed to the organisation.
    ReportReview,
    /// Number, sign and issue a report.
    ReportIssue,
    /// Open and close reporting rounds.
    RoundManage,
    /// Set a first number, void a number.
    RegisterManage,
    /// See task items.
    TaskRead,
    /// Create, edit, assign and cancel task items.
    TaskManage,
    /// Answer an assignment: accept, progress, result, decline.
    TaskAnswer,
    /// See hardship dossiers, survey entries and decisions on them, without what is sealed.
    HardshipRead,
    /// See all that is held on a person, for a purpose.
    HardshipPersonal,
    /// Write a comment on a dossier.
    HardshipComment,
    /// Write a dossier or a survey entry, answer questions on it, withdraw it.
    HardshipDraft,
    /// Submit a dossier.
    HardshipSubmit,
    /// Endorse, return or ask about a dossier from below; shortlist a survey entry.
    HardshipEndorse,
    /// Appraise a dossier of the own programme.
    HardshipAppraise,
    /// Decide on dossiers of the own programme.
    HardshipDecide,
    /// Pay out, close and reclaim.
    HardshipPay,
    /// See support programmes.
    ProgrammeRead,
    /// Set up support programmes and their norms.
    ProgrammeManage,
    /// Record and answer what persons ask about their data.
    DataRequestManage,
    /// See nominations, sessions, submissions, decisions and the register of awards.
    AwardRead,
    /// See award rounds and emulation movements.
    AwardRoundRead,
    /// Set up rounds, movements and sessions of the council; prepare submissions; record answers; import the register.
    AwardManage,
    /// Write a nomination, answer for it, withdraw it; register for a movement.
    AwardDraft,
    /// Submit a nomination.
    AwardSubmit,
    /// Endorse or return a nomination from below, with its rank.
    AwardEndorse,
    /// Give an opinion on a nomination of the own round, return it, hold it.
    AwardAppraise,
    /// Conclude a session of the council, sign submissions and decisions.
    AwardDecide,
    /// Take an award back that was decided or imported at or below the own organisation, or strike its entry.
    AwardRevoke,
    /// Record what comes back of a reward.
    AwardPay,
    /// Read why a nomination is on hold.
    AwardHoldRead,
}

impl Action {
    /// Every action, for the golden table.
    pub const ALL: [Self; 38] = [
        Self::OrganisationRead,
        Self::OrganisationManage,
        Self::UserManage,
        Self::CodeListManage,
        Self::JournalRead,
        Self::ReportRead,
        Self::ReportDraft,
        Self::ReportSubmit,
        Self::ReportReview,
        Self::ReportIssue,
        Self::RoundManage,
        Self::RegisterManage,
        Self::TaskRead,
        Self::TaskManage,
        Self::TaskAnswer,
        Self::HardshipRead,
        Self::HardshipPersonal,
        Self::HardshipComment,
        Self::HardshipDraft,
        Self::HardshipSubmit,
        Self::HardshipEndorse,
        Self::HardshipAppraise,
        Self::HardshipDecide,
        Self::HardshipPay,
        Self::ProgrammeRead,
        Self::ProgrammeManage,
        Self::DataRequestManage,
        Self::AwardRead,
        Self::AwardRoundRead,
        Self::AwardManage,
        Self::AwardDraft,
        Self::AwardSubmit,
        Self::AwardEndorse,
        Self::AwardAppraise,
        Self::AwardDecide,
        Self::AwardRevoke,
        Self::AwardPay,
        Self::AwardHoldRead,
    ];
}

/// Where the record's organisation stands, seen from the organisation of the grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same organisation.
    Own,
    /// Somewhere below it.
    Below,
    /// Somewhere above it.
    Above,
    /// Elsewhere in the tree.
    Beside,
}

impl Relation {
    /// Every relation, for the golden table.
    pub const ALL: [Self; 4] = [Self::Own, Self::Below, Self::Above, Self::Beside];
}

/// Whether a grant of `role` lets its holder do `action` to a record of an organisation in `relation` to the
/// grant's. Exhaustive on purpose: a new role or action does not compile until it is decided here.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table, read as one")]
pub const fn allows(role: Role, action: Action, relation: Relation) -> bool {
    use Action as A;
    use Relation::{Above, Below, Beside, Own};
    use Role as R;
    match (action, relation) {
        // Reading goes down the tree; only the line of organisations above is seen upwards.
        (A::OrganisationRead | A::ProgrammeRead | A::AwardRoundRead, Own | Below | Above)
        | (A::ReportRead | A::TaskRead | A::AwardRead, Own | Below) => true,
        (A::JournalRead, Own | Below) => matches!(role, R::Inspector | R::Administrator),
        (A::OrganisationManage | A::UserManage | A::CodeListManage, Own | Below) => {
            matches!(role, R::Administrator)
        }
        // A union's own papers are its own: nobody above writes them for it.
        (A::ReportDraft | A::TaskAnswer | A::AwardDraft, Own) => matches!(role, R::Officer | R::Chair),
        (A::ReportSubmit | A::ReportIssue | A::AwardSubmit, Own) => matches!(role, R::Chair),
        (A::ReportReview | A::RoundManage | A::RegisterManage | A::AwardManage, Own) => {
            matches!(role, R::Clerk)
        }
        (A::TaskManage, Own) => matches!(role, R::Officer | R::Chair | R::Clerk),
        // A dossier tells of an illness, so it is seen by those alone whose work it is.
        (A::HardshipRead, Own | Below) | (A::HardshipPersonal, Own) => {
            !matches!(role, R::Clerk | R::Administrator)
        }
        (A::HardshipPersonal, Below) => !matches!(role, R::Clerk | R::Administrator | R::Officer),
        (A::HardshipComment, Own) => !matches!(role, R::Clerk | R::Administrator | R::Inspector),
        (A::HardshipComment, Below) => {
            !matches!(role, R::Clerk | R::Administrator | R::Inspector | R::Officer)
        }
        (A::HardshipDraft, Own) => matches!(role, R::Officer | R::Chair),
        (A::HardshipSubmit, Own)
        | (A::HardshipEndorse | A::AwardEndorse, Below)
        | (A::DataRequestManage, Own | Below) => {
            matches!(role, R::Chair)
        }
        // Of people's conduct those hear who look into it, and who audits.
        (A::AwardHoldRead, Own) => matches!(role, R::Inspector),
        (A::AwardHoldRead, Below) => {
            matches!(role, R::Inspector | R::Chair | R::Appraiser | R::Approver)
        }
        (A::HardshipAppraise | A::AwardAppraise, Own) => matches!(role, R::Appraiser),
        (A::HardshipDecide | A::AwardDecide, Own) | (A::AwardRevoke, Own | Below) => {
            matches!(role, R::Approver)
        }
        (A::HardshipPay | A::ProgrammeManage | A::AwardPay, Own) => matches!(role, R::Accountant),
        (
            A::OrganisationManage
            | A::UserManage
            | A::CodeListManage
            | A::JournalRead
            | A::ReportRead
            | A::TaskRead
            | A::HardshipRead
            | A::HardshipPersonal
            | A::HardshipComment
            | A::DataRequestManage
            | A::AwardRead
            | A::AwardRevoke
            | A::AwardHoldRead,
            Above | Beside,
        )
        | (A::OrganisationRead | A::ProgrammeRead | A::AwardRoundRead, Beside)
        | (A::HardshipEndorse | A::AwardEndorse, Own | Above | Beside)
        | (
            A::ReportDraft
            | A::ReportSubmit
            | A::ReportReview
            | A::ReportIssue
            | A::RoundManage
            | A::RegisterManage
            | A::TaskManage
            | A::TaskAnswer
            | A::HardshipDraft
            | A::HardshipSubmit
            | A::HardshipAppraise
            | A::HardshipDecide
            | A::HardshipPay
            | A::ProgrammeManage
            | A::AwardManage
            | A::AwardDraft
            | A::AwardSubmit
            | A::AwardAppraise
            | A::AwardDecide
            | A::AwardPay,
            Below | Above | Beside,
        ) => false,
    }
}

/// The organisations whose records the holder may meet. Only [`Principal::scope`] makes one, and every query of
/// a domain's store asks for one, so a query that forgets whose data it reads does not compile.
#[derive(Clone, Debug)]
pub struct Scope {
    reach: Reach,
}

#[derive(Clone, Debug)]
enum Reach {
    /// A grant at the root of the tree.
    Everything,
    /// The organisations of the grants, each with all below it.
    Trees(Vec<Uuid>),
}

impl Scope {
    /// The tops of the trees to look in; `None` when all may be seen and no filter is needed.
    #[must_use]
    pub fn trees(&self) -> Option<Vec<Uuid>> {
        match &self.reach {
            Reach::Everything => None,
            Reach::Trees(tops) => Some(tops.clone()),
        }
    }

    /// Whether nothing at all is in scope.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.reach, Reach::Trees(tops) if tops.is_empty())
    }

    /// Whether records of `organisation` are in scope.
    ///
    /// # Errors
    /// The database's own.
    pub fn covers(&self, connection: &mut AnyConnection, organisation: Uuid) -> Outcome<bool> {
        let Reach::Trees(tops) = &self.reach else { return Ok(true) };
        if tops.contains(&organisation) {
            return Ok(true);
        }
        if tops.is_empty() {
            return Ok(false);
        }
        Ok(diesel::select(diesel::dsl::exists(
            closure::table
                .filter(closure::descendant_id.eq(organisation))
                .filter(closure::ancestor_id.eq_any(tops.clone())),
        ))
        .get_result(connection)?)
    }

    /// `not_found` unless records of `organisation` are in scope.
    ///
    /// # Errors
    /// `not_found`, or the database's own.
    pub fn check(&self, connection: &mut AnyConnection, organisation: Uuid) -> Outcome<()> {
        if self.covers(connection, organisation)? { Ok(()) } else { Err(Problem::not_found()) }
    }

    /// Whether `organisation` is in scope, or on the line above one that is: what all of a line may see.
    ///
    /// # Errors
    /// The database's own.
    pub fn covers_or_lies_below(&self, connection: &mut AnyConnection, organisation: Uuid) -> Outcome<bool> {
        let Some(tops) = self.trees() else { return Ok(true) };
        if self.covers(connection, organisation)? {
            return Ok(true);
        }
        let above = closure::table
            .filter(closure::ancestor_id.eq(organisation))
            .filter(closure::descendant_id.eq_any(tops));
        Ok(diesel::select(diesel::dsl::exists(above)).get_result(connection)?)
    }
}

/// The ids of the organisations directly under `tops`, as a subquery for a list's filter.
#[must_use]
pub fn children_of(tops: Vec<Uuid>) -> ChildrenOf {
    closure::table
        .filter(closure::ancestor_id.eq_any(tops))
        .filter(closure::depth.eq(1))
        .select(closure::descendant_id)
}

/// What [`children_of`] builds.
pub type ChildrenOf = diesel::dsl::Select<
    diesel::dsl::Filter<
        diesel::dsl::Filter<closure::table, diesel::dsl::EqAny<closure::ancestor_id, Vec<Uuid>>>,
        diesel::dsl::Eq<closure::depth, i32>,
    >,
    closure::descendant_id,
>;

/// The ids of all organisations above `below`, with these, as a subquery for a list's filter.
#[must_use]
pub fn ancestors_of(below: Vec<Uuid>) -> AncestorsOf {
    closure::table.filter(closure::descendant_id.eq_any(below)).select(closure::ancestor_id)
}

/// What [`ancestors_of`] builds.
pub type AncestorsOf = diesel::dsl::Select<
    diesel::dsl::Filter<closure::table, diesel::dsl::EqAny<closure::descendant_id, Vec<Uuid>>>,
    closure::ancestor_id,
>;

/// The ids of all organisations under `tops`, with the tops, as a subquery for a list's filter.
#[must_use]
pub fn descendants_of(tops: Vec<Uuid>) -> DescendantsOf {
    closure::table.filter(closure::ancestor_id.eq_any(tops)).select(closure::descendant_id)
}

/// What [`descendants_of`] builds.
pub type DescendantsOf = diesel::dsl::Select<
    diesel::dsl::Filter<closure::table, diesel::dsl::EqAny<closure::ancestor_id, Vec<Uuid>>>,
    closure::descendant_id,
>;

impl Principal {
    /// The scope in which this principal may do `action` downwards.
    #[must_use]
    pub fn scope(&self, action: Action) -> Scope {
        let grants = || self.grants.iter().filter(|grant| allows(grant.role, action, Relation::Own));
        if grants().any(|grant| grant.at_root && allows(grant.role, action, Relation::Below)) {
            return Scope { reach: Reach::Everything };
        }
        let mut tops: Vec<Uuid> = grants().map(|grant| grant.organisation_id).collect();
        tops.sort_unstable();
        tops.dedup();
        Scope { reach: Reach::Trees(tops) }
    }

    /// `forbidden` unless this principal may do `action` to a record of `organisation`. Call it after the record
    /// was found in the reading scope, so that what may not be seen stays `not_found`.
    ///
    /// # Errors
    /// `forbidden`, or the database's own.
    pub fn require(&self, connection: &mut AnyConnection, action: Action, organisation: Uuid) -> Outcome<()> {
        if self.may(connection, action, organisation)? { Ok(()) } else { Err(Problem::forbidden()) }
    }

    /// Whether this principal may do `action` to a record of `organisation`.
    ///
    /// # Errors
    /// The database's own.
    pub fn may(&self, connection: &mut AnyConnection, action: Action, organisation: Uuid) -> Outcome<bool> {
        let holds = |relation, here: Uuid| {
            self.grants
                .iter()
                .any(|grant| grant.organisation_id == here && allows(grant.role, action, relation))
        };
        if holds(Relation::Own, organisation) {
            return Ok(true);
        }
        let here: Vec<Uuid> = self.grants.iter().map(|grant| grant.organisation_id).collect();
        let above: Vec<Uuid> = closure::table
            .filter(closure::descendant_id.eq(organisation))
            .filter(closure::ancestor_id.eq_any(here.clone()))
            .filter(closure::depth.gt(0))
            .select(closure::ancestor_id)
            .load(connection)?;
        if above.iter().any(|&top| holds(Relation::Below, top)) {
            return Ok(true);
        }
        let below: Vec<Uuid> = closure::table
            .filter(closure::ancestor_id.eq(organisation))
            .filter(closure::descendant_id.eq_any(here))
            .filter(closure::depth.gt(0))
            .select(closure::descendant_id)
            .load(connection)?;
        Ok(below.iter().any(|&one| holds(Relation::Above, one)))
    }

    /// The highest organisation from which a grant lets this principal do `action` to a record of `organisation`.
    ///
    /// # Errors
    /// The database's own.
    pub fn highest(
        &self,
        connection: &mut AnyConnection,
        action: Action,
        organisation: Uuid,
    ) -> Outcome<Option<Uuid>> {
        let grants = self.grants.iter().filter(|grant| allows(grant.role, action, Relation::Below));
        let here: Vec<Uuid> = grants.map(|grant| grant.organisation_id).collect();
        Ok(closure::table
            .filter(closure::descendant_id.eq(organisation))
            .filter(closure::ancestor_id.eq_any(here))
            .order(closure::depth.desc())
            .select(closure::ancestor_id)
            .first(connection)
            .optional()?)
    }

    /// The organisations of the grants that allow `action` to records in `relation` to them.
    #[must_use]
    pub fn places(&self, action: Action, relation: Relation) -> Vec<Uuid> {
        let grants = self.grants.iter().filter(|grant| allows(grant.role, action, relation));
        grants.map(|grant| grant.organisation_id).collect()
    }

    /// Whether a grant at the root of the tree allows `action` on what all organisations share.
    #[must_use]
    pub fn may_everywhere(&self, action: Action) -> bool {
        self.grants.iter().any(|grant| grant.at_root && allows(grant.role, action, Relation::Below))
    }
}
