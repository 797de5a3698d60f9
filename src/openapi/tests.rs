use crate::kernel::id::Uuid;
use actix_web::http::Method;
use actix_web::{App, HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::{AppExt, scope};

use super::*;
use crate::http::{
    Body, CursorText, Id, IfMatch, Limit, Listing, OptionalBody, Query, Resource, RouteTable, Validators,
    Versioned,
};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::text::Line;

/// Where a note stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NoteState {
    Open,
    Closed,
}

/// A note.
#[derive(Debug, Serialize, ToSchema)]
struct NoteDto {
    /// Its id.
    id: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1, example = 7)]
    version: i64,
    /// What it is about.
    title: Line<20>,
    /// More of it.
    subtitle: Option<Line<20>>,
    /// Where it stands.
    state: NoteState,
    /// Where it stood.
    before: Option<NoteState>,
    /// How often it was read.
    count: i32,
}

impl Versioned for NoteDto {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A new note.
#[expect(dead_code, reason = "only its schema is looked at")]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// What it is about.
    title: Line<20>,
    /// More of it.
    #[schema(max_items = 3)]
    more: Option<Vec<Line<20>>>,
}

/// Changes of a note.
#[expect(dead_code, reason = "only its schema is looked at")]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EditNote {
    /// What it is about.
    #[serde(default)]
    title: Patch<Line<20>>,
    /// More of it.
    #[serde(default)]
    subtitle: Patch<Option<Line<20>>>,
    /// Where it stands.
    #[serde(default)]
    state: Patch<NoteState>,
}

/// Why a note is closed.
#[expect(dead_code, reason = "only its schema is looked at")]
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CloseNote {
    /// Why.
    reason: Option<Line<20>>,
}

#[expect(dead_code, reason = "only its schema is looked at")]
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NoteFilter {
    #[serde(default)]
    limit: Limit,
    cursor: Option<CursorText>,
    /// Only those in one of these states.
    #[param(max_items = 2)]
    state: Option<Vec<NoteState>>,
    /// Words of the title.
    #[param(max_length = 20)]
    q: Option<String>,
}

/// Lists notes.
#[utoipa::path(tag = "notes", params(NoteFilter), responses((status = 200, body = Listing<NoteDto>)))]
#[get("/notes")]
async fn list_notes(_query: Query<NoteFilter>) -> Outcome<Listing<NoteDto>> {
    Err(Problem::not_found())
}

/// Reads one note.
///
/// With all that belongs to it.
#[utoipa::path(tag = "notes", responses((status = 200, body = NoteDto)))]
#[get("/notes/{id}")]
async fn read_note(_id: Id) -> Outcome<Resource<NoteDto>> {
    Err(Problem::not_found())
}

/// Makes a note.
#[utoipa::path(tag = "notes", request_body = NewNote, responses((status = 201, body = NoteDto)))]
#[post("/notes")]
async fn create_note(_body: Body<NewNote>) -> Outcome<Resource<NoteDto>> {
    Err(Problem::not_found())
}

/// Edits a note.
#[utoipa::path(tag = "notes", request_body = EditNote, responses((status = 200, body = NoteDto)))]
#[patch("/notes/{id}")]
async fn edit_note(_id: Id, _version: IfMatch, _body: Body<EditNote>) -> Outcome<Resource<NoteDto>> {
    Err(Problem::not_found())
}

/// Closes a note.
#[utoipa::path(tag = "notes", request_body = CloseNote, responses((status = 200, body = NoteDto)))]
#[post("/notes/{id}/close")]
async fn close_note(
    _id: Id,
    _version: IfMatch,
    _body: OptionalBody<CloseNote>,
) -> Outcome<Resource<NoteDto>> {
    Err(Problem::not_found())
}

/// Removes a draft.
#[utoipa::path(tag = "notes", responses((status = 204)))]
#[delete("/notes/{id}")]
async fn delete_note(_id: Id, _version: IfMatch) -> Outcome<HttpResponse> {
    Err(Problem::not_found())
}

/// Signs in.
#[utoipa::path(tag = "auth", request_body = NewNote, responses((status = 200, body = NoteDto)))]
#[post("/auth/login")]
async fn sign_in(_body: Body<NewNote>) -> Outcome<Resource<NoteDto>> {
    Err(Problem::not_found())
}

fn document() -> Value {
    let (_, generated) = App::new()
        .into_utoipa_app()
        .service(
            scope::scope("/api/v1")
                .service(list_notes)
                .service(read_note)
                .service(create_note)
                .service(edit_note)
                .service(close_note)
                .service(delete_note)
                .service(sign_in),
        )
        .configure(crate::http::catalogue::routes)
        .split_for_parts();
    finish(generated)
}

fn operation<'a>(document: &'a Value, method: &str, path: &str) -> &'a Value {
    &document["paths"][path][method]
}

fn parameters(operation: &Value) -> Vec<&str> {
    let all = operation["parameters"].as_array();
    all.into_iter().flatten().map(|one| one["name"].as_str().unwrap()).collect()
}

fn statuses(operation: &Value) -> Vec<&str> {
    operation["responses"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_good_document_has_no_fault_and_is_the_same_each_time() {
    let document = document();
    assert_eq!(faults(&document), Vec::<String>::new());
    assert_eq!(to_json(&document), to_json(&self::document()));
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["tags"][0]["name"], "auth");
    assert_eq!(Validators::new(&document).faults(), Vec::<String>::new());
    if let Ok(path) = std::env::var("OPENAPI_SAMPLE") {
        std::fs::write(path, to_json(&document)).unwrap();
    }
}

#[test]
fn each_operation_has_what_its_method_and_path_ask_for() {
    let document = document();
    let note = "/api/v1/notes/{id}";
    let read = operation(&document, "get", note);
    assert_eq!(parameters(read), ["id"]);
    assert_eq!(read["parameters"][0]["schema"]["format"], "uuid");
    assert_eq!(read["security"], json!([{"bearer": []}]));
    assert_eq!(statuses(read), ["200", "304", "400", "401", "403", "404", "414", "415", "429", "500", "503"]);
    assert_eq!(read["responses"]["200"]["headers"]["ETag"]["$ref"], "#/components/headers/ETag");
    assert_eq!(
        (&read["summary"], &read["description"]),
        (&json!("Reads one note"), &json!("With all that belongs to it."))
    );

    assert_eq!(parameters(operation(&document, "post", "/api/v1/notes")), ["Idempotency-Key"]);
    assert_eq!(parameters(operation(&document, "patch", note)), ["id", "If-Match"]);
    assert_eq!(parameters(operation(&document, "delete", note)), ["id", "If-Match"]);
    let close = operation(&document, "post", "/api/v1/notes/{id}/close");
    assert_eq!(parameters(close), ["id", "If-Match", "Idempotency-Key"]);
    assert!(["409", "412", "413", "422", "428"].iter().all(|status| statuses(close).contains(status)));
    let made = &operation(&document, "post", "/api/v1/notes")["responses"]["201"]["headers"];
    assert!(made["Location"].is_object() && made["ETag"].is_object());

    let login = operation(&document, "post", "/api/v1/auth/login");
    assert_eq!((&login["security"], parameters(login)), (&json!([]), vec![]));
    assert!(statuses(login).contains(&"401") && !statuses(login).contains(&"403"));
    assert_eq!(operation(&document, "get", "/problems")["security"], json!([]));
}

#[test]
fn query_parameters_are_never_null_and_lists_are_comma_separated() {
    let document = document();
    let list = operation(&document, "get", "/api/v1/notes");
    assert_eq!(parameters(list), ["limit", "cursor", "state", "q"]);
    let one = |index: usize| &list["parameters"][index];
    assert_eq!(one(0)["schema"]["maximum"], 200);
    assert_eq!(one(1)["schema"]["type"], "string");
    assert_eq!((&one(2)["schema"]["type"], &one(2)["explode"]), (&json!("array"), &json!(false)));
    assert_eq!(one(3)["schema"]["type"], "string");
    assert!(list["responses"]["200"]["headers"]["Link"].is_object());
}

#[test]
fn scalars_stand_where_they_are_used() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let names: Vec<_> = schemas.keys().map(String::as_str).collect();
    assert!(names.iter().all(|name| !name.starts_with("Line") && !name.starts_with("Patch")), "{names:?}");
    let edit = &schemas["EditNote"]["properties"];
    assert_eq!(edit["title"]["maxLength"], 20);
    assert_eq!(edit["subtitle"]["type"], json!(["string", "null"]));
    assert_eq!(schemas["NoteDto"]["properties"]["before"]["description"], "Where it stood.");
    assert_eq!(schemas["NoteDto"]["properties"]["count"]["maximum"], i32::MAX);
    assert_eq!(schemas["NewNote"]["additionalProperties"], json!(false));
}

#[test]
fn the_documented_schemas_are_the_enforced_ones() {
    let validators = Validators::new(&document());
    let codes = |name: &str, value: Value| -> Vec<&'static str> {
        validators.validate(name, &value).unwrap().into_iter().map(|violation| violation.code).collect()
    };
    assert_eq!(
        codes("EditNote", json!({"title": "a", "subtitle": null, "state": "closed"})),
        Vec::<&str>::new()
    );
    assert_eq!(codes("EditNote", json!({"title": null})), ["wrong_type"]);
    assert_eq!(codes("EditNote", json!({"title": "a\u{0}"})), ["malformed"]);
    assert_eq!(codes("EditNote", json!({"version": 1})), ["unknown_member"]);
    assert_eq!(codes("NewNote", json!({"title": "a", "more": null})), Vec::<&str>::new());
}

#[test]
fn a_bad_document_is_told_its_faults() {
    let bad = json!({
        "paths": {
            "/a": {"get": {"operationId": "x", "tags": ["t"], "summary": "s", "responses": {"200": {}}}},
            "/b": {"post": {
                "operationId": "x", "tags": [], "responses": {"400": {}},
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Open"}}}},
            }},
        },
        "components": {"schemas": {"Open": {"properties": {"a": {"$ref": "#/components/schemas/Gone"}}}}},
    });
    let found = faults(&bad).join("\n");
    let parts = [
        "taken",
        "one tag",
        "no summary",
        "no success",
        "refers to Gone",
        "Open takes unknown",
        "nothing is said of a",
    ];
    for part in parts {
        assert!(found.contains(part), "{part} in {found}");
    }
}

#[test]
fn the_route_table_knows_the_documents_paths() {
    let table = RouteTable::new(&document());
    assert_eq!(table.allow_instead("/api/v1/notes/7", &Method::PUT).as_deref(), Some("DELETE, GET, PATCH"));
    assert_eq!(table.allow_instead("/api/v1/notes", &Method::POST), None);
    assert_eq!(table.allow_instead("/api/v1/notes", &Method::PUT).as_deref(), Some("GET, POST"));
    assert_eq!(table.allow_instead("/api/v1/notes/7/open", &Method::PUT), None);
}
