use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::spoil::{Fault, Places, spoil};
use super::{NOBODY, named, request, request_at, stored, with_body};
use crate::records::Records;
use crate::support::document::resolved;
use crate::support::on_both_databases;

/// The schemas that a body may obey: of a choice each, else the one.
fn forms(schema: &'static Value) -> Vec<&'static Value> {
    match schema["oneOf"].as_array() {
        Some(branches) => branches.iter().map(resolved).collect(),
        None => vec![schema],
    }
}

/// Every wrong body that can be made of a schema, with what is wrong and where.
fn wrong_bodies(schema: &'static Value) -> Vec<(Value, Fault, Places)> {
    let forms = forms(schema);
    // Nobody can tell which of two forms an empty body was meant to have.
    let faults = Fault::ALL.into_iter().filter(|fault| forms.len() == 1 || *fault != Fault::Missing);
    let spoiled = faults.flat_map(|fault| {
        forms.iter().filter_map(move |form| {
            let (body, places) = spoil(form, fault, "")?;
            Some((body, fault, places))
        })
    });
    spoiled.collect()
}

on_both_databases! {
    async fn every_wrong_body_is_refused_with_all_its_errors_at_once(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        let mut tried = 0;
        for operation in with_body() {
            for (body, fault, places) in wrong_bodies(operation.body().unwrap()) {
                let refused = records.everybody.send(request(&records, &operation).json(&body)).await;
                refused.problem("validation_failed");
                let found = refused.violations();
                for (place, code) in &places {
                    let expected = (place.clone(), (*code).to_owned());
                    assert!(found.contains(&expected), "{} {fault:?} {place} {code} {refused}", named(&operation));
                }
                let named_places: BTreeSet<_> = found.iter().map(|(place, _)| place).collect();
                let spoiled: BTreeSet<_> = places.iter().map(|(place, _)| place).collect();
                assert_eq!(named_places, spoiled, "{} {fault:?} {refused}", named(&operation));
                tried += places.len();
            }
        }
        assert!(tried > 700, "{tried}");
        assert_eq!(stored(&app), before);
    }

    async fn a_body_that_is_no_object_is_refused(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        for operation in with_body() {
            for body in [json!([]), json!([{}]), json!("x"), json!(7), json!(null), json!(true)] {
                let refused = records.everybody.send(request(&records, &operation).json(&body)).await;
                refused.problem("validation_failed");
                assert_eq!(refused.violations()[0].0, "", "{refused}");
            }
        }
        assert_eq!(stored(&app), before);
    }

    async fn a_body_that_may_be_left_out_is_not_missed(app: WorldApp) {
        let records = Records::of(&app).await;
        let mut tried = 0;
        for operation in with_body().into_iter().filter(|one| one.body_is_optional() && one.path.contains("{id}")) {
            let address = operation.path.replace("{id}", NOBODY);
            let answer = records.everybody.send(request_at(&records, &operation, &address)).await;
            assert_eq!(answer.status, 404, "{} {answer}", named(&operation));
            tried += 1;
        }
        assert!(tried > 10, "{tried}");
    }
}
