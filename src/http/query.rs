//! Query strings: every parameter known, given once, and within its documented bounds.

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::schema::{COMPONENT, MOST_VIOLATIONS, Validators};
use crate::kernel::problem::{Bilingual, Code, Outcome, Place, Problem, Violation};

/// The query string as a `T`. Lists are comma separated.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self))
    }
}

/// Reads a query string (without its `?`).
///
/// # Errors
/// `invalid_query` with every parameter that is unknown, repeated, malformed or out of bounds.
pub fn parse<T: DeserializeOwned + ToSchema + 'static>(query: &str) -> Outcome<T> {
    let shape = shape_of::<T>();
    let (value, mut errors) = shape.collect(query);
    for violation in shape.validators.validate(&T::name(), &value)? {
        errors.push(about_parameter(violation));
    }
    errors.truncate(MOST_VIOLATIONS);
    if !errors.is_empty() {
        return Err(Problem::new(Code::InvalidQuery).errors(errors));
    }
    serde_json::from_value(value).map_err(|_| {
        tracing::warn!(schema = %T::name(), "a query fits its schema and not its type");
        Problem::new(Code::InvalidQuery)
    })
}

/// The pairs of a query string, percent-decoded, `+` being a space. A piece that is not UTF-8 is an error.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = Result<(String, String), Violation>> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name).unwrap_or_default();
        match decode(value) {
            Some(value) if !name.is_empty() => Ok((name, value)),
            _ => Err(violation(&name, "malformed", "Không phải UTF-8 hợp lệ.", "It is not valid UTF-8.")),
        }
    })
}

/// A parameter that the operation does not have.
pub(crate) fn unknown(name: &str) -> Violation {
    violation(
        name,
        "unknown_parameter",
        "Tham số này không có trong tài liệu.",
        "This parameter is not documented.",
    )
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}

fn violation(name: &str, code: &'static str, vi: &'static str, en: &'static str) -> Violation {
    let name = name.chars().take(64).collect();
    Violation { place: Place::Query(name), code, detail: Bilingual::new(vi, en) }
}

/// A violation of the parameters seen as one object, told by the parameter's name.
fn about_parameter(violation: Violation) -> Violation {
    let place = match violation.place {
        Place::Body(pointer) => {
            let name = pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
            Place::Query(name.to_owned())
        }
        other => other,
    };
    Violation { place, ..violation }
}

/// What a parameter's text becomes before it is checked. Text that does not fit stays text and fails the check.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Text,
    Integer,
    Boolean,
    List(Box<Kind>),
}

impl Kind {
    fn of(schema: &Value, components: &Map<String, Value>) -> Self {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix(COMPONENT).and_then(|name| components.get(name));
            return target.map_or(Self::Text, |target| Self::of(target, components));
        }
        let branches = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema.get(key)?.as_array());
        if let Some(branches) = branches {
            let branch =
                branches.iter().find(|branch| branch.get("type").and_then(Value::as_str) != Some("null"));
            return branch.map_or(Self::Text, |branch| Self::of(branch, components));
        }
        let has = |name: &str| match schema.get("type") {
            Some(Value::String(one)) => one == name,
            Some(Value::Array(several)) => several.iter().any(|one| one == name),
            _ => false,
        };
        if has("integer") {
            Self::Integer
        } else if has("boolean") {
            Self::Boolean
        } else if has("array") {
            let items = schema.get("items").map_or(Self::Text, |items| Self::of(items, components));
            Self::List(Box::new(items))
        } else {
            Self::Text
        }
    }

    fn convert(&self, text: String) -> Value {
        match self {
            Self::Text => Value::String(text),
            Self::Integer => integer(&text).unwrap_or(Value::String(text)),
            Self::Boolean => match text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => Value::String(text),
            },
            Self::List(items) => {
                Value::Array(text.split(',').map(|item| items.convert(item.to_owned())).collect())
            }
        }
    }
}

/// A decimal integer as JSON writes it; one beyond 64 bits becomes a float, which no bound lets through.
fn integer(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    text.parse::<i64>().map(Value::from).ok().or_else(|| text.parse::<f64>().map(Value::from).ok())
}

/// What is known of a parameter struct, worked out once for each type.
#[derive(Debug)]
struct Shape {
    kinds: HashMap<String, Kind>,
    validators: Validators,
}

impl Shape {
    fn new<T: ToSchema>() -> Self {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        parts.push((T::name().into_owned(), T::schema()));
        let mut components = Map::new();
        for (name, schema) in parts {
            components.insert(name, serde_json::to_value(schema).unwrap_or_default());
        }
        let properties = components.get(&*T::name()).and_then(|schema| schema.get("properties"));
        let kinds = properties
            .and_then(Value::as_object)
            .map(|members| {
                members.iter().map(|(name, schema)| (name.clone(), Kind::of(schema, &components))).collect()
            })
            .unwrap_or_default();
        Self { kinds, validators: Validators::new(&json!({"components": {"schemas": components}})) }
    }

    fn collect(&self, query: &str) -> (Value, Vec<Violation>) {
        let (mut value, mut errors) = (Map::new(), Vec::new());
        for pair in pairs(query) {
            if errors.len() >= MOST_VIOLATIONS {
                break;
            }
            let (name, text) = match pair {
                Ok(pair) => pair,
                Err(violation) => {
                    errors.push(violation);
                    continue;
                }
            };
            match self.kinds.get(&name) {
                None => errors.push(unknown(&name)),
                Some(_) if value.contains_key(&name) => {
                    errors.push(violation(
                        &name,
                        "repeated",
                        "Chỉ được ghi một lần.",
                        "It may be given once.",
                    ));
                }
                Some(kind) => {
                    value.insert(name, kind.convert(text));
                }
            }
        }
        (Value::Object(value), errors)
    }
}

fn shape_of<T: ToSchema + 'static>() -> Arc<Shape> {
    static SHAPES: OnceLock<RwLock<HashMap<TypeId, Arc<Shape>>>> = OnceLock::new();
    let shapes = SHAPES.get_or_init(RwLock::default);
    let known = shapes.read().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>()).cloned();
    known.unwrap_or_else(|| {
        let shape = Arc::new(Shape::new::<T>());
        shapes.write().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), Arc::clone(&shape));
        shape
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::page::{CursorText, Limit};
    use crate::kernel::id::Uuid;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, ToSchema, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum State {
        Draft,
        Issued,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        #[serde(default)]
        limit: Limit,
        cursor: Option<CursorText>,
        #[schema(max_length = 10)]
        q: Option<String>,
        under: Option<Uuid>,
        open: Option<bool>,
        #[schema(max_items = 2)]
        state: Option<Vec<State>>,
        year: Option<i32>,
    }

    fn broken(query: &str) -> Vec<(String, &'static str)> {
        let problem = parse::<Filter>(query).unwrap_err();
        assert_eq!(problem.code, Code::InvalidQuery);
        let mut found: Vec<_> = problem
            .errors
            .into_iter()
            .map(|error| match error.place {
                Place::Query(name) => (name, error.code),
                other => unreachable!("{other:?}"),
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn texts_become_what_the_schema_says() {
        let filter: Filter =
            parse("limit=7&q=c%C3%B4ng+%C4%91o%C3%A0n&open=true&state=draft,issued&year=-1&cursor=aZ_-")
                .unwrap();
        assert_eq!(filter.limit.get(), 7);
        assert_eq!(filter.q.as_deref(), Some("công đoàn"));
        assert_eq!(filter.open, Some(true));
        assert_eq!(filter.state, Some(vec![State::Draft, State::Issued]));
        assert_eq!(filter.year, Some(-1));
        assert_eq!(filter.cursor.unwrap().as_str(), "aZ_-");
        let empty: Filter = parse("").unwrap();
        assert_eq!(empty.limit.get(), 50);
        assert!(empty.under.is_none());
    }

    #[test]
    fn an_answer_does_not_grow_with_the_number_of_wrong_parameters() {
        assert_eq!(broken(&"a&".repeat(4_000)).len(), MOST_VIOLATIONS);
        assert_eq!(broken(&format!("limit=0&{}", "a&".repeat(4_000))).len(), MOST_VIOLATIONS);
    }

    #[test]
    fn every_wrong_parameter_is_named_at_once() {
        let is = |list: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
            list.iter().map(|(name, code)| ((*name).to_owned(), *code)).collect()
        };
        assert_eq!(
            broken("limit=201&x=1&q=12345678901&under=7&open=yes&state=draft,lost&state=draft&year=1e3"),
            is(&[
                ("limit", "out_of_range"),
                ("open", "wrong_type"),
                ("q", "too_long"),
                ("state", "not_allowed"),
                ("state", "repeated"),
                ("under", "malformed"),
                ("x", "unknown_parameter"),
                ("year", "wrong_type"),
            ])
        );
        assert_eq!(broken("limit=0"), is(&[("limit", "out_of_range")]));
        assert_eq!(broken("limit="), is(&[("limit", "wrong_type")]));
        assert_eq!(broken("limit=007"), is(&[("limit", "wrong_type")]));
        assert_eq!(broken("year=99999999999999999999"), is(&[("year", "out_of_range")]));
        assert_eq!(broken("year=4000000000"), is(&[("year", "out_of_range")]));
        assert_eq!(broken("q=%ff"), is(&[("q", "malformed")]));
        assert_eq!(broken("cursor=a%20b"), is(&[("cursor", "malformed")]));
        assert_eq!(broken("state=draft,draft,draft"), is(&[("state", "too_many")]));
    }
}
