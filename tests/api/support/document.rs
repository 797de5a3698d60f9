//! The operations of the OpenAPI document, for tests that go over all of them.

use std::sync::OnceLock;

use reqwest::Method;
use serde_json::Value;

/// One operation.
#[derive(Clone)]
pub struct Operation {
    pub method: Method,
    /// Its path, with `{id}` where an id goes.
    pub path: String,
    spec: &'static Value,
}

/// The document that the server serves.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(congdoan::server::document)
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for (method, spec) in item.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            found.push(Operation { method, path: path.clone(), spec });
        }
    }
    found
}

impl Operation {
    /// The schemas of its parameters of one place (`query`, `header`, `path`), by their names.
    pub fn parameters(&self, place: &str) -> Vec<(&'static str, &'static Value)> {
        let all = self.spec["parameters"].as_array().into_iter().flatten();
        all.filter(|one| one["in"] == place)
            .map(|one| (one["name"].as_str().unwrap(), resolved(&one["schema"])))
            .collect()
    }

    /// The schemas of the query parameters it cannot be asked without.
    pub fn needed(&self) -> Vec<(&'static str, &'static Value)> {
        let all = self.spec["parameters"].as_array().into_iter().flatten();
        let needed = |name| move |one: &Value| one["name"] == name && one["required"] == true;
        let known = self.parameters("query").into_iter();
        known.filter(|(name, _)| all.clone().any(needed(*name))).collect()
    }

    /// Whether it has this parameter.
    pub fn takes(&self, place: &str, name: &str) -> bool {
        self.parameters(place).iter().any(|(known, _)| *known == name)
    }

    /// Whether it has a body that may be left out.
    pub fn body_is_optional(&self) -> bool {
        self.spec["requestBody"]["required"] == false
    }

    /// The schema of its body, where it has one.
    pub fn body(&self) -> Option<&'static Value> {
        let schema = self.spec.pointer("/requestBody/content/application~1json/schema")?;
        Some(resolved(schema))
    }

    /// Whether the body must be there.
    pub fn needs_body(&self) -> bool {
        self.spec["requestBody"]["required"] == true
    }
}

/// What a reference refers to, and of a choice with `null` the other.
pub fn resolved(schema: &'static Value) -> &'static Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return resolved(document().pointer(&reference[1..]).unwrap());
    }
    let mut meant =
        schema["oneOf"].as_array().into_iter().flatten().filter(|branch| branch["type"] != "null");
    match (meant.next(), meant.next()) {
        (Some(only), None) => resolved(only),
        _ => schema,
    }
}
