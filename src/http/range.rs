//! Parts of a content (RFC 9110 §14): one range of bytes.

use std::ops::Range;

use actix_web::HttpRequest;
use actix_web::http::header;

/// What of a content is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it. Several ranges, and what is no range, count as this (RFC 9110 §14.2).
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes behind its end.
    Beyond,
}

/// What `request` asks for of a content of `size` bytes with this strong entity tag.
#[must_use]
pub fn asked(request: &HttpRequest, size: usize, etag: &str) -> Asked {
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    // Only who has the beginning of this very content goes on with it.
    if text(header::IF_RANGE).is_some_and(|tag| tag != etag) {
        return Asked::Whole;
    }
    text(header::RANGE).map_or(Asked::Whole, |range| parse(range, size))
}

fn parse(text: &str, size: usize) -> Asked {
    let Some((unit, set)) = text.split_once('=') else { return Asked::Whole };
    let Some((first, last)) = set.trim().split_once('-') else { return Asked::Whole };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Asked::Whole;
    }
    // More digits than fit are beyond any end.
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
    };
    match (number(first), number(last), first.is_empty(), last.is_empty()) {
        (None, Some(0), true, _) => Asked::Beyond,
        (None, Some(length), true, _) => Asked::Part(size.saturating_sub(length)..size),
        (Some(first), None, _, true) if first < size => Asked::Part(first..size),
        (Some(first), Some(last), ..) if first <= last && first < size => {
            Asked::Part(first..last.saturating_add(1).min(size))
        }
        (Some(first), Some(last), ..) if first > last => Asked::Whole,
        (Some(_), None, _, true) | (Some(_), Some(_), ..) => Asked::Beyond,
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_read_and_all_else_is_the_whole() {
        assert_eq!(parse("bytes=0-0", 10), Asked::Part(0..1));
        assert_eq!(parse("bytes=3-", 10), Asked::Part(3..10));
        assert_eq!(parse("bytes=-4", 10), Asked::Part(6..10));
        assert_eq!(parse("bytes=-40", 10), Asked::Part(0..10));
        assert_eq!(parse("bytes=2-99999999999999999999999", 10), Asked::Part(2..10));
        for beyond in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(parse(beyond, 10), Asked::Beyond, "{beyond}");
        }
        for whole in ["bytes=0-1,3-4", "bytes=5-2", "lines=1-2", "bytes", "bytes=a-b", "bytes=-", "bytes=1-x"]
        {
            assert_eq!(parse(whole, 10), Asked::Whole, "{whole}");
        }
    }
}
