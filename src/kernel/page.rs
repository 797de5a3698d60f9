//! Keyset pages: what a list is asked for and what it answers, before the wire.

/// One page of a list, as a store is asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// At most this many items, 1–200.
    pub limit: i64,
    /// The sort key and id of the last item of the page before, as text; nothing on the first page.
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
    /// Cuts `rows`, loaded with [`Page::rows`], to the page; `key` names an item's place in the order.
    pub fn cut(mut rows: Vec<T>, page: &Page, key: impl Fn(&T) -> Vec<String>) -> Self {
        let limit = usize::try_from(page.limit).unwrap_or(0);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(key) } else { None };
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
        let cut = Slice::cut(vec![1, 2, 3], &page, |n| vec![n.to_string()]);
        assert_eq!((cut.items, cut.next), (vec![1, 2], Some(vec!["2".to_owned()])));
        let cut = Slice::cut(vec![1, 2], &page, |n| vec![n.to_string()]);
        assert_eq!((cut.items, cut.next), (vec![1, 2], None));
    }
}
