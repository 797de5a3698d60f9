//! Checks JSON against the schemas of the OpenAPI document, so that what is documented is what is enforced.

mod explain;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::kernel::problem::{Outcome, Problem, Violation};

/// How many broken rules one answer names. A body of a thousand unknown members is refused as surely by 200.
pub(crate) const MOST_VIOLATIONS: usize = 200;

/// The prefix of a reference to a component.
pub(crate) const COMPONENT: &str = "#/components/schemas/";

/// The schemas of the document's components, each compiled when it is first needed.
#[derive(Debug)]
pub struct Validators {
    schemas: BTreeMap<String, Value>,
    compiled: HashMap<String, OnceLock<Result<Validator, String>>>,
}

impl Validators {
    /// From an OpenAPI document (JSON Schema draft 2020-12, formats asserted).
    #[must_use]
    pub fn new(document: &Value) -> Self {
        let none = Map::new();
        let found = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&none);
        let mut schemas = BTreeMap::new();
        let mut compiled = HashMap::new();
        for (name, schema) in found {
            let mut schema = schema.clone();
            crate::openapi::bound_integers(&mut schema);
            name_no_members(&mut schema);
            schemas.insert(name.clone(), schema);
            compiled.insert(name.clone(), OnceLock::new());
        }
        Self { schemas, compiled }
    }

    /// Every rule that `value` breaks of the component `name`; empty when it is valid.
    ///
    /// # Errors
    /// `internal_error` when there is no such component or its schema is no schema: a fault of ours.
    pub fn validate(&self, name: &str, value: &Value) -> Outcome<Vec<Violation>> {
        let validator = self.validator(name)?;
        if validator.is_valid(value) {
            return Ok(Vec::new());
        }
        let mut violations = Vec::new();
        for error in validator.iter_errors(value) {
            explain::explain(&error, &mut violations);
            if violations.len() >= MOST_VIOLATIONS {
                break;
            }
        }
        violations.truncate(MOST_VIOLATIONS);
        Ok(violations)
    }

    /// Compiles every schema; names those that cannot be. For a test over the whole document.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        self.schemas
            .keys()
            .filter_map(|name| self.validator(name).err().map(|fault| fault.to_string()))
            .collect()
    }

    fn validator(&self, name: &str) -> Outcome<&Validator> {
        let Some(slot) = self.compiled.get(name) else {
            return Err(Problem::internal(format!("no schema component {name}")));
        };
        slot.get_or_init(|| self.compile(name))
            .as_ref()
            .map_err(|fault| Problem::internal(format!("schema component {name}: {fault}")))
    }

    fn compile(&self, name: &str) -> Result<Validator, String> {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": format!("{COMPONENT}{name}"),
            "components": {"schemas": self.reachable(name)},
        });
        jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| error.to_string())
    }

    /// The component and those it refers to, directly or not.
    fn reachable(&self, name: &str) -> Map<String, Value> {
        let mut found = Map::new();
        let mut open = BTreeSet::from([name.to_owned()]);
        while let Some(next) = open.pop_first() {
            let Some(schema) = self.schemas.get(&next) else { continue };
            references(schema, &mut |target| {
                if !found.contains_key(target) {
                    open.insert(target.to_owned());
                }
            });
            found.insert(next, schema.clone());
        }
        found
    }
}

/// A closed object without members is told of a member by its name only where it lists its own: none.
fn name_no_members(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("additionalProperties") == Some(&Value::Bool(false)) {
                members.entry("properties").or_insert_with(|| json!({}));
            }
            members.values_mut().for_each(name_no_members);
        }
        Value::Array(items) => items.iter_mut().for_each(name_no_members),
        _ => {}
    }
}

/// Calls `found` with the name of every component that `schema` refers to.
pub(crate) fn references(schema: &Value, found: &mut impl FnMut(&str)) {
    match schema {
        Value::Object(members) => {
            if let Some(name) =
                members.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix(COMPONENT))
            {
                found(name);
            }
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::problem::Place;

    fn validators() -> Validators {
        Validators::new(&json!({"components": {"schemas": {
            "Person": {
                "type": "object",
                "required": ["name", "born"],
                "additionalProperties": false,
                "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[^\\u0000]*$"},
                    "born": {"type": "string", "format": "date"},
                    "id": {"type": "string", "format": "uuid"},
                    "seen": {"type": "string", "format": "date-time"},
                    "role": {"$ref": "#/components/schemas/Role"},
                    "home": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Home"}]},
                    "count": {"type": ["integer", "null"], "format": "int64"},
                    "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2, "uniqueItems": true},
                },
            },
            "Role": {"type": "string", "enum": ["chair", "clerk"]},
            "Home": {"type": "object", "required": ["rooms"], "additionalProperties": false,
                "properties": {"rooms": {"type": "integer", "minimum": 1, "maximum": 9}}},
            "Whom": {"oneOf": [
                {"type": "object", "required": ["ids"], "additionalProperties": false,
                    "properties": {"ids": {"type": "array"}, "target": {"type": "integer"}}},
                {"type": "object", "required": ["under"], "additionalProperties": false,
                    "properties": {"under": {"type": "string"}, "target": {"type": "integer"}}},
            ]},
            "Nothing": {"type": "object", "additionalProperties": false},
            "Broken": {"$ref": "#/components/schemas/Nowhere"},
        }}}))
    }

    fn broken(value: &Value) -> Vec<(String, &'static str)> {
        broken_of("Person", value)
    }

    fn broken_of(name: &str, value: &Value) -> Vec<(String, &'static str)> {
        let mut found: Vec<_> = validators()
            .validate(name, value)
            .unwrap()
            .into_iter()
            .map(|violation| match violation.place {
                Place::Body(pointer) => (pointer, violation.code),
                other => unreachable!("{other:?}"),
            })
            .collect();
        found.sort();
        found
    }

    fn with(member: &str, value: Value) -> Value {
        let mut person = json!({"name": "An", "born": "2000-02-29"});
        person[member] = value;
        person
    }

    #[test]
    fn every_kind_of_rule_has_its_code_and_its_pointer() {
        let one = |member: &str, value: Value| broken(&with(member, value));
        let is = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        assert_eq!(one("name", json!("Bình")), vec![]);
        assert_eq!(one("name", json!("toolong")), is("/name", "too_long"));
        assert_eq!(one("name", json!("")), is("/name", "too_short"));
        assert_eq!(one("name", json!("a\0")), is("/name", "malformed"));
        assert_eq!(one("name", json!(7)), is("/name", "wrong_type"));
        assert_eq!(one("born", json!("2001-02-29")), is("/born", "malformed"));
        assert_eq!(one("id", json!("x")), is("/id", "malformed"));
        assert_eq!(one("seen", json!("2025-02-17 01:00")), is("/seen", "malformed"));
        assert_eq!(one("role", json!("king")), is("/role", "not_allowed"));
        assert_eq!(one("home", json!(null)), vec![]);
        assert_eq!(one("home", json!(3)), is("/home", "wrong_type"));
        assert_eq!(one("home", json!({"rooms": 10})), is("/home/rooms", "out_of_range"));
        assert_eq!(one("home", json!({"rooms": 1.5})), is("/home/rooms", "wrong_type"));
        assert_eq!(one("home", json!({})), is("/home/rooms", "missing"));
        assert_eq!(one("tags", json!([])), is("/tags", "too_few"));
        assert_eq!(one("tags", json!(["a", "b", "c"])), is("/tags", "too_many"));
        assert_eq!(one("tags", json!(["a", "a"])), is("/tags", "duplicate"));
        assert_eq!(one("a/b", json!(1)), is("/a~1b", "unknown_member"));
        assert_eq!(broken(&json!([])), is("", "wrong_type"));
    }

    #[test]
    fn integers_beyond_what_every_client_can_hold_are_refused() {
        let one = |value: Value| broken(&with("count", value));
        assert_eq!(one(json!(9_007_199_254_740_991_i64)), vec![]);
        assert_eq!(one(json!(1.0)), vec![]);
        assert_eq!(one(json!(null)), vec![]);
        assert_eq!(one(json!(9_007_199_254_740_992_i64)), vec![("/count".to_owned(), "out_of_range")]);
        assert_eq!(one(json!(-1e300)), vec![("/count".to_owned(), "out_of_range")]);
    }

    #[test]
    fn all_errors_come_at_once() {
        let found =
            broken(&json!({"name": "", "role": "king", "home": {"rooms": 0, "x": 1}, "y": 1, "z": 2}));
        let expected = [
            ("/born", "missing"),
            ("/home/rooms", "out_of_range"),
            ("/home/x", "unknown_member"),
            ("/name", "too_short"),
            ("/role", "not_allowed"),
            ("/y", "unknown_member"),
            ("/z", "unknown_member"),
        ];
        assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    }

    #[test]
    fn of_a_choice_the_form_that_was_meant_is_explained() {
        let is = |found: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
            found.iter().map(|(pointer, code)| ((*pointer).to_owned(), *code)).collect()
        };
        let whom = |value: Value| broken_of("Whom", &value);
        assert_eq!(
            whom(json!({"ids": 1, "target": "x", "y": 1})),
            is(&[("/ids", "wrong_type"), ("/target", "wrong_type"), ("/y", "unknown_member")])
        );
        assert_eq!(whom(json!({"under": 1})), is(&[("/under", "wrong_type")]));
        for ambiguous in [json!({}), json!({"ids": [], "under": "x"}), json!(7)] {
            assert_eq!(whom(ambiguous), is(&[("", "not_allowed")]));
        }
    }

    #[test]
    fn every_member_of_a_body_that_has_none_is_named() {
        let unknown = ["/x", "/y"].map(|pointer| (pointer.to_owned(), "unknown_member"));
        assert_eq!(broken_of("Nothing", &json!({"x": 1, "y": 2})), unknown);
        assert_eq!(broken_of("Nothing", &json!({})), []);
    }

    #[test]
    fn the_bound_is_told_and_the_value_is_not() {
        let violations = validators().validate("Person", &with("name", json!("secret"))).unwrap();
        let detail = &violations[0].detail;
        assert!(detail.vi.contains('5') && detail.en.contains('5'), "{detail:?}");
        assert!(!detail.en.contains("secret") && !detail.vi.contains("secret"));
    }

    #[test]
    fn a_schema_that_is_none_is_our_fault() {
        let validators = validators();
        assert!(validators.validate("Nobody", &json!({})).is_err());
        assert!(validators.validate("Broken", &json!({})).is_err());
        assert_eq!(validators.faults().len(), 1);
    }
}
