//! Who did what: the histories of the reports, and the journal of everything.

use serde_json::Value;

use super::{Story, id_of};
use crate::reports::path;

/// Action, who did it, and when.
fn told(entry: &Value) -> (&str, &str, &str) {
    let text = |member: &str| entry[member].as_str().unwrap_or_default();
    (text("action"), text("actor_name"), text("at"))
}

/// 209's history names officer, chair and clerk; Ba Bến's tells of the return, and why.
pub async fn who_did_what_stands_in_the_histories(story: &Story, report: &str, returned: &str) {
    let inspector = story.as_user("p.inspector").await;
    let entries = inspector.all(&format!("{}/history", path(report))).await;
    assert_eq!(
        entries.iter().map(told).collect::<Vec<_>>(),
        [
            ("report.create", "Cán bộ tỉnh", "2025-02-14T10:00:01Z"),
            ("report.consolidate", "Cán bộ tỉnh", "2025-02-14T10:00:01Z"),
            ("report.consolidate", "Cán bộ tỉnh", "2025-02-15T01:00:00Z"),
            ("report.consolidate", "Cán bộ tỉnh", "2025-02-16T01:00:00Z"),
            ("report.submit", "Chủ tịch tỉnh", "2025-02-17T00:30:00Z"),
            ("report.accept", "Văn thư tỉnh", "2025-02-17T00:30:00Z"),
            ("report.issue", "Chủ tịch tỉnh", "2025-02-17T00:30:00Z"),
        ]
    );
    let entries = story.as_user("bb.officer").await.all(&format!("{}/history", path(returned))).await;
    assert_eq!(
        entries.iter().map(told).collect::<Vec<_>>(),
        [
            ("report.create", "Cán bộ Ba Bến", "2025-02-12T01:00:00Z"),
            ("report.submit", "Chủ tịch Ba Bến", "2025-02-12T01:00:00Z"),
            ("report.return", "Văn thư tỉnh", "2025-02-13T01:00:00Z"),
            ("report.submit", "Chủ tịch Ba Bến", "2025-02-14T08:00:00Z"),
            ("report.accept", "Văn thư tỉnh", "2025-02-14T08:00:00Z"),
        ]
    );
    assert_eq!(entries[2]["reason"], "74.150 lượt là quá số đoàn viên của thành phố, đề nghị đếm lại.");
}

/// Entries are numbered without a gap; everything after the founding has an actor; the register's first number has
/// its reason; twenty-two reports were issued, by the two chairs.
pub async fn the_journal_misses_nothing(story: &Story, register: &str) {
    let inspector = story.as_user("p.inspector").await;
    let entries = inspector.all("/api/v1/journal?limit=200").await;
    let sequence: Vec<_> = entries.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect();
    assert_eq!(sequence, (1..=story.app.journal_top()).collect::<Vec<_>>());
    let nobody: Vec<_> =
        entries.iter().filter(|entry| entry["actor_id"].is_null()).map(|entry| told(entry).0).collect();
    let (founding, passwords) = nobody.split_at(4);
    assert_eq!(founding, ["data_key.note", "organisation.create", "user.create", "grant.create"]);
    assert!(passwords.iter().all(|action| *action == "user.reset_password"), "{passwords:?}");
    let first = entries.iter().find(|entry| entry["record_id"] == id_of(register)).unwrap();
    assert_eq!(
        (told(first).1, &first["reason"]),
        ("Văn thư tỉnh", &Value::from("Sổ giấy đã dùng đến số 208"))
    );
    let signed = |by: &str| {
        entries.iter().filter(|entry| (told(entry).0, told(entry).1) == ("report.issue", by)).count()
    };
    assert_eq!((signed("Chủ tịch tỉnh"), signed("Phó Chủ tịch tỉnh")), (12, 10));
}
