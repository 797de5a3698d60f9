//! A request about a record, and what became of it.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, IF_MATCH};
use serde_json::{Value, json};

use crate::attachments::samples::pdf;
use crate::attachments::{UPLOADS, creation, form_for, piece};
use crate::support::world::D1;
use crate::support::{Actor, Answer};

/// An operation as the document has it.
pub struct Operation {
    pub method: Method,
    path: String,
    pub public: bool,
    /// Whether it needs `If-Match`.
    pub conditional: bool,
    statuses: BTreeSet<u16>,
}

/// All operations of the document by their ids.
pub fn operations() -> BTreeMap<String, Operation> {
    let document = congdoan::server::document();
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let made = Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                public: operation["security"].as_array().unwrap().is_empty(),
                conditional: parameters.iter().any(|parameter| parameter["name"] == "If-Match"),
                statuses: operation["responses"]
                    .as_object()
                    .unwrap()
                    .keys()
                    .map(|status| status.parse().unwrap())
                    .collect(),
            };
            found.insert(operation["operationId"].as_str().unwrap().to_owned(), made);
        }
    }
    found
}

/// What is sent of a file.
#[derive(Clone, Copy)]
enum OfFile {
    Beginning,
    Piece,
    Form,
    Table,
}

/// A good request: it is done for whoever may.
#[derive(Clone, Default)]
pub struct Case {
    /// What it sends instead of JSON, about the record with `id`.
    file: Option<OfFile>,
    /// What stands in the path.
    id: String,
    query: String,
    body: Value,
    etag: String,
    shows: Option<String>,
    by: Option<Actor>,
}

impl Case {
    /// A request about nothing in particular.
    pub fn new() -> Self {
        Self { body: json!({}), ..Self::default() }
    }

    /// A request about the record with this id (or this code).
    pub fn at(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::new() }
    }

    /// A request about this record at this version.
    pub fn of(record: &Answer) -> Self {
        Self { id: record.id(), etag: record.etag(), ..Self::new() }
    }

    /// With this body.
    pub fn with(self, body: Value) -> Self {
        Self { body, ..self }
    }

    /// Begins an upload to the task item.
    pub fn begins(self) -> Self {
        Self { file: Some(OfFile::Beginning), ..self }
    }

    /// Goes on with the upload.
    pub fn goes_on(self) -> Self {
        Self { file: Some(OfFile::Piece), ..self }
    }

    /// Sends a form with a file for the task item.
    pub fn sends_form(self) -> Self {
        Self { file: Some(OfFile::Form), ..self }
    }

    /// Sends a table of awards.
    pub fn sends_table(self) -> Self {
        Self { file: Some(OfFile::Table), ..self }
    }

    /// With these parameters.
    pub fn filter(self, query: impl Into<String>) -> Self {
        Self { query: query.into(), ..self }
    }

    /// The answer shows this id to whoever may see the record.
    pub fn shows(self, id: impl Into<String>) -> Self {
        Self { shows: Some(id.into()), ..self }
    }

    /// From this session, which it may end.
    pub fn by(self, actor: Actor) -> Self {
        Self { by: Some(actor), ..self }
    }

    /// The same with another entity tag.
    pub fn etag(self, etag: &str) -> Self {
        Self { etag: etag.to_owned(), ..self }
    }

    /// The same about a record, or with an organisation in the body, that nobody has ever seen.
    pub fn about_nothing(&self) -> Self {
        const NOTHING: &str = "01940000-0000-7000-8000-0000000000ff";
        let mut body: Value = serde_json::from_str(&self.body.to_string().replace(D1, NOTHING)).unwrap();
        if body["organisation_id"].is_null() && body["programme_id"].is_string() {
            body["programme_id"] = json!(NOTHING);
        }
        if body["organisation_id"].is_null() && body["round_id"].is_string() {
            body["round_id"] = json!(NOTHING);
        }
        let query = self.query.replace(D1, NOTHING);
        Self { id: NOTHING.to_owned(), query, body, ..self.clone() }
    }

    /// Sends it as whom it needs, or else as `actor`.
    pub async fn send(&self, actor: &Actor, operation: &Operation) -> Answer {
        self.send_as(self.by.as_ref().unwrap_or(actor), operation).await
    }

    /// Sends it as `actor`, whomever it needs.
    pub async fn send_as(&self, actor: &Actor, operation: &Operation) -> Answer {
        let task = ("task_item", self.id.as_str());
        match self.file {
            Some(OfFile::Beginning) => return actor.send(creation(actor, "a.pdf", task, 100)).await,
            Some(OfFile::Form) => return actor.send(form_for(actor, "a.pdf", task, &pdf(100))).await,
            Some(OfFile::Piece) => {
                return actor.send(piece(actor, &format!("{UPLOADS}/{}", self.id), 0, b"%")).await;
            }
            Some(OfFile::Table) => {
                let path = format!("{}{}", operation.path, self.query);
                let request = actor.request(Method::POST, &path).header(CONTENT_TYPE, "text/csv");
                return actor.send(request.body("organisation_code\n")).await;
            }
            None => {}
        }
        let path = operation.path.replace("{id}", &self.id).replace("{code}", &self.id);
        let mut request = actor.request(operation.method.clone(), &format!("{path}{}", self.query));
        if path.starts_with(UPLOADS) {
            request = request.header("tus-resumable", "1.0.0");
        }
        if operation.method == Method::POST || operation.method == Method::PATCH {
            request = request.json(&self.body);
        }
        if operation.conditional && !self.etag.is_empty() {
            request = request.header(IF_MATCH, &self.etag);
        }
        actor.send(request).await
    }
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 2xx, with the record where the answer is a list.
    Done,
    /// 2xx, without the record.
    Hidden,
    /// 403 `forbidden`.
    Forbidden,
    /// 404 `not_found`.
    NotFound,
    /// 422: the body names an organisation that is not there for the caller.
    Unknown,
    /// Anything else.
    Other,
}

impl Outcome {
    /// As the golden table has it.
    pub const fn letter(self) -> char {
        match self {
            Self::Done => 'y',
            Self::Hidden => 'h',
            Self::Forbidden => 'f',
            Self::NotFound => 'n',
            Self::Unknown => 'u',
            Self::Other => '?',
        }
    }

    /// What `answer` to `case` is.
    pub fn of(answer: &Answer, case: &Case, operation: &Operation) -> Self {
        assert!(operation.statuses.contains(&answer.status), "not documented: {answer}");
        match answer.status {
            200..300 => match &case.shows {
                Some(id) if !answer.text.contains(id.as_str()) => Self::Hidden,
                _ => Self::Done,
            },
            // Who sees a session and is not on its council.
            403 if answer["code"] == "not_on_council" => Self::Forbidden,
            403 if !answer.problem("forbidden").is_string() => Self::Forbidden,
            404 if !answer.problem("not_found").is_string() => Self::NotFound,
            422 if names_nothing(answer) => Self::Unknown,
            _ => Self::Other,
        }
    }
}

/// Whether all that is wrong is what the body names, an organisation first.
fn names_nothing(answer: &Answer) -> bool {
    let wrong = answer.violations();
    let organisation =
        |place: &str| ["/organisation_id", "/parent_id", "/programme_id", "/round_id"].contains(&place);
    wrong.iter().all(|(_, code)| code == "not_found") && wrong.iter().any(|(place, _)| organisation(place))
}
