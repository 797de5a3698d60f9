//! Number registers and the numbers they gave.

use congdoan::identity::Action::{RegisterManage, ReportRead};
use congdoan::identity::Role::Clerk;
use serde_json::{Value, json};

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::support::Answer;
use crate::support::world::D1;

const REGISTERS: &str = "/api/v1/number-registers";

pub fn rows() -> Vec<Row> {
    let kept = || record(ReportRead).may(RegisterManage);
    vec![
        row("list_number_registers", list(ReportRead), |s| async move {
            let register = register(&s).await;
            let query = format!("?series={}&year={}", register.text_of("series"), register["year"]);
            Case::new().filter(query).shows(register.id())
        }),
        row("create_number_register", names().may(RegisterManage), |s| async move {
            Case::new().with(new_register(&s))
        }),
        row("read_number_register", record(ReportRead), set),
        row("read_number_register_history", record(ReportRead), set),
        row("list_register_entries", record(ReportRead), set),
        row("create_register_entry", kept(), |s| async move {
            let register = register(&s).await;
            Case::at(register.id()).with(new_entry(&register))
        }),
        row("read_register_entry", record(ReportRead), given),
        row("read_register_entry_history", record(ReportRead), given),
        row("void_register_entry", kept(), |s| async move {
            given(s).await.with(json!({ "reason": "Cấp nhầm sổ" }))
        }),
    ]
}

fn new_register(s: &Stage) -> Value {
    let (series, year) = s.series();
    json!({
        "organisation_id": D1, "series": series, "year": year, "first_number": 7, "reason": "Tiếp theo sổ giấy",
    })
}

async fn register(s: &Stage) -> Answer {
    s.at(D1, Clerk).post(REGISTERS, new_register(s)).await.expect(201)
}

async fn set(s: Stage) -> Case {
    Case::of(&register(&s).await)
}

fn new_entry(register: &Answer) -> Value {
    json!({ "title": "Kế hoạch", "document_date": format!("{}-12-20", register["year"]) })
}

async fn given(s: Stage) -> Case {
    let register = register(&s).await;
    let path = format!("{REGISTERS}/{}/entries", register.id());
    Case::of(&s.at(D1, Clerk).post(&path, new_entry(&register)).await.expect(201))
}
