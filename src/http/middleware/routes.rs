//! The documented paths and methods, to tell a wrong method (405) from a wrong path (404).

use actix_web::HttpResponse;
use actix_web::http::Method;
use serde_json::Value;

use crate::kernel::problem::{Outcome, Problem};

/// Every documented path with its methods. Application data: `web::Data<RouteTable>`.
#[derive(Clone, Debug, Default)]
pub struct RouteTable {
    routes: Vec<Route>,
}

#[derive(Clone, Debug)]
struct Route {
    /// `None` stands for a parameter.
    segments: Vec<Option<String>>,
    operations: Vec<Operation>,
}

#[derive(Clone, Debug)]
struct Operation {
    method: Method,
    takes_query: bool,
}

impl RouteTable {
    /// From a finished OpenAPI document.
    #[must_use]
    pub fn new(document: &Value) -> Self {
        let paths = document.get("paths").and_then(Value::as_object);
        let mut routes: Vec<Route> =
            paths.into_iter().flatten().map(|(template, item)| Route::new(template, item)).collect();
        // Fixed segments go before parameters, as in the router.
        routes.sort_by_key(|route| route.segments.iter().map(Option::is_none).collect::<Vec<_>>());
        Self { routes }
    }

    /// The methods that `path` answers, comma separated, when `method` is none of them; `None` as well when there is no
    /// such path. A fixed path is never read as one with a parameter, whatever the method.
    pub(crate) fn allow_instead(&self, path: &str, method: &Method) -> Option<String> {
        let route = self.route(path)?;
        if route.operation(method).is_some() {
            return None;
        }
        let mut methods: Vec<&str> =
            route.operations.iter().map(|operation| operation.method.as_str()).collect();
        methods.sort_unstable();
        Some(methods.join(", "))
    }

    /// Whether the operation may have a query string. True for what is not in the table: it is not ours to judge.
    pub(super) fn takes_query(&self, path: &str, method: &Method) -> bool {
        let operation = self.route(path).and_then(|route| route.operation(method));
        operation.is_none_or(|operation| operation.takes_query)
    }

    fn route(&self, path: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.matches(path))
    }
}

impl Route {
    fn new(template: &str, item: &Value) -> Self {
        let segments = template
            .split('/')
            .map(|part| if part.starts_with('{') { None } else { Some(part.to_owned()) })
            .collect();
        let mut operations = Vec::new();
        for (name, operation) in item.as_object().into_iter().flatten() {
            let Ok(method) = Method::from_bytes(name.to_ascii_uppercase().as_bytes()) else { continue };
            if operation.get("responses").is_none() {
                continue;
            }
            let parameters = operation.get("parameters").and_then(Value::as_array);
            let takes_query = parameters.is_some_and(|all| {
                all.iter().any(|one| one.get("in").and_then(Value::as_str) == Some("query"))
            });
            operations.push(Operation { method, takes_query });
        }
        Self { segments, operations }
    }

    fn operation(&self, method: &Method) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.method == *method)
    }

    fn matches(&self, path: &str) -> bool {
        let mut parts = path.split('/');
        let fits = self.segments.iter().all(|segment| match (segment, parts.next()) {
            (Some(fixed), Some(part)) => fixed == part,
            (None, Some(part)) => !part.is_empty(),
            (_, None) => false,
        });
        fits && parts.next().is_none()
    }
}

/// The application's default service: 404.
///
/// # Errors
/// Always `not_found`.
pub async fn not_found() -> Outcome<HttpResponse> {
    Err(Problem::not_found())
}
