//! Where a request meets a use case: who asks, in which transaction, and how the result goes back.
//!
//! A handler names [`Api`] in its signature and so cannot run for a caller without a valid token. The rights are
//! read in the same transaction as the work (but for [`Api::single_row`]), so what ended a moment ago does not count
//! any more.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{Body, OptionalBody, digest_of};
use super::conditional::{JSON, PRIVATE, Resource, Versioned, etag};
use super::middleware::RequestId;
use super::page::{CursorText, Include, Limit, Listing};
use super::query::Query;
use crate::app::App;
use crate::db::AnyConnection;
use crate::identity::{Claims, Principal};
use crate::journal::{self, EntryDto};
use crate::kernel::clock::Instant;
use crate::kernel::cursor::Cursor;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Bilingual, Code, Outcome, Place, Problem, Violation};
use crate::usecase::{Key, Reading, Stored, Writing, once};
use crate::vault::Vault;

/// A resource with an id, for the `Location` of a new one.
pub trait Identified {
    /// Its id.
    fn id(&self) -> Uuid;
}

/// A signed-in caller's request.
pub struct Api {
    app: Data<App>,
    claims: Claims,
    request_id: Option<Uuid>,
    idempotency: Outcome<Option<String>>,
    path: String,
    bare_digest: [u8; 32],
    before_password: bool,
}

impl FromRequest for Api {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// A value that was read from a request in another way than as JSON.
#[derive(Debug)]
pub struct Digested<T> {
    /// The value.
    pub value: T,
    /// As [`Body::digest`].
    pub digest: [u8; 32],
}

impl<T> Sent<T> for Digested<T> {
    fn parts(self) -> (T, [u8; 32]) {
        (self.value, self.digest)
    }
}

/// What a body extractor leaves for the use case.
pub trait Sent<T> {
    /// The value, and the digest of the request.
    fn parts(self) -> (T, [u8; 32]);
}

impl<T> Sent<T> for Body<T> {
    fn parts(self) -> (T, [u8; 32]) {
        (self.value, self.digest)
    }
}

impl<T> Sent<T> for OptionalBody<T> {
    fn parts(self) -> (T, [u8; 32]) {
        (self.value, self.digest)
    }
}

impl Api {
    fn of(request: &HttpRequest) -> Outcome<Self> {
        let app = app_of(request)?;
        let token = bearer(request).ok_or_else(|| Problem::new(Code::Unauthenticated))?;
        let claims = app.tokens.verify(token, app.clock.now())?;
        Ok(Self {
            app,
            claims,
            request_id: request.extensions().get::<RequestId>().map(|id| id.0),
            idempotency: idempotency_key(request),
            path: request.path().to_owned(),
            bare_digest: digest_of(request, b"")?,
            before_password: false,
        })
    }

    /// Lets this request through although the caller must change the password first.
    #[must_use]
    pub fn before_password_change(mut self) -> Self {
        self.before_password = true;
        self
    }

    /// The same caller, for what goes on after the answer: no key belongs to that.
    #[must_use]
    pub fn for_later(&self) -> Self {
        Self {
            app: self.app.clone(),
            claims: self.claims,
            request_id: self.request_id,
            idempotency: Ok(None),
            path: self.path.clone(),
            bare_digest: self.bare_digest,
            before_password: false,
        }
    }

    /// Looks at the `Idempotency-Key` before anything else of the request.
    ///
    /// # Errors
    /// `invalid_header` when it is none.
    pub fn with_good_key(mut self) -> Outcome<Self> {
        let key = self.idempotency?;
        self.idempotency = Ok(key);
        Ok(self)
    }

    /// What all requests share.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The same, for what goes on after the request's own work.
    #[must_use]
    pub fn app_data(&self) -> Data<App> {
        self.app.clone()
    }

    /// Whose token it is.
    #[must_use]
    pub const fn claims(&self) -> Claims {
        self.claims
    }

    /// Runs a use case that changes nothing.
    ///
    /// # Errors
    /// `unauthenticated`, or what the use case answers.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reading<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (claims, now, before) = (self.claims, self.app.clock.now(), self.before_password);
        let vault = Arc::clone(&self.app.vault);
        self.app.db.read(move |db| work(&mut enter(db, vault, claims, now, before)?)).await
    }

    /// Reads one resource.
    ///
    /// # Errors
    /// As [`Api::read`].
    pub async fn resource<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut Reading<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<Resource<T>> {
        self.read(work).await.map(Resource)
    }

    /// Reads a resource that is one row, found with one query: [`Api::resource`] without the snapshot, which only
    /// several queries need (decision 0012). Beside it the rights are read; they may be a moment older.
    ///
    /// # Errors
    /// As [`Api::read`].
    pub async fn single_row<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut Reading<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<Resource<T>> {
        let (claims, now, before) = (self.claims, self.app.clock.now(), self.before_password);
        let vault = Arc::clone(&self.app.vault);
        self.app
            .db
            .read_loosely(move |db| work(&mut enter(db, vault, claims, now, before)?))
            .await
            .map(Resource)
    }

    /// Reads one page of a list. The cursor is bound to the path and every parameter but `limit` and `cursor`.
    ///
    /// # Errors
    /// `invalid_cursor`, or as [`Api::read`].
    pub async fn list<Q: Serialize + Send + 'static, T: Send + 'static>(
        self,
        query: Query<Q>,
        work: impl FnOnce(&mut Reading<'_>, &Q, &Page) -> Outcome<Slice<T>> + Send + 'static,
    ) -> Outcome<Listing<T>> {
        let app = self.app.clone();
        let (page, binding) = page_of(&app, &self.path, &query.0)?;
        let slice = self.read(move |reading| work(reading, &query.0, &page)).await?;
        let next_cursor = slice.next.map(|position| Cursor::seal(&app.cursors, &binding, &position));
        Ok(Listing { items: slice.items, next_cursor, total: slice.total })
    }

    /// The journal's entries of one record, once `visible` has shown that the caller may see it.
    ///
    /// # Errors
    /// As [`Api::list`].
    pub async fn history(
        self,
        query: Query<HistoryQuery>,
        id: impl Into<Uuid>,
        visible: impl FnOnce(&mut Reading<'_>, Uuid) -> Outcome<()> + Send + 'static,
    ) -> Outcome<Listing<EntryDto>> {
        let id = id.into();
        self.list(query, move |reading, _, page| {
            visible(reading, id)?;
            journal::history(reading.db, id, page)
        })
        .await
    }

    /// Creates a resource: 201 with `Location` under `collection`, and its `ETag`.
    ///
    /// # Errors
    /// `unauthenticated`, those of the idempotency key, or what the use case answers; then nothing is written.
    pub async fn create<B, T>(
        self,
        collection: &'static str,
        body: impl Sent<B>,
        work: impl FnOnce(&mut Writing<'_>, B) -> Outcome<T> + Send + 'static,
    ) -> Outcome<Reply>
    where
        B: Send + 'static,
        T: Serialize + Versioned + Identified,
    {
        let (value, digest) = body.parts();
        self.write(digest, move |writing| {
            let made = work(writing, value)?;
            let location = Some(format!("{collection}/{}", made.id()));
            stored(StatusCode::CREATED, Some(etag(&made)), location, &made)
        })
        .await
    }

    /// As [`Api::create`], for a resource that shows what is sealed in the database: no copy of the answer is kept. With
    /// the key of an earlier request the caller is given what `read` shows of that request's resource now.
    ///
    /// # Errors
    /// As [`Api::create`].
    pub async fn create_sealed<B, T>(
        self,
        collection: &'static str,
        body: impl Sent<B>,
        work: impl FnOnce(&mut Writing<'_>, B) -> Outcome<T> + Send + 'static,
        read: impl FnOnce(&mut Reading<'_>, Uuid) -> Outcome<T> + Send + 'static,
    ) -> Outcome<Reply>
    where
        B: Send + 'static,
        T: Serialize + Versioned + Identified,
    {
        let (value, digest) = body.parts();
        let made = move |writing: &mut Writing<'_>| {
            let id = work(writing, value)?.id();
            let location = Some(format!("{collection}/{id}"));
            Ok(Stored { status: 201, etag: None, location, body: String::new() })
        };
        let shown = move |reading: &mut Reading<'_>, kept: Stored| {
            let id = kept.location.as_deref().and_then(|path| path.rsplit('/').next()?.parse().ok());
            let id = id.ok_or_else(|| Problem::internal("a kept answer names no resource"))?;
            let now = read(reading, id)?;
            stored(StatusCode::CREATED, Some(etag(&now)), kept.location, &now)
        };
        self.write_shown(digest, made, shown).await
    }

    /// Changes a resource: 200 with the resource in its new state and its `ETag`.
    ///
    /// # Errors
    /// As [`Api::create`].
    pub async fn change<B, T>(
        self,
        body: impl Sent<B>,
        work: impl FnOnce(&mut Writing<'_>, B) -> Outcome<T> + Send + 'static,
    ) -> Outcome<Reply>
    where
        B: Send + 'static,
        T: Serialize + Versioned,
    {
        let (value, digest) = body.parts();
        self.write(digest, move |writing| {
            let changed = work(writing, value)?;
            stored(StatusCode::OK, Some(etag(&changed)), None, &changed)
        })
        .await
    }

    /// Does something whose answer is no single resource: 200.
    ///
    /// # Errors
    /// As [`Api::create`].
    pub async fn perform<B, T>(
        self,
        body: impl Sent<B>,
        work: impl FnOnce(&mut Writing<'_>, B) -> Outcome<T> + Send + 'static,
    ) -> Outcome<Reply>
    where
        B: Send + 'static,
        T: Serialize,
    {
        let (value, digest) = body.parts();
        self.write(digest, move |writing| stored(StatusCode::OK, None, None, &work(writing, value)?)).await
    }

    /// Does something whose answer must not be kept. An `Idempotency-Key` is refused: its sender counts on getting the
    /// first answer again.
    ///
    /// # Errors
    /// `invalid_header` for a key, or what the use case answers.
    pub async fn once_only<B, T>(
        mut self,
        body: impl Sent<B>,
        work: impl FnOnce(&mut Writing<'_>, B) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T>
    where
        B: Send + 'static,
        T: Send + 'static,
    {
        if std::mem::replace(&mut self.idempotency, Ok(None))?.is_some() {
            return Err(wrong_key(
                "not_allowed",
                "Kết quả của thao tác này không được lưu lại.",
                "The answer to this is never kept.",
            ));
        }
        let (value, digest) = body.parts();
        write_unkept(self.app, self.claims, self.request_id, digest, move |w| work(w, value)).await
    }

    /// Reads what must not be read without an entry in the journal. The answer is kept nowhere, here or by the caller.
    ///
    /// # Errors
    /// `unauthenticated`, or what the use case answers.
    pub async fn disclose<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut Writing<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<Disclosed<T>> {
        self.note(work).await.map(Disclosed)
    }

    /// Writes what belongs to reading or to one of several transactions of a request, or whose answer must not be kept: no
    /// key can repeat it.
    ///
    /// # Errors
    /// As [`Api::read`].
    pub async fn note<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        write_unkept(self.app.clone(), self.claims, self.request_id, self.bare_digest, work).await
    }

    /// Removes a draft: 204.
    ///
    /// # Errors
    /// As [`Api::create`].
    pub async fn remove(
        self,
        work: impl FnOnce(&mut Writing<'_>) -> Outcome<()> + Send + 'static,
    ) -> Outcome<Reply> {
        let digest = self.bare_digest;
        self.write(digest, move |writing| {
            work(writing)?;
            Ok(Stored { status: 204, etag: None, location: None, body: String::new() })
        })
        .await
    }

    /// Runs a use case that writes, with its journal entries and its idempotency key, in one transaction.
    async fn write(
        self,
        digest: [u8; 32],
        work: impl FnOnce(&mut Writing<'_>) -> Outcome<Stored> + Send + 'static,
    ) -> Outcome<Reply> {
        self.write_shown(digest, work, |_, kept| Ok(kept)).await
    }

    /// The same, where the caller is given what `shown` makes of the answer that is kept.
    async fn write_shown(
        self,
        digest: [u8; 32],
        work: impl FnOnce(&mut Writing<'_>) -> Outcome<Stored> + Send + 'static,
        shown: impl FnOnce(&mut Reading<'_>, Stored) -> Outcome<Stored> + Send + 'static,
    ) -> Outcome<Reply> {
        let key = self.idempotency?.map(|text| Key { text, request: digest });
        let (claims, now, before) = (self.claims, self.app.clock.now(), self.before_password);
        let vault = Arc::clone(&self.app.vault);
        let request_id = self.request_id;
        let (stored, replayed) = self
            .app
            .db
            .write(move |db| {
                let reading = enter(db, vault, claims, now, before)?;
                let mut writing = Writing::new(reading, request_id, digest);
                let (kept, replayed) = once(&mut writing, key.as_ref(), work)?;
                let answer = shown(&mut writing, kept)?;
                writing.finish()?;
                Ok((answer, replayed))
            })
            .await?;
        Ok(Reply { stored, replayed })
    }
}

/// Runs a use case that writes, with its journal entries, and keeps no answer.
async fn write_unkept<T: Send + 'static>(
    app: Data<App>,
    claims: Claims,
    request_id: Option<Uuid>,
    digest: [u8; 32],
    work: impl FnOnce(&mut Writing<'_>) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    let (now, vault) = (app.clock.now(), Arc::clone(&app.vault));
    app.db
        .write(move |db| {
            let mut writing = Writing::new(enter(db, vault, claims, now, false)?, request_id, digest);
            let made = work(&mut writing)?;
            writing.finish()?;
            Ok(made)
        })
        .await
}

/// Reads who asks, and refuses who must set a new password first.
fn enter(
    db: &mut AnyConnection,
    vault: Arc<Vault>,
    claims: Claims,
    now: Instant,
    before: bool,
) -> Outcome<Reading<'_>> {
    let who = Principal::load(db, claims.user_id, claims.session_id, now)?;
    if who.must_change_password && !before {
        return Err(Problem::new(Code::PasswordChangeRequired));
    }
    Ok(Reading { db, who, now, vault })
}

fn stored(
    status: StatusCode,
    etag: Option<String>,
    location: Option<String>,
    value: &impl Serialize,
) -> Outcome<Stored> {
    let body = serde_json::to_string(value).map_err(Problem::internal)?;
    Ok(Stored { status: i32::from(status.as_u16()), etag, location, body })
}

/// The answer to a write, new or repeated.
#[derive(Debug)]
pub struct Reply {
    stored: Stored,
    replayed: bool,
}

impl Reply {
    /// The JSON of the answer.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.stored.body
    }

    /// Whether it is the answer to an earlier request.
    #[must_use]
    pub const fn is_replayed(&self) -> bool {
        self.replayed
    }
}

impl Responder for Reply {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = u16::try_from(self.stored.status).ok().and_then(|code| StatusCode::from_u16(code).ok());
        let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
        if let Some(tag) = self.stored.etag {
            response.insert_header((header::ETAG, tag));
        }
        if let Some(location) = self.stored.location {
            response.insert_header((header::LOCATION, location));
        }
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        response.insert_header((header::CACHE_CONTROL, PRIVATE));
        if self.stored.body.is_empty() {
            return response.finish();
        }
        response.insert_header((header::CONTENT_TYPE, JSON)).body(self.stored.body)
    }
}

/// Personal data in full: `Cache-Control: no-store`, and no `ETag` by which a copy could be kept fresh.
#[derive(Debug)]
pub struct Disclosed<T>(pub T);

impl<T: Serialize> Responder for Disclosed<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(self.0)
    }
}

/// What a record's history can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many entries a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// What to add to the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub include: Option<Include>,
}

/// The page a query asks for, and what its cursors are bound to.
fn page_of(app: &App, path: &str, query: &impl Serialize) -> Outcome<(Page, String)> {
    let mut members = serde_json::to_value(query).map_err(Problem::internal)?;
    let mut take = |name: &str| members.as_object_mut().and_then(|members| members.remove(name));
    let limit = take("limit").and_then(|limit| limit.as_i64());
    let cursor = take("cursor");
    let total = take("include").is_some();
    let binding = format!("{path}?{members}");
    let after = cursor
        .as_ref()
        .and_then(|cursor| cursor.as_str())
        .map(|cursor| Cursor::open(&app.cursors, &binding, cursor))
        .transpose()?;
    let page = Page { limit: limit.unwrap_or_else(|| Limit::default().get()), after, total };
    Ok((page, binding))
}

/// The application's data of a request.
pub(crate) fn app_of(request: &HttpRequest) -> Outcome<Data<App>> {
    request
        .app_data::<Data<App>>()
        .cloned()
        .ok_or_else(|| Problem::internal("no App in the application's data"))
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1).
fn bearer(request: &HttpRequest) -> Option<&str> {
    let mut values = request.headers().get_all(header::AUTHORIZATION);
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The caller's `Idempotency-Key`: 1 to 128 visible ASCII characters, once.
pub(crate) fn idempotency_key(request: &HttpRequest) -> Outcome<Option<String>> {
    let mut values = request.headers().get_all("Idempotency-Key");
    let Some(value) = values.next() else { return Ok(None) };
    let text = value
        .to_str()
        .ok()
        .filter(|text| (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()));
    match (text, values.next()) {
        (Some(text), None) => Ok(Some(text.to_owned())),
        _ => Err(wrong_key(
            "malformed",
            "Cần từ 1 đến 128 ký tự ASCII nhìn thấy được, một lần.",
            "One to 128 visible ASCII characters, once.",
        )),
    }
}

fn wrong_key(code: &'static str, vi: &'static str, en: &'static str) -> Problem {
    let detail = Bilingual::new(vi, en);
    let place = Place::Header("Idempotency-Key");
    Problem::new(Code::InvalidHeader).errors(vec![Violation { place, code, detail }])
}
