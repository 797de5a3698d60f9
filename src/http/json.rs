//! Strict JSON: like `serde_json::Value`, but names given twice and deep nesting are refused.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How deep arrays and objects may be nested.
pub const MOST_LEVELS: usize = 64;

/// Reads one JSON value (RFC 8259) in UTF-8.
///
/// # Errors
/// With the line and the column, when the bytes are not UTF-8 or not one JSON value, when an object names a
/// member twice, or when it is nested deeper than [`MOST_LEVELS`].
pub fn parse(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { levels: MOST_LEVELS }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Turns every whole number that was written with a point or an exponent into an integer: JSON Schema takes `1.0`
/// for an integer, and so must what reads the value after it.
pub fn integers_as_integers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|_| number.is_f64()).and_then(whole) {
                *number = Number::from(whole);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(integers_as_integers),
        Value::Object(members) => members.values_mut().for_each(integers_as_integers),
        _ => {}
    }
}

fn whole(float: f64) -> Option<i64> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within ±(2^53−1), where f64 is exact")]
    (float.fract() == 0.0 && float.abs() <= MOST).then_some(float as i64)
}

#[derive(Clone, Copy)]
struct Strict {
    levels: usize,
}

impl Strict {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let levels = self.levels.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Self { levels })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            if members.contains_key(&name) {
                return Err(A::Error::custom("a member is named twice"));
            }
            let value = access.next_value_seed(inner)?;
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_read_is_what_serde_json_reads() {
        let text = r#" {"a": [1, -2, 1.5, true, null, "đ\n"], "b": {}} "#;
        assert_eq!(parse(text.as_bytes()).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn what_others_read_in_two_ways_is_refused() {
        let refused: [&[u8]; 10] = [
            br#"{"a": 1, "a": 1}"#,
            br#"{"x": {"a": 1, "\u0061": 2}}"#,
            b"{} {}",
            b"",
            b"{\"a\": \"\xff\"}",
            b"\xef\xbb\xbf{}",
            br#""\ud800""#,
            b"NaN",
            b"1e999",
            b"[1,]",
        ];
        for bytes in refused {
            assert!(parse(bytes).is_err(), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn nesting_ends_at_its_limit() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(nested(MOST_LEVELS).as_bytes()).is_ok());
        assert!(parse(nested(MOST_LEVELS + 1).as_bytes()).is_err());
        assert!(parse(nested(100_000).as_bytes()).is_err());
    }

    #[test]
    fn a_whole_number_is_an_integer_however_it_is_written() {
        let mut value = json!([1.0, 1.5, -0.0, 2e3, {"a": 3.0}, 1e300]);
        integers_as_integers(&mut value);
        assert_eq!(value, json!([1, 1.5, 0, 2000, {"a": 3}, 1e300]));
    }
}
