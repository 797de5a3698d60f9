//! What can go wrong, in one table: each code with its HTTP status, its titles in both languages and what it
//! means. The wire form (RFC 9457) is made in `http::problem`; `GET /problems/{code}` reads this table.

use std::borrow::Cow;
use std::fmt;

/// A use case's result: a value, or the problem that is told to the caller.
pub type Outcome<T> = Result<T, Problem>;

/// A sentence in the two languages the API speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// Vietnamese, the default.
    pub vi: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Bilingual {
    /// From two sentences, Vietnamese first.
    pub fn new(vi: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $status:literal $code:literal, $vi:literal, $en:literal, $meaning:literal;)*) => {
        /// The code of a problem. A code never changes once published.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $meaning] $variant),* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The HTTP status it answers with.
            #[must_use]
            pub const fn status(self) -> u16 { match self { $(Self::$variant => $status),* } }

            /// Its name on the wire, snake case.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $code),* } }

            /// Its short title in both languages.
            #[must_use]
            pub const fn title(self) -> (&'static str, &'static str) { match self { $(Self::$variant => ($vi, $en)),* } }

            /// What it means and what the caller can do about it.
            #[must_use]
            pub const fn meaning(self) -> &'static str { match self { $(Self::$variant => $meaning),* } }
        }
    };
}

codes! {
    MalformedBody = 400 "malformed_body", "Nội dung gửi lên không đọc được", "The body cannot be read",
        "The body is not one well-formed JSON value in UTF-8, is nested too deeply, or names a member twice.";
    InvalidQuery = 400 "invalid_query", "Tham số truy vấn không hợp lệ", "A query parameter is not valid",
        "A query parameter is unknown, given twice, or has a value outside its bounds; `errors` names each.";
    InvalidCursor = 400 "invalid_cursor", "Con trỏ trang không hợp lệ", "The page cursor is not valid",
        "The cursor was altered, or belongs to another list, filter or sort. Start again from the first page.";
    InvalidHeader = 400 "invalid_header", "Tiêu đề yêu cầu không hợp lệ", "A request header is not valid",
        "A header of the request, such as If-Match or Idempotency-Key, is not of the documented form.";
    BadRequest = 400 "bad_request", "Yêu cầu không hợp lệ", "The request is not valid",
        "The request line or its headers could not be understood.";
    Unauthenticated = 401 "unauthenticated", "Cần đăng nhập", "Sign-in is needed",
        "The access token is missing, malformed, expired, or its session has ended. Refresh it or sign in again.";
    InvalidCredentials = 401 "invalid_credentials", "Tên đăng nhập hoặc mật khẩu không đúng", "The user name or the password is wrong",
        "The same answer is given for an unknown user, a wrong password and a suspended account.";
    InvalidRefreshToken = 401 "invalid_refresh_token", "Phiên đăng nhập đã hết hiệu lực", "The session is no longer valid",
        "The refresh token is unknown, expired, or was used before; a token used twice ends its whole session.";
    Forbidden = 403 "forbidden", "Không có quyền thực hiện", "You may not do this",
        "The record may be seen but this action needs another role, or a role in another organisation.";
    PasswordChangeRequired = 403 "password_change_required", "Phải đổi mật khẩu trước", "The password must be changed first",
        "The password was set by somebody else; set a new one with POST /api/v1/auth/password.";
    OwnWork = 403 "own_work", "Không được quyết định việc do chính mình trình", "Nobody decides on their own work",
        "Nobody decides on what they began, submitted, endorsed or appraised themselves, nor on their own account, and who signed does not pay.";
    NotOnCouncil = 403 "not_on_council", "Không phải thành viên hội đồng", "Not a member of the council",
        "Only the members of the round's council vote, each for themselves.";
    NotFound = 404 "not_found", "Không tìm thấy", "Not found",
        "There is no such record, or the caller may not see it. The two are not told apart.";
    MethodNotAllowed = 405 "method_not_allowed", "Phương thức không được hỗ trợ", "The method is not supported",
        "This path answers other methods; the Allow header lists them.";
    NotAcceptable = 406 "not_acceptable", "Không có định dạng được yêu cầu", "The asked format is not offered",
        "None of the media types in the Accept header can be produced here.";
    RequestTimeout = 408 "request_timeout", "Gửi yêu cầu quá chậm", "The request came too slowly",
        "The body did not arrive in time, or came slower than the least rate. Send it again.";
    WrongState = 409 "wrong_state", "Trạng thái hiện tại không cho phép", "The present state does not allow this",
        "The record is not in a state from which this action leads on; read it again.";
    Frozen = 409 "frozen", "Hồ sơ đã ban hành, không thể thay đổi", "The record is issued and cannot change",
        "What is issued or signed never changes; make an amendment that points at it.";
    IdTaken = 409 "id_taken", "Mã định danh đã được dùng", "The id is taken",
        "A record with this id exists already and was created with other content.";
    Duplicate = 409 "duplicate", "Bị trùng với dữ liệu đã có", "It exists already",
        "Another record holds a value that must be unique; `errors` or `detail` says which.";
    InUse = 409 "in_use", "Đang được sử dụng", "It is in use",
        "Other records refer to this one, so it cannot be removed or changed in this way.";
    RegisterStarted = 409 "register_started", "Sổ đăng ký đã cấp số", "The register has given numbers already",
        "The first number of a register can be set once, before any number is given.";
    ComputedFigure = 409 "computed_figure", "Số liệu do hệ thống tổng hợp", "The figure is a sum",
        "Consolidation made the figure from the reports below, so it cannot be removed; set another value and say why.";
    DuplicateApplication = 409 "duplicate_application", "Đã có hồ sơ của người này", "There is an application for this person already",
        "Another application for the same person and category is under way or was granted within the programme's window. An approver may let this one through with a reason.";
    CeilingExceeded = 409 "ceiling_exceeded", "Vượt mức trần của chương trình", "The programme's ceiling would be passed",
        "What is to be approved is more than the programme has left; `detail` tells how much that is.";
    RetentionRuns = 409 "retention_runs", "Còn trong thời hạn lưu trữ", "It must still be kept",
        "Personal data are erased once the time for which they must be kept is over, and not while they are on hold or the dossier is under way; `detail` tells until when.";
    QuotaExhausted = 409 "quota_exhausted", "Đã hết chỉ tiêu", "The quota is exhausted",
        "As many nominations for the form are endorsed as the round allows, in all or from one of the unions above the nominee; `detail` tells which.";
    RankTaken = 409 "rank_taken", "Thứ tự xếp hạng đã dùng", "The rank is taken",
        "Another endorsed nomination of the same union for the same form has this rank.";
    DuplicateNomination = 409 "duplicate_nomination", "Đã có đề nghị cho người hoặc tập thể này", "There is such a nomination already",
        "The same person or collective of the same union is nominated for the same form in this round; say that it is a namesake where it is another person.";
    NotEligible = 409 "not_eligible", "Không đủ điều kiện xét khen thưởng", "The nominee is not eligible",
        "A prerequisite of the form is missing from the register, or an award that excludes it stands there; `errors` names each condition and the earlier award.";
    DisciplineHold = 409 "discipline_hold", "Đang tạm dừng để xem xét kỷ luật", "The nomination is on hold",
        "The nominee is being looked into; nothing goes on until the hold is released.";
    TooManyRows = 409 "too_many_rows", "Quá nhiều dòng cho một tệp", "There are too many rows for one file",
        "What is to be written out has more rows than one file holds; `detail` tells both. Ask for less, e.g. for one year.";
    AlreadyVoted = 409 "already_voted", "Đã bỏ phiếu", "The vote was cast already",
        "Each member of the council votes once in a session, and a ballot is never changed.";
    WrongOffset = 409 "wrong_offset", "Vị trí tải lên không khớp", "The upload is at another offset",
        "The upload has come to another offset, perhaps because another request goes on with it; ask where with HEAD.";
    TooManyFiles = 409 "too_many_files", "Hồ sơ đã đủ số tệp", "The record has as many files as it may",
        "A record has a limit of files, those still arriving included; delete one, or wait until an upload has ended.";
    OperationInProgress = 409 "operation_in_progress", "Yêu cầu cùng khóa đang được xử lý", "The same request is still running",
        "A request with this Idempotency-Key has not finished; try again shortly.";
    PreconditionFailed = 412 "precondition_failed", "Phiên bản đã cũ", "The version is stale",
        "Somebody changed the record since it was read; `current_version` tells its version now.";
    UnsupportedTusVersion = 412 "unsupported_tus_version", "Phiên bản tus không được hỗ trợ", "The version of tus is not supported",
        "Uploads speak tus 1.0.0: send `Tus-Resumable: 1.0.0`.";
    PayloadTooLarge = 413 "payload_too_large", "Nội dung quá lớn", "The body is too large",
        "The body is over the limit of this server.";
    UriTooLong = 414 "uri_too_long", "Địa chỉ quá dài", "The address is too long",
        "The path and query together are over the limit of this server.";
    UnsupportedMediaType = 415 "unsupported_media_type", "Kiểu nội dung không được hỗ trợ", "The media type is not supported",
        "Send what the operation documents (mostly JSON in UTF-8) with its Content-Type and without a Content-Encoding.";
    RangeNotSatisfiable = 416 "range_not_satisfiable", "Không có phần được yêu cầu", "There is no such range",
        "The range begins behind the end of the content; Content-Range tells how long it is.";
    ValidationFailed = 422 "validation_failed", "Dữ liệu không hợp lệ", "The data is not valid",
        "The body breaks one or more rules; `errors` points at every one of them.";
    IdempotencyKeyReused = 422 "idempotency_key_reused", "Khóa lặp lại đã dùng cho yêu cầu khác", "The key was used for another request",
        "An Idempotency-Key belongs to one request; use a new key for a new one.";
    PreconditionRequired = 428 "precondition_required", "Thiếu If-Match", "If-Match is needed",
        "Send the ETag that was read in If-Match, so that nobody's change is lost.";
    TooManyRequests = 429 "too_many_requests", "Thử lại sau", "Too many requests",
        "Wait for the seconds in Retry-After.";
    ChecksumMismatch = 460 "checksum_mismatch", "Mã kiểm tra không khớp", "The checksum does not match",
        "What arrived is not what its checksum says, and was discarded; send it again.";
    Internal = 500 "internal_error", "Lỗi hệ thống", "Something went wrong on our side",
        "The fault is ours and is in the log under the request id of `instance`.";
    Unavailable = 503 "unavailable", "Hệ thống đang bận", "The service is busy",
        "The database cannot be reached, the queue is full, or the server is stopping; wait for Retry-After.";
}

impl Code {
    /// The code with this wire name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

/// Where in the request an error of `errors` sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A JSON pointer into the body (RFC 6901), e.g. `/figures/0/value`; empty for the whole body.
    Body(String),
    /// A query parameter.
    Query(String),
    /// A header.
    Header(&'static str),
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where it is.
    pub place: Place,
    /// Which kind of rule, snake case: `unknown_member`, `missing`, `wrong_type`, `too_long`, `too_short`,
    /// `out_of_range`, `not_allowed`, `malformed`, `too_many`, `not_found`, or a domain's own.
    pub code: &'static str,
    /// The rule in words.
    pub detail: Bilingual,
}

impl Violation {
    /// A rule broken by the body's member at `pointer`.
    pub fn at(
        pointer: impl Into<String>,
        code: &'static str,
        vi: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { place: Place::Body(pointer.into()), code, detail: Bilingual::new(vi, en) }
    }
}

/// A refusal or a failure, with all that the caller is told and a cause that only the log sees.
#[derive(Debug)]
pub struct Problem {
    /// Which of the table.
    pub code: Code,
    /// What happened this time, where the title does not say all.
    pub detail: Option<Bilingual>,
    /// Every broken rule, for 400 and 422.
    pub errors: Vec<Violation>,
    /// Seconds to wait, for 429 and 503.
    pub retry_after: Option<u64>,
    /// The version the record has now, for 412.
    pub current_version: Option<i64>,
    /// What the log is told. Never sent.
    pub cause: Option<String>,
}

impl Problem {
    /// A problem with nothing but its code.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self { code, detail: None, errors: Vec::new(), retry_after: None, current_version: None, cause: None }
    }

    /// Says what happened this time.
    #[must_use]
    pub fn detail(mut self, vi: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(Bilingual::new(vi, en));
        self
    }

    /// Adds the broken rules.
    #[must_use]
    pub fn errors(mut self, errors: Vec<Violation>) -> Self {
        self.errors = errors;
        self
    }

    /// Tells the caller to wait.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// No such record, or none the caller may see.
    #[must_use]
    pub const fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// The caller sees the record but may not do this.
    #[must_use]
    pub const fn forbidden() -> Self {
        Self::new(Code::Forbidden)
    }

    /// The body breaks rules.
    #[must_use]
    pub fn invalid(errors: Vec<Violation>) -> Self {
        Self::new(Code::ValidationFailed).errors(errors)
    }

    /// The body breaks one rule.
    pub fn invalid_at(
        pointer: impl Into<String>,
        code: &'static str,
        vi: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::invalid(vec![Violation::at(pointer, code, vi, en)])
    }

    /// A fault of ours. `cause` goes to the log only.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut problem = Self::new(Code::Internal);
        problem.cause = Some(cause.to_string());
        problem
    }

    /// Not now. `cause` goes to the log only.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        let mut problem = Self::new(Code::Unavailable).retry_after(2);
        problem.cause = Some(cause.to_string());
        problem
    }

    /// `Ok` when the version that was read is still the present one (RFC 9110 §13.1.1).
    ///
    /// # Errors
    /// `precondition_failed` with the present version.
    pub fn check_version(current: i64, sent: i64) -> Outcome<()> {
        if current == sent { Ok(()) } else { Err(Self::stale(current)) }
    }

    /// What a step over many records answers when one of them is no longer as it was read, a moment ago in the same
    /// use case: the version that is stale is none that the caller sent. Other problems stay as they are.
    #[must_use]
    pub fn overtaken(self) -> Self {
        if self.code != Code::PreconditionFailed {
            return self;
        }
        Self::new(Code::WrongState).detail(
            "Một hồ sơ trong số này vừa được người khác thay đổi; hãy thử lại.",
            "One of these records was changed at this very moment; try again.",
        )
    }

    /// Somebody changed the record, which is now at version `current`.
    #[must_use]
    pub const fn stale(current: i64) -> Self {
        let mut problem = Self::new(Code::PreconditionFailed);
        problem.current_version = Some(current);
        problem
    }

    /// `Ok` when no rule is broken, else all of them at once.
    ///
    /// # Errors
    /// `validation_failed` with every violation of the list.
    pub fn check(errors: Vec<Violation>) -> Outcome<()> {
        if errors.is_empty() { Ok(()) } else { Err(Self::invalid(errors)) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.as_str())?;
        if let Some(detail) = &self.detail {
            write!(f, ": {}", detail.en)?;
        }
        for error in &self.errors {
            write!(f, "; {:?} {}: {}", error.place, error.code, error.detail.en)?;
        }
        if let Some(cause) = &self.cause {
            write!(f, " ({cause})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_is_named_once_and_found_by_its_name() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!((400..600).contains(&code.status()), "{code:?}");
        }
        assert_eq!(Code::parse("no_such_code"), None);
    }

    #[test]
    fn a_stale_version_is_told_the_current_one() {
        assert!(Problem::check_version(3, 3).is_ok());
        let problem = Problem::check_version(4, 3).unwrap_err();
        assert_eq!((problem.code, problem.current_version), (Code::PreconditionFailed, Some(4)));
    }
}
