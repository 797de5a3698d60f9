//! Files beside a task item of D1, and uploads to it.

use congdoan::identity::Action::{TaskManage, TaskRead};
use congdoan::identity::Role::Officer;
use serde_json::json;

use super::super::access::{Person, nobody, record, signed_in};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, nothing, row};
use crate::attachments::samples::pdf;
use crate::attachments::{begin, form_for};
use crate::support::world::D1;

pub fn rows() -> Vec<Row> {
    let kept = || record(TaskRead).may(TaskManage);
    vec![
        row("list_attachments", record(TaskRead), |s| async move {
            let item = task(&s).await;
            Case::new().filter(format!("?record_type=task_item&record_id={item}"))
        }),
        row("create_attachment", kept(), |s| async move { Case::at(task(&s).await).sends_form() }),
        row("read_attachment", record(TaskRead), file),
        row("read_attachment_content", record(TaskRead), file),
        row("delete_attachment", kept(), file),
        row("read_attachment_history", record(TaskRead), file),
        row("read_upload_options", signed_in(), nothing),
        row("create_upload", kept(), |s| async move { Case::at(task(&s).await).begins() }),
        row("read_upload", nobody(), upload).when("of another"),
        row("update_upload", nobody(), |s| async move { upload(s).await.goes_on() }).when("of another"),
        row("delete_upload", nobody(), upload).when("of another"),
    ]
}

async fn task(s: &Stage) -> String {
    let new = json!({ "organisation_id": D1, "title": "Nhiệm vụ có tệp" });
    s.at(D1, Officer).post("/api/v1/task-items", new).await.expect(201).id()
}

async fn file(s: Stage) -> Case {
    let (officer, item) = (s.at(D1, Officer), task(&s).await);
    Case::of(&officer.send(form_for(officer, "a.pdf", ("task_item", &item), &pdf(100))).await.expect(201))
}

/// An upload of somebody whom nobody else is.
async fn upload(s: Stage) -> Case {
    let officer = s.newcomer(Person { role: Officer, at: Some(D1) }).await;
    let upload = begin(&officer, "a.pdf", ("task_item", &task(&s).await), 100).await;
    Case::at(upload.rsplit('/').next().unwrap())
}
