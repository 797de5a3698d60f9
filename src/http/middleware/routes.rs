//! The documented paths and methods, to tell a wrong method (405) from a wrong path (404).

use actix_web::http::{Method, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
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

    /// The methods that `path` answers, comma separated; `None` when there is no such path.
    #[must_use]
    pub fn allow(&self, path: &str) -> Option<String> {
        let route = self.matching(path).next()?;
        let mut methods: Vec<&str> =
            route.operations.iter().map(|operation| operation.method.as_str()).collect();
        methods.sort_unstable();
        Some(methods.join(", "))
    }

    /// Whether the operation may have a query string. True for what is not in the table: it is not ours to judge.
    pub(super) fn takes_query(&self, path: &str, method: &Method) -> bool {
        self.matching(path)
            .find_map(|route| route.operations.iter().find(|operation| operation.method == *method))
            .is_none_or(|operation| operation.takes_query)
    }

    fn matching<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Route> {
        self.routes.iter().filter(move |route| route.matches(path))
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

/// The application's default service: 405 with `Allow` for a known path, else 404.
///
/// # Errors
/// `not_found`.
pub async fn not_found(request: HttpRequest) -> Outcome<HttpResponse> {
    let table = request.app_data::<Data<RouteTable>>();
    match table.and_then(|table| table.allow(request.path())) {
        // `finish` makes the problem document of it and keeps the header.
        Some(allow) => Ok(HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, allow)).finish()),
        None => Err(Problem::not_found()),
    }
}
