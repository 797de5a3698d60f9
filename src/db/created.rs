//! Pages in the order of a key and, where rows share it, of their ids.

/// Narrows a boxed query to what comes after the last row of the page before, and puts it in the order of a column and
/// the id, downwards when `descending`. A macro, because no trait of diesel's says "a table with these two columns".
#[macro_export]
macro_rules! in_order {
    ($query:expr, ($key:expr, $id:expr), $after:expr, $descending:expr) => {{
        let (query, after) = ($query, $after);
        match (after, $descending) {
            (None, true) => query.order(($key.desc(), $id.desc())),
            (None, false) => query.order(($key.asc(), $id.asc())),
            (Some((key, last)), true) => query
                .filter($key.le(key.clone()))
                .filter($key.lt(key).or($id.lt(last)))
                .order(($key.desc(), $id.desc())),
            (Some((key, last)), false) => query
                .filter($key.ge(key.clone()))
                .filter($key.gt(key).or($id.gt(last)))
                .order(($key.asc(), $id.asc())),
        }
    }};
}

/// The same in the order of creation of `table`, newest first when `descending`.
#[macro_export]
macro_rules! in_order_of_creation {
    ($query:expr, $table:ident, $after:expr, $descending:expr) => {
        $crate::in_order!($query, ($table::created_at, $table::id), $after, $descending)
    };
}
