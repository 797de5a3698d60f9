//! Sessions of the council, submissions and decisions of D1, on nominations of A.

use congdoan::identity::Action::{AwardAppraise, AwardDecide, AwardManage, AwardPay, AwardRead, JournalRead};
use congdoan::identity::Role::{Accountant, Appraiser, Approver, Chair, Clerk, Officer};
use congdoan::kernel::id::Uuid;
use serde_json::{Value, json};

use super::super::access::{Access, list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::awards::council::{self, SESSIONS, ballot, new_session};
use crate::awards::decisions::{self, DECISIONS, new_decision};
use crate::awards::seed::{nomination_of, round_of, uuid};
use crate::awards::submissions::{self, SUBMISSIONS, answer, award, new_submission};
use crate::awards::{CERTIFICATE, MEDAL, Round};
use crate::support::world::{A, D1};
use crate::support::{Actor, Answer};

fn seen() -> Access {
    record(AwardRead)
}

fn managed() -> Access {
    seen().may(AwardManage)
}

/// The council of these rounds works on awards anyway.
fn minutes() -> Access {
    let works = [AwardManage, AwardAppraise, AwardDecide, AwardPay, JournalRead];
    works.into_iter().fold(seen(), Access::may)
}

pub fn rows() -> Vec<Row> {
    sessions().into_iter().chain(submitted()).chain(decided()).collect()
}

fn sessions() -> Vec<Row> {
    vec![
        row("list_council_sessions", list(AwardRead), |s| async move {
            let (round, _, session) = opened(&s, "totals").await;
            Case::new().filter(format!("?round_id={}", round.id)).shows(session.id())
        }),
        row("create_council_session", names().may(AwardManage), |s| async move {
            let (round, nomination) = endorsed(&s).await;
            Case::new().with(new_session(&round, &[nomination], "totals"))
        }),
        row("read_council_session", seen(), session),
        row("read_council_session_history", seen(), session),
        row("read_council_session_minutes", minutes(), session),
        row("delete_council_session", managed(), session),
        // The council of these rounds: a clerk, an approver and an accountant.
        row("submit_council_ballot", managed().may(AwardDecide).may(AwardPay), |s| async move {
            let (_, nomination, session) = opened(&s, "secret").await;
            Case::of(&session).with(ballot(&[nomination], &["for"]))
        }),
        row("cancel_council_session", seen().may(AwardDecide), |s| async move {
            session(s).await.with(json!({"reason": "Mở nhầm."}))
        }),
        row("conclude_council_session", seen().may(AwardDecide), |s| async move {
            let (_, nomination, session) = opened(&s, "totals").await;
            let votes = json!([{
                "nomination_id": nomination, "votes_for": 3, "votes_against": 0, "abstained": 0, "in_writing": 0,
            }]);
            let body = json!({"held_on": "2025-02-10", "present": 3, "minutes": "Họp đủ.", "votes": votes});
            Case::of(&session).with(body)
        }),
    ]
}

fn submitted() -> Vec<Row> {
    vec![
        row("list_award_submissions", list(AwardRead), |s| async move {
            let (round, draft) = submission(&s).await;
            Case::new().filter(format!("?round_id={}", round.id)).shows(draft.id())
        }),
        row("create_award_submission", names().may(AwardManage), |s| async move {
            Case::new().with(new_submission(&round(&s).await, &[]))
        }),
        row("read_award_submission", seen(), |s| async move { Case::of(&submission(&s).await.1) }),
        row("read_award_submission_history", seen(), |s| async move { Case::of(&submission(&s).await.1) }),
        row("list_award_submission_lines", seen(), |s| async move { Case::of(&submission(&s).await.1) }),
        row("update_award_submission", managed(), |s| async move {
            Case::of(&submission(&s).await.1).with(json!({"title": "Tên khác"}))
        }),
        row("delete_award_submission", managed(), |s| async move { Case::of(&submission(&s).await.1) }),
        row("preview_award_submission", seen(), |s| async move { Case::of(&submission(&s).await.1) }),
        row("recall_award_submission", seen().may(AwardDecide), |s| async move {
            Case::of(&signed(&s).await).with(json!({"reason": "Ghi nhầm tên."}))
        }),
        row(
            "read_award_submission_recall",
            seen().may(AwardManage).may(AwardAppraise).may(AwardDecide).may(JournalRead),
            |s| async move {
                let signed = signed(&s).await;
                let at = format!("{}/recall", submissions::path(&signed.id()));
                let why = json!({"reason": "Ghi nhầm tên."});
                Case::of(&s.at(D1, Approver).act(&at, &signed.etag(), why).await.expect(200))
            },
        ),
        row("sign_award_submission", seen().may(AwardDecide), |s| async move {
            Case::of(&submission(&s).await.1)
        }),
        row("answer_award_submission", managed(), |s| async move {
            let signed = signed(&s).await;
            let named = submissions::lines(s.at(D1, Clerk), &signed.id()).await;
            let lines: Vec<Value> =
                named.iter().map(|line| award(line["nomination_id"].as_str().unwrap())).collect();
            Case::of(&signed).with(answer(&lines))
        }),
    ]
}

fn decided() -> Vec<Row> {
    vec![
        row("list_award_decisions", list(AwardRead), |s| async move {
            let (round, draft) = decision(&s).await;
            Case::new().filter(format!("?round_id={}", round.id)).shows(draft.id())
        }),
        row("create_award_decision", names().may(AwardManage), |s| async move {
            Case::new().with(new_decision(&round(&s).await, &[]))
        }),
        row("read_award_decision", seen(), |s| async move { Case::of(&decision(&s).await.1) }),
        row("read_award_decision_history", seen(), |s| async move { Case::of(&decision(&s).await.1) }),
        row("list_award_decision_lines", seen(), |s| async move { Case::of(&decision(&s).await.1) }),
        row("preview_award_decision", seen(), |s| async move { Case::of(&decision(&s).await.1) }),
        row("update_award_decision", managed(), |s| async move {
            Case::of(&decision(&s).await.1).with(json!({"title": "Tên khác"}))
        }),
        row("delete_award_decision", managed(), |s| async move { Case::of(&decision(&s).await.1) }),
        row(
            "sign_award_decision",
            seen().may(AwardDecide),
            |s| async move { Case::of(&decision(&s).await.1) },
        ),
    ]
}

async fn id_of(actor: &Actor) -> Uuid {
    uuid(&actor.get("/api/v1/auth/me").await.expect(200).id())
}

/// A round of D1.
async fn round(s: &Stage) -> Round {
    let mut council = Vec::new();
    for role in [Clerk, Approver, Accountant] {
        council.push(id_of(s.at(D1, role)).await);
    }
    round_of(&s.app, D1, council[0], &council)
}

/// A nomination of A in a round of D1, standing here.
async fn nomination(s: &Stage, round: &Round, form: &str, status: &str) -> String {
    let hands =
        [id_of(s.at(A, Officer)).await, id_of(s.at(A, Chair)).await, id_of(s.at(D1, Appraiser)).await];
    nomination_of(&s.app, round, form, status, hands)
}

async fn endorsed(s: &Stage) -> (Round, String) {
    let round = round(s).await;
    let nomination = nomination(s, &round, CERTIFICATE, "endorsed").await;
    (round, nomination)
}

/// An open session with its round and the nomination that it votes on.
async fn opened(s: &Stage, ballot: &str) -> (Round, String, Answer) {
    let (round, nomination) = endorsed(s).await;
    let body = new_session(&round, std::slice::from_ref(&nomination), ballot);
    let session = s.at(D1, Clerk).post(SESSIONS, body).await.expect(201);
    (round, nomination, session)
}

async fn session(s: Stage) -> Case {
    let id = opened(&s, "totals").await.2.id();
    Case::of(&s.at(D1, Clerk).get(&council::path(&id)).await.expect(200))
}

/// A draft for the People's Committee with its round.
async fn submission(s: &Stage) -> (Round, Answer) {
    let round = round(s).await;
    let nomination = nomination(s, &round, CERTIFICATE, "council_approved").await;
    let body = new_submission(&round, &[nomination]);
    let made = s.at(D1, Clerk).post(SUBMISSIONS, body).await.expect(201);
    let draft = s.at(D1, Clerk).get(&submissions::path(&made.id())).await.expect(200);
    (round, draft)
}

/// The same, signed.
async fn signed(s: &Stage) -> Answer {
    let draft = submission(s).await.1;
    submissions::sign(s.at(D1, Approver), &draft.id()).await.expect(200)
}

/// A draft of an own decision with its round, on a form that D1 awards itself.
async fn decision(s: &Stage) -> (Round, Answer) {
    let own = "UPDATE award_forms SET authority = 'district_federation' WHERE code = 'commemorative_medal_confederation'";
    s.app.database.execute(own);
    let round = round(s).await;
    let nomination = nomination(s, &round, MEDAL, "council_approved").await;
    let made = s.at(D1, Clerk).post(DECISIONS, new_decision(&round, &[nomination])).await.expect(201);
    let draft = s.at(D1, Clerk).get(&decisions::path(&made.id())).await.expect(200);
    (round, draft)
}
