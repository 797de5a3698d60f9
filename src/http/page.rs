//! Lists: one page with the cursor to the next. The query struct of each list names `limit`, `cursor` and its
//! own filters; [`Limit`] and [`CursorText`] bring their bounds.

use std::borrow::Cow;
use std::fmt::Write;

use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::conditional::{JSON, PRIVATE};
use crate::kernel::cursor;
use crate::kernel::problem::Problem;

/// How many rows a page holds: 1 to 200, by default 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Limit(u8);

impl Limit {
    /// The number of rows. The schema has checked it; it is held to its bounds whoever made it.
    #[must_use]
    pub fn get(self) -> i64 {
        i64::from(self.0.clamp(1, 200))
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .description(Some("How many rows a page holds."))
            .minimum(Some(1))
            .maximum(Some(200))
            .default(Some(json!(50)))
            .examples([json!(20)])
            .into()
    }
}

impl ToSchema for Limit {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Limit")
    }
}

/// A cursor as it came in `next_cursor`. Opaque; `kernel::cursor` opens and checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CursorText(String);

impl CursorText {
    /// The text, base64url.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialSchema for CursorText {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The `next_cursor` of the page before. Absent for the first page."))
            .min_length(Some(1))
            .max_length(Some(cursor::MAX_LENGTH))
            .pattern(Some("^[A-Za-z0-9_-]+$"))
            .into()
    }
}

impl ToSchema for CursorText {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("CursorText")
    }
}

/// What a list can be asked for besides its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Include {
    /// The number of all that match.
    Total,
}

/// About what an item takes in bytes; the answer's buffer is made as large at once.
const USUAL_ITEM: usize = 768;

/// One page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// The rows of this page, in the order asked for.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    #[schema(required = true, max_length = 4096, example = json!(null))]
    pub next_cursor: Option<String>,
    /// How many rows there are in all. Only with `include=total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, example = 132, nullable = false)]
    pub total: Option<i64>,
}

impl<T: Serialize> Responder for Listing<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut bytes = Vec::with_capacity(1024 + self.items.len() * USUAL_ITEM);
        if let Err(fault) = serde_json::to_writer(&mut bytes, &self) {
            return HttpResponse::from_error(Problem::internal(fault));
        }
        let mut response = HttpResponse::Ok();
        response.insert_header((header::CONTENT_TYPE, JSON)).insert_header((header::CACHE_CONTROL, PRIVATE));
        if let Some(cursor) = &self.next_cursor {
            response.insert_header((header::LINK, next_link(request, cursor)));
        }
        response.body(bytes)
    }
}

/// The address of the next page (RFC 8288): this one's with another cursor.
fn next_link(request: &HttpRequest, cursor: &str) -> String {
    let mut link = format!("<{}?", request.uri().path());
    let others = request
        .query_string()
        .split('&')
        .filter(|pair| !pair.is_empty() && *pair != "cursor" && !pair.starts_with("cursor="));
    for pair in others {
        // The three characters that could end the reference early.
        let pair = pair.replace('<', "%3C").replace('>', "%3E").replace('"', "%22");
        let _ = write!(link, "{pair}&");
    }
    let _ = write!(link, "cursor={cursor}>; rel=\"next\"");
    link
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::body::to_bytes;
    use actix_web::test::TestRequest;

    #[actix_web::test]
    async fn a_page_links_to_the_next_with_the_same_filter() {
        let request = TestRequest::get().uri("/api/v1/things?cursor=old&limit=2&q=a%26b").to_http_request();
        let page = Listing { items: vec![1, 2], next_cursor: Some("new".to_owned()), total: None };
        let response = page.respond_to(&request);
        assert_eq!(
            response.headers().get("link").unwrap(),
            "</api/v1/things?limit=2&q=a%26b&cursor=new>; rel=\"next\""
        );
        assert_eq!(response.headers().get("cache-control").unwrap(), "private, no-cache");
        assert_eq!(to_bytes(response.into_body()).await.unwrap(), r#"{"items":[1,2],"next_cursor":"new"}"#);
    }

    #[actix_web::test]
    async fn the_last_page_links_nowhere_and_may_tell_the_total() {
        let request = TestRequest::get().uri("/things").to_http_request();
        let page = Listing::<i32> { items: vec![], next_cursor: None, total: Some(0) };
        let response = page.respond_to(&request);
        assert!(!response.headers().contains_key("link"));
        assert_eq!(
            to_bytes(response.into_body()).await.unwrap(),
            r#"{"items":[],"next_cursor":null,"total":0}"#
        );
    }

    #[test]
    fn a_cursor_that_is_given_is_taken() {
        let schema = |schema: RefOr<Schema>| serde_json::to_value(schema).unwrap();
        let most = json!(cursor::MAX_LENGTH);
        assert_eq!(schema(CursorText::schema())["maxLength"], most);
        assert_eq!(schema(Listing::<i32>::schema())["properties"]["next_cursor"]["maxLength"], most);
    }

    #[test]
    fn a_limit_keeps_its_bounds() {
        assert_eq!((Limit(0).get(), Limit(255).get(), Limit::default().get()), (1, 200, 50));
    }
}
