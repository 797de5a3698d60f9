//! Keyset pages: what a list is asked for and what it answers, before the wire.

use chrono::NaiveDate;

use super::clock::Instant;
use super::id::Uuid;
use super::problem::{Code, Outcome, Problem};

/// A sort key or an id, as a cursor carries it.
pub trait Key: Sized {
    /// Its text.
    fn write(&self) -> String;
    /// Read back; nothing when `text` is none.
    fn read(text: &str) -> Option<Self>;
}

macro_rules! keys {
    ($($key:ty),+) => {$(
        impl Key for $key {
            fn write(&self) -> String {
                self.to_string()
            }

            fn read(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )+};
}

keys!(String, i32, i64, NaiveDate, Uuid);

impl Key for Instant {
    fn write(&self) -> String {
        self.timestamp_micros().to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().and_then(Self::from_micros)
    }
}

/// A row's place in the order of its list: a tuple of the sort keys and the id.
pub trait Place: Sized {
    /// The texts of its keys.
    fn write(&self) -> Vec<String>;
    /// Read back; nothing when these are not the texts of such a place.
    fn read(texts: &[String]) -> Option<Self>;
}

macro_rules! places {
    ($(($($key:ident $text:ident),+))+) => {$(
        impl<$($key: Key),+> Place for ($($key,)+) {
            fn write(&self) -> Vec<String> {
                let ($($text,)+) = self;
                vec![$($text.write()),+]
            }

            fn read(texts: &[String]) -> Option<Self> {
                let [$($text),+] = texts else { return None };
                Some(($($key::read($text)?,)+))
            }
        }
    )+};
}

places! { (A a) (A a, B b) (A a, B b, C c) (A a, B b, C c, D d) }

/// A place in the order of creation.
pub type Created = (Instant, Uuid);

/// One page of a list, as a store is asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// At most this many items, 1–200.
    pub limit: i64,
    /// The sort key and id of the last item of the page before, as text; nothing on the first page. See
    /// [`Page::start`].
    pub after: Option<Vec<String>>,
    /// Whether to count all that match as well.
    pub total: bool,
}

impl Page {
    /// How many rows to load: one more than is shown tells whether there is a next page.
    #[must_use]
    pub const fn rows(&self) -> i64 {
        self.limit + 1
    }

    /// The place that the page starts after; nothing on the first page.
    ///
    /// # Errors
    /// `invalid_cursor` when the cursor carries no such place.
    pub fn start<P: Place>(&self) -> Outcome<Option<P>> {
        let Some(texts) = &self.after else { return Ok(None) };
        P::read(texts).map(Some).ok_or(Problem::new(Code::InvalidCursor))
    }
}

/// A page's items with the key of the next page.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// The items in order.
    pub items: Vec<T>,
    /// The key that the next page starts after; nothing on the last page.
    pub next: Option<Vec<String>>,
    /// How many match in all, where it was asked.
    pub total: Option<i64>,
}

impl<T> Slice<T> {
    /// Cuts `rows`, loaded with [`Page::rows`], to the page; `place` names an item's place in the order.
    pub fn cut<P: Place>(mut rows: Vec<T>, page: &Page, place: impl Fn(&T) -> P) -> Self {
        let limit = usize::try_from(page.limit).unwrap_or(0);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(|row| place(row).write()) } else { None };
        Self { items: rows, next, total: None }
    }

    /// With the number of all that match.
    #[must_use]
    pub fn with_total(mut self, total: Option<i64>) -> Self {
        self.total = total;
        self
    }

    /// The same page of other items.
    pub fn map<U>(self, with: impl FnMut(T) -> U) -> Slice<U> {
        Slice { items: self.items.into_iter().map(with).collect(), next: self.next, total: self.total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_next_key_only_when_rows_are_left() {
        let page = Page { limit: 2, after: None, total: false };
        let cut = Slice::cut(vec![1, 2, 3], &page, |n| (*n,));
        assert_eq!((cut.items, cut.next), (vec![1, 2], Some(vec!["2".to_owned()])));
        let cut = Slice::cut(vec![1, 2], &page, |n| (*n,));
        assert_eq!((cut.items, cut.next), (vec![1, 2], None));
    }

    fn after(texts: &[&str]) -> Page {
        let after = texts.iter().map(|text| (*text).to_owned()).collect();
        Page { limit: 2, after: Some(after), total: false }
    }

    #[test]
    fn a_place_is_read_back_as_it_was_written() {
        let at = Instant::utc(2025, 2, 17, 1, 0);
        let id: Uuid = "01951234-0000-7000-8000-000000000001".parse().unwrap();
        let day: NaiveDate = "2025-02-17".parse().unwrap();
        let one = ("Đoàn".to_owned(), 7_i32, day, id);
        assert_eq!(Place::read(&one.write()), Some(one));
        assert_eq!(Place::read(&(at, id).write()), Some((at, id)));
        let first = Page { limit: 2, after: None, total: false };
        assert_eq!(first.start::<(Instant, Uuid)>().unwrap(), None);
        assert_eq!(after(&["7"]).start::<(i64,)>().unwrap(), Some((7,)));
    }

    #[test]
    fn a_place_of_another_list_is_no_place_of_this_one() {
        for texts in [&[][..], &["7"], &["7", "8"], &["x", "01951234-0000-7000-8000-000000000001"]] {
            let refused = after(texts).start::<(Instant, Uuid)>().unwrap_err();
            assert_eq!(refused.code, Code::InvalidCursor, "{texts:?}");
        }
    }
}
