//! Bounds of integers.

use serde_json::{Value, json};

/// The greatest integer that every JSON reader holds exactly (RFC 8259 §6): 2^53 − 1.
const MOST: i64 = 9_007_199_254_740_991;

/// Gives every integer of a schema that has no bounds those of its format, and at most ±(2^53 − 1).
pub fn bound_integers(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let integer = match members.get("type") {
                Some(Value::String(one)) => one == "integer",
                Some(Value::Array(several)) => several.iter().any(|one| one == "integer"),
                _ => false,
            };
            if integer {
                let (least, most) = match members.get("format").and_then(Value::as_str) {
                    Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
                    _ => (-MOST, MOST),
                };
                if !members.contains_key("minimum") && !members.contains_key("exclusiveMinimum") {
                    members.insert("minimum".to_owned(), json!(least));
                }
                if !members.contains_key("maximum") && !members.contains_key("exclusiveMaximum") {
                    members.insert("maximum".to_owned(), json!(most));
                }
            }
            members.values_mut().for_each(bound_integers);
        }
        Value::Array(items) => items.iter_mut().for_each(bound_integers),
        _ => {}
    }
}
