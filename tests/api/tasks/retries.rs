//! A phone that sends a step again.

use super::{path, task};
use crate::support::on_both_databases;
use crate::support::world::P;
use serde_json::json;

on_both_databases! {
    async fn one_key_on_a_later_version_is_another_request(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let made = task(&officer, P, json!({})).await;
        let (by, start) = (officer.with_header("idempotency-key", "key-4"), format!("{}/start", path(&made)));
        by.act(&start, "\"v1\"", json!({})).await.expect(200);
        let again = by.act(&start, "\"v1\"", json!({})).await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), "true");
        by.act(&start, "\"v2\"", json!({})).await.problem("idempotency_key_reused");
    }
}
