//! March: what became of the ten tasks, and the draft that finds them.

use serde_json::{Value, json};

use super::Story;
use super::texts::{MEANT, PLANS, SLIP};
use super::unions::{self, ATTENDANCES};
use super::{DIRECT, MARCH};
use crate::reports::{accept, consolidate, create, february, figure, path, submit, with};
use crate::support::Answer as HttpAnswer;
use crate::tasks::act;

/// What a union answers.
enum Answer {
    Waits,
    Accepts,
    /// How far it says it is.
    Begins(i64),
    /// What it says it did, and what it counted where the task counts.
    Does(&'static str, Option<i64>),
    /// Why it does not.
    Declines(&'static str),
}
use Answer::{Accepts, Begins, Declines, Does, Waits};

/// What the province itself does with a task.
enum End {
    NotBegun,
    UnderWay,
    Done(&'static str),
    Cancelled(&'static str),
}

/// What becomes of a task: who answers what, what the province does with it, and what the March draft says of it.
struct Fate {
    answers: &'static [(&'static str, Answer)],
    end: End,
    told: &'static str,
}

const FATES: [Fate; 10] = [
    Fate {
        answers: &[("gd", Does("Nói chuyện ở mọi trường.", None)), ("vc", Begins(40))],
        end: End::UnderWay,
        told: "Kết quả: đang thực hiện; 01/02 đơn vị đã thực hiện xong (50%).",
    },
    Fate {
        answers: &[
            ("sm", Does("Hội thi cắm hoa.", Some(310))),
            ("bb", Does("Diễu hành áo dài quanh chợ.", Some(640))),
            ("gd", Does("Các trường mặc áo dài cả tuần.", Some(905))),
            ("vc", Does("Tọa đàm trong giờ nghỉ.", Some(145))),
            ("dg", Begins(60)),
            ("bm", Declines("Công nhân may làm theo ca, không mặc áo dài được.")),
        ],
        end: End::Done("Bốn đơn vị đã tổ chức, nữ đoàn viên tham gia đông."),
        told: "Kết quả: đã hoàn thành; 04/05 đơn vị đã thực hiện xong (80%). \
               Bốn đơn vị đã tổ chức, nữ đoàn viên tham gia đông.",
    },
    Fate {
        answers: &[("p", Does("Họp cơ quan ngày 11/3.", None))],
        end: End::Done("Đã họp, thông qua tám việc của quý II."),
        told: "Kết quả: đã hoàn thành; 01/01 đơn vị đã thực hiện xong (100%). \
               Đã họp, thông qua tám việc của quý II.",
    },
    Fate {
        answers: &[],
        end: End::Done("Đã ra hai quyết định thành lập."),
        told: "Kết quả: đã hoàn thành. Đã ra hai quyết định thành lập.",
    },
    Fate {
        answers: &[("sm", Accepts), ("dg", Waits)],
        end: End::NotBegun,
        told: "Kết quả: chưa thực hiện; 0/02 đơn vị đã thực hiện xong (0%).",
    },
    Fate {
        answers: &[("bb", Does("Diễn tập chữa cháy ở chợ.", None)), ("bm", Does("Huấn luyện 4 tổ.", None))],
        end: End::UnderWay,
        told: "Kết quả: đang thực hiện; 02/02 đơn vị đã thực hiện xong (100%).",
    },
    Fate {
        answers: &[("p", Begins(50))],
        end: End::UnderWay,
        told: "Kết quả: đang thực hiện; 0/01 đơn vị đã thực hiện xong (0%).",
    },
    Fate {
        answers: &[("gd", Declines("Nhà thi đấu đang sửa."))],
        end: End::Cancelled("Dời sang tháng 5 vì chưa có sân."),
        told: "Kết quả: không thực hiện. Dời sang tháng 5 vì chưa có sân.",
    },
    Fate {
        answers: &[("sm", Begins(50))],
        end: End::UnderWay,
        told: "Kết quả: đang thực hiện; 01/03 đơn vị đã thực hiện xong (33%).",
    },
    Fate { answers: &[], end: End::NotBegun, told: "Kết quả: chưa thực hiện." },
];

/// The tasks of women's day and of housing, counted from 0.
const WOMENS_DAY: usize = 1;
const CADRES: usize = 4;
const HOUSING: usize = 8;

/// Issuing 209 made a task of each plan item, planned and due on its day. Answers their ids in order.
pub async fn the_ten_plans_are_ten_tasks(story: &Story, report: &str) -> Vec<String> {
    story.it_is("2025-02-20T01:00:00Z");
    let officer = story.as_user("p.officer").await;
    let issued = officer.get(&path(report)).await.expect(200);
    let mut tasks = Vec::new();
    for item in issued["items"].as_array().unwrap() {
        let Some(id) = item["task_item_id"].as_str() else {
            assert_eq!(item["section"], "result");
            continue;
        };
        let task = officer.get(&task_path(id)).await.expect(200);
        assert_eq!((&task["source_report_item_id"], &task["status"]), (&item["id"], &json!("planned")));
        assert_eq!((&task["due_date"], &task["topic"]), (&item["due_date"], &item["topic"]));
        assert_eq!(task["title"], PLANS[tasks.len()].1);
        tasks.push(id.to_owned());
    }
    assert_eq!(tasks.len(), 10);
    let etag = officer.get(&task_path(&tasks[WOMENS_DAY])).await.etag();
    let counts = json!({ "indicator_id": story.indicator("womens_day_attendances") });
    officer.patch(&task_path(&tasks[WOMENS_DAY]), &etag, counts).await.expect(200);
    tasks
}

fn task_path(id: &str) -> String {
    format!("/api/v1/task-items/{id}")
}

/// The officer hands the tasks down; in March those who have one answer, and the officer says what came of each.
pub async fn the_unions_answer(story: &Story, tasks: &[String]) {
    let mut given = Vec::new();
    for (task, fate) in tasks.iter().zip(&FATES) {
        given.push(hand_down(story, task, fate).await);
    }
    story.it_is("2025-03-12T01:00:00Z");
    for ((task, fate), given) in tasks.iter().zip(&FATES).zip(&given) {
        if matches!(fate.end, End::UnderWay | End::Done(_)) {
            let officer = story.as_user("p.officer").await;
            act(&officer, &task_path(task), "start", json!({})).await.expect(200);
        }
        for (key, said) in fate.answers {
            answer(story, key, given, said).await;
        }
    }
    a_district_passes_housing_on(story, &tasks[HOUSING]).await;
    for (task, fate) in tasks.iter().zip(&FATES) {
        end(story, task, fate).await;
    }
}

/// Answers what was given to whom.
async fn hand_down(story: &Story, task: &str, fate: &Fate) -> Vec<Value> {
    if fate.answers.is_empty() {
        return Vec::new();
    }
    let to: Vec<_> = fate.answers.iter().map(|(key, _)| story.union(key)).collect();
    let officer = story.as_user("p.officer").await;
    let named = json!({ "organisation_ids": to });
    officer.post(&format!("{}/assignments", task_path(task)), named).await.expect(200).items().clone()
}

async fn end(story: &Story, task: &str, fate: &Fate) {
    let (action, body) = match fate.end {
        End::NotBegun | End::UnderWay => return,
        End::Done(result) => ("complete", json!({ "result": result })),
        End::Cancelled(why) => ("cancel", json!({ "reason": why })),
    };
    let officer = story.as_user("p.officer").await;
    act(&officer, &task_path(task), action, body).await.expect(200);
}

async fn answer(story: &Story, key: &str, given: &[Value], said: &Answer) {
    let officer = story.as_user(&format!("{key}.officer")).await;
    let own = given.iter().find(|one| one["organisation_id"] == story.union(key)).unwrap();
    let assignment = format!("/api/v1/task-assignments/{}", own["id"].as_str().unwrap());
    let steps = match said {
        Waits => vec![],
        Accepts => vec![("accept", json!({}))],
        Begins(progress) => vec![("accept", json!({})), ("start", json!({ "progress": progress }))],
        Does(result, counted) => {
            let done = json!({ "result": result });
            let done = counted.map_or(done.clone(), |counted| with(done, json!({ "actual_value": counted })));
            vec![("accept", json!({})), ("start", json!({})), ("complete", done)]
        }
        Declines(why) => vec![("decline", json!({ "reason": why }))],
    };
    for (action, body) in steps {
        act(&officer, &assignment, action, body).await.expect(200);
    }
}

/// Suối Mây hands the housing task to its two grassroots unions; one of them is done.
async fn a_district_passes_housing_on(story: &Story, task: &str) {
    let district = story.as_user("sm.officer").await;
    let all = json!({ "under": story.union("sm"), "kind": "grassroots_union" });
    let made = district.post(&format!("{}/assignments", task_path(task)), all).await.expect(200);
    assert_eq!(made["added"], 2);
    answer(story, "sm1", made.items(), &Does("Không có gia đình nào ở nhà tạm.", None)).await;
}

/// The share of unions done, what they counted, who declined and why, and what is overdue.
pub async fn the_province_sees_how_far_they_are(story: &Story, tasks: &[String]) {
    let officer = story.as_user("p.officer").await;
    let progress = officer.get(&format!("{}/progress", task_path(&tasks[WOMENS_DAY]))).await.expect(200);
    assert_eq!((&progress["assigned"], &progress["declined"]), (&json!(6), &json!(1)));
    assert_eq!(progress["share_done"], json!({ "done": 4, "of": 5, "percent": 80 }));
    assert_eq!((&progress["actual_total"], &progress["unit"]), (&json!(2_000), &json!("attendance")));
    let declined = officer.all("/api/v1/task-assignments?status=declined").await;
    let mut why: Vec<_> = declined.iter().map(|one| one["decline_reason"].as_str().unwrap()).collect();
    why.sort_unstable();
    assert_eq!(why, ["Công nhân may làm theo ca, không mặc áo dài được.", "Nhà thi đấu đang sửa."]);
    let overdue = officer.all("/api/v1/task-items?overdue=true").await;
    let overdue: Vec<_> = overdue.iter().map(|task| &task["id"]).collect();
    assert_eq!(overdue, [&tasks[CADRES]]);
}

/// March's round is owed by the new union too. Two unions have reported when the officer begins the draft; its
/// results are the ten tasks in the order of the plan, each with what was done and by how many.
pub async fn the_march_draft_finds_the_ten_tasks(story: &Story, amendment: &str, tasks: &[String]) {
    story.it_is("2025-03-13T01:00:00Z");
    let round = story.open_round("p", &MARCH, "2025-03-14T10:00:00Z", &DIRECT).await;
    for (key, attendances) in [("gd", 4_100), ("bm", 260)] {
        let report = unions::draft(story, key, &round, &[(ATTENDANCES, attendances, None)]).await;
        submit(&story.app, key, &report).await;
        accept(&story.app, "p.clerk", &report).await;
    }
    let so_far = json!({ "owed": 6, "received": 2, "late": 0, "pending": 4, "missing": 0, "accepted": 2 });
    assert_eq!(story.summary(&round).await, so_far);
    let month = json!({ "period_start": MARCH.start, "period_end": MARCH.end, "title": "Công tác tháng 3" });
    let march = create(&story.app, "p", with(february(story.union("p")), month)).await;
    let done = consolidate(&story.app, "p", &march).await;
    assert_eq!((&done["carried_items"], done["missing"].as_array().unwrap().len()), (&json!(10), 4));
    assert_eq!(figure(&done["report"], story.indicator(ATTENDANCES))["value"], 4_360);
    are_the_ten(story, &done, amendment, tasks).await;
    let again = consolidate(&story.app, "p", &march).await;
    assert_eq!(again["carried_items"], 0);
    assert_eq!(again["report"]["items"], done["report"]["items"], "nothing comes twice");
}

/// The plan items are those of the amendment, which took the place of 209; the tasks are those 209 made.
async fn are_the_ten(story: &Story, done: &HttpAnswer, amendment: &str, tasks: &[String]) {
    let planned = story.as_user("p.officer").await.get(&path(amendment)).await.expect(200);
    let planned = &planned["items"].as_array().unwrap()[10..];
    let results: Vec<&Value> = done["report"]["items"].as_array().unwrap().iter().collect();
    assert_eq!((planned.len(), results.len()), (10, 10));
    for (number, result) in results.into_iter().enumerate() {
        let (plan, fate) = (PLANS[number].1.replace(SLIP, MEANT), &FATES[number]);
        assert_eq!(result["body"], format!("{plan}\n{}", fate.told));
        assert_eq!((&result["section"], &result["position"]), (&json!("result"), &json!(number + 1)));
        assert_eq!(result["source_item_id"], planned[number]["id"]);
        assert_eq!(result["task_item_id"], tasks[number]);
        assert_eq!(result["topic"], PLANS[number].0);
    }
    assert_eq!(done["report"]["warnings"], json!([]));
}
