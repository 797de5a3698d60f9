//! Path segments. What is not well formed names nothing, so it is 404 like a record that is not there.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

/// The `{id}` of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(pub Uuid);

impl Deref for Id {
    type Target = Uuid;

    fn deref(&self) -> &Uuid {
        &self.0
    }
}

impl FromRequest for Id {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(path_uuid(request, "id").map(Self))
    }
}

/// The id in the path segment `name`, for paths with a second id such as `{member_id}`.
///
/// # Errors
/// `not_found` when the segment is not a hyphenated UUID.
pub fn path_uuid(request: &HttpRequest, name: &str) -> Outcome<Uuid> {
    let text = path_text(request, name)?;
    text.parse().map_err(|_| Problem::not_found())
}

/// The text of the path segment `name`.
///
/// # Errors
/// `not_found` when the route has no such segment or it is empty.
pub fn path_text<'a>(request: &'a HttpRequest, name: &str) -> Outcome<&'a str> {
    request.match_info().get(name).filter(|text| !text.is_empty()).ok_or(Problem::not_found())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::problem::Code;
    use actix_web::test::TestRequest;

    #[test]
    fn only_a_hyphenated_uuid_is_an_id() {
        let read = |text: &'static str| {
            let request = TestRequest::default().param("id", text).to_http_request();
            path_uuid(&request, "id").map_err(|problem| problem.code)
        };
        assert!(read("01952a3e-7c00-7000-8000-000000000001").is_ok());
        for bad in ["1", "01952a3e7c0070008000000000000001", "{01952a3e-7c00-7000-8000-000000000001}", ""] {
            assert_eq!(read(bad), Err(Code::NotFound), "{bad}");
        }
    }
}
