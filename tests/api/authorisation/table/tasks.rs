//! Task items and assignments.

use congdoan::identity::Action::{TaskAnswer, TaskManage, TaskRead};
use congdoan::identity::Role::Officer;
use serde_json::{Value, json};

use super::super::access::{Access, list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::support::Answer;
use crate::support::world::{A, D1, P};
use crate::tasks::{act, assign, path, task};

pub fn rows() -> Vec<Row> {
    let managed = || record(TaskRead).may(TaskManage);
    vec![
        row("list_task_items", list(TaskRead), |s| async move { listed(&planned(&s).await) }),
        row("create_task_item", names().may(TaskManage), |_| async {
            Case::new().with(json!({ "organisation_id": D1, "title": "Chăm lo Tết" }))
        }),
        row("read_task_item", record(TaskRead), kept),
        row("update_task_item", managed(), kept),
        row("delete_task_item", managed(), kept),
        row("start_task_item", managed(), kept),
        row("complete_task_item", managed(), |s| async move {
            Case::of(&started(&s).await).with(json!({ "result": "Đã tổ chức." }))
        }),
        row("cancel_task_item", managed(), |s| async move { kept(s).await.with(why()) }),
        row("assign_task_item", managed(), |s| async move { kept(s).await.with(to_a()) }),
        row("list_task_item_assignments", record(TaskRead), kept),
        row("read_task_item_progress", record(TaskRead), kept),
        row("read_task_item_history", record(TaskRead), kept),
    ]
    .into_iter()
    .chain(handed_down())
    .chain(of_assignments())
    .collect()
}

/// Who has a task item to do sees it and passes it on; it stays its owner's.
fn handed_down() -> Vec<Row> {
    let seen = || record(TaskRead).also_seen(TaskRead, A);
    let managed = || seen().may(TaskManage);
    let when = "assigned to one below";
    vec![
        row("list_task_items", list(TaskRead).also_seen(TaskRead, A), |s| async move {
            listed(&assigned_to_a(&s).await)
        })
        .when(when),
        row("read_task_item", seen(), handed).when(when),
        row("update_task_item", managed(), handed).when(when),
        row("delete_task_item", managed(), handed).when(when),
        row("start_task_item", managed(), handed).when(when),
        row("cancel_task_item", managed(), |s| async move { handed(s).await.with(why()) }).when(when),
        row(
            "assign_task_item",
            managed().may_at(TaskManage, A),
            |s| async move { handed(s).await.with(to_a()) },
        )
        .when(when),
        row("list_task_item_assignments", seen(), handed).when(when),
        row("read_task_item_progress", seen(), handed).when(when),
        row("read_task_item_history", seen(), handed).when(when),
    ]
}

/// Assignments to D1 of a task item of the province.
fn of_assignments() -> Vec<Row> {
    let seen = || record(TaskRead).also_seen(TaskRead, P);
    let answered = || seen().may(TaskAnswer);
    vec![
        row("list_task_assignments", list(TaskRead), |s| async move {
            let id = assignment(&s, &[]).await.id();
            Case::new().filter("?sort=-created_at&limit=200").shows(id)
        }),
        row("read_task_assignment", seen(), assigned),
        row("update_task_assignment", answered(), |s| async move {
            Case::of(&assignment(&s, &["accept"]).await).with(json!({ "progress": 60 }))
        }),
        row("update_task_assignment", retargeted(seen()), |s| async move {
            assigned(s).await.with(json!({ "target_value": 120 }))
        })
        .when("what is to be reached"),
        row("accept_task_assignment", answered(), assigned),
        row(
            "start_task_assignment",
            answered(),
            |s| async move { Case::of(&assignment(&s, &["accept"]).await) },
        ),
        row("complete_task_assignment", answered(), |s| async move {
            Case::of(&assignment(&s, &["accept", "start"]).await).with(json!({ "result": "Đã gặp mặt." }))
        }),
        row("decline_task_assignment", answered(), |s| async move { assigned(s).await.with(why()) }),
        row("read_task_assignment_history", seen(), assigned),
    ]
}

fn retargeted(seen: Access) -> Access {
    seen.may_at(TaskManage, P)
}

/// A task item of D1.
async fn planned(s: &Stage) -> Answer {
    let title = format!("task{:04}", s.number());
    task(s.at(D1, Officer), D1, json!({ "title": title })).await
}

async fn kept(s: Stage) -> Case {
    Case::of(&planned(&s).await)
}

async fn started(s: &Stage) -> Answer {
    let task = planned(s).await;
    act(s.at(D1, Officer), &path(&task), "start", json!({})).await.expect(200)
}

async fn assigned_to_a(s: &Stage) -> Answer {
    let task = planned(s).await;
    assign(s.at(D1, Officer), &task, A).await;
    task
}

async fn handed(s: Stage) -> Case {
    Case::of(&assigned_to_a(&s).await)
}

fn listed(task: &Answer) -> Case {
    Case::new().filter(format!("?q={}", task.text_of("title"))).shows(task.id())
}

fn to_a() -> Value {
    json!({ "organisation_ids": [A] })
}

fn why() -> Value {
    json!({ "reason": "Gộp vào kế hoạch tháng 4." })
}

/// An assignment to D1 of what the province counts, after these answers of D1.
async fn assignment(s: &Stage, answers: &[&str]) -> Answer {
    let province = s.at(P, Officer);
    let counted = task(province, P, json!({ "indicator_id": s.indicator })).await;
    let at = assign(province, &counted, D1).await;
    let officer = s.at(D1, Officer);
    for answer in answers {
        act(officer, &at, answer, json!({})).await.expect(200);
    }
    officer.get(&at).await.expect(200)
}

async fn assigned(s: Stage) -> Case {
    Case::of(&assignment(&s, &[]).await)
}
