//! 100,000 task items with two assignments each, made inside the database. The one place of the load run that
//! knows the columns.

/// How many task items.
pub const ROWS: u64 = 100_000;

/// How the two databases write the same values.
#[derive(Clone, Copy)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// An id whose last twelve digits are the number `n`; `group` keeps those of different tables apart.
    fn id(self, group: u8, n: &str) -> String {
        match self {
            Self::Sqlite => format!("unhex('018f00000000700080' || printf('{group:02x}%012x', {n}))"),
            Self::Postgres => {
                format!("('018f0000-0000-7000-80{group:02x}-' || lpad(to_hex({n}), 12, '0'))::uuid")
            }
        }
    }

    /// The instant `n` seconds after 1 December 2024.
    fn instant(self, n: &str) -> String {
        const START: u64 = 1_733_011_200;
        match self {
            Self::Sqlite => format!("({START} + {n}) * 1000000"),
            Self::Postgres => format!("to_timestamp({START} + {n})"),
        }
    }

    pub fn date(self, date: &str) -> String {
        match self {
            Self::Sqlite => format!("'{date}'"),
            Self::Postgres => format!("DATE '{date}'"),
        }
    }
}

/// The id of record `n` (from 1) of a group, as the wire writes it. Task items are group 1, their assignments 2 and 3.
pub fn id(group: u8, n: u64) -> String {
    format!("018f0000-0000-7000-80{group:02x}-{n:012x}")
}

/// The statements that fill the tables of a database with the demo province in it.
pub fn statements(dialect: Dialect) -> String {
    [task_items(dialect), assignments(dialect, 0), assignments(dialect, 1)].concat()
}

fn task_items(dialect: Dialect) -> String {
    let (id, at) = (dialect.id(1, "n"), dialect.instant("n"));
    let (starts_on, due_date) = (dialect.date("2025-03-01"), dialect.date("2025-03-31"));
    format!(
        "INSERT INTO task_items (id, organisation_id, title, title_folded, description, topic, partner, starts_on, \
         due_date, status, result, cancel_reason, indicator_id, source_report_item_id, created_by, version, \
         created_at, updated_at) \
         WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {ROWS}), \
         place AS (SELECT id FROM organisations WHERE kind = 'provincial_federation' ORDER BY code LIMIT 1), \
         author AS (SELECT id FROM users ORDER BY username LIMIT 1) \
         SELECT {id}, place.id, 'Nhiệm vụ thử tải số ' || n, 'nhiem vu thu tai so ' || n, \
         'Việc được tạo để đo tốc độ đọc và ghi; nội dung dài vừa phải như một việc thật.', NULL, NULL, \
         {starts_on}, {due_date}, 'planned', NULL, NULL, NULL, NULL, author.id, 1, {at}, {at} \
         FROM series, place, author;"
    )
}

/// The first or the second assignment of every task item, spread over the grassroots unions.
fn assignments(dialect: Dialect, which: u8) -> String {
    let (id, task_id, at) = (dialect.id(2 + which, "n"), dialect.id(1, "n"), dialect.instant("n"));
    format!(
        "INSERT INTO task_assignments (id, task_item_id, organisation_id, status, progress, result, target_value, \
         actual_value, decline_reason, assigned_by, version, created_at, updated_at) \
         WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {ROWS}), \
         place AS (SELECT id, row_number() OVER (ORDER BY code) - 1 AS k, count(*) OVER () AS size \
                   FROM organisations WHERE kind = 'grassroots_union'), \
         author AS (SELECT id FROM users ORDER BY username LIMIT 1) \
         SELECT {id}, {task_id}, place.id, 'assigned', 0, NULL, NULL, NULL, NULL, author.id, 1, {at}, {at} \
         FROM series JOIN place ON place.k = (series.n + {which}) % place.size, author;"
    )
}
