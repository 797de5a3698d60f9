//! Pages in the order of creation.

/// Narrows a boxed query of `table` to what comes after the last row of the page before, and puts it in the order of
/// creation, newest first when `descending`. A macro, because no trait of diesel's says "a table with these two columns".
#[macro_export]
macro_rules! in_order_of_creation {
    ($query:expr, $table:ident, $after:expr, $descending:expr) => {{
        use $table::{created_at, id};
        let (query, after) = ($query, $after);
        match (after, $descending) {
            (None, true) => query.order((created_at.desc(), id.desc())),
            (None, false) => query.order((created_at.asc(), id.asc())),
            (Some((at, last)), true) => query
                .filter(created_at.le(at))
                .filter(created_at.lt(at).or(id.lt(last)))
                .order((created_at.desc(), id.desc())),
            (Some((at, last)), false) => query
                .filter(created_at.ge(at))
                .filter(created_at.gt(at).or(id.gt(last)))
                .order((created_at.asc(), id.asc())),
        }
    }};
}
