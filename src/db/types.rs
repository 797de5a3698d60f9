//! The column types that diesel does not carry over several databases by itself.
//!
//! | here | PostgreSQL | SQLite |
//! |---|---|---|
//! | [`Uuid`] | `uuid` | 16-byte `BLOB` |
//! | [`Instant`] | `timestamptz` | `INTEGER`, microseconds since 1970 in UTC |
//! | [`Json`] | `jsonb` | `TEXT` |

use diesel::deserialize::{self, FromSql};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Binary, HasSqlType, Nullable, SqlType, Text};
use diesel::sqlite::{Sqlite, SqliteValue};

use super::connection::MultiBackend;
use crate::kernel::{clock, id};

/// A UUID (RFC 9562).
#[derive(Clone, Copy, Debug, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Uuid;

/// An instant, whole microseconds.
#[derive(Clone, Copy, Debug, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Long"))]
pub struct Instant;

/// A JSON value.
#[derive(Clone, Copy, Debug, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Json;

/// The Rust side of [`Json`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct JsonValue(pub serde_json::Value);

impl diesel::sql_types::SqlOrd for Uuid {}
impl diesel::sql_types::SqlOrd for Instant {}

/// Joins a Rust type to one of the SQL types above, on both databases.
macro_rules! multi_type {
    ($rust:ty, $sql:ty, $value:expr) => {
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                MultiBackend::lookup_sql_type::<$sql>(lookup)
            }
        }
        impl ToSql<$sql, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($value, self));
                Ok(IsNull::No)
            }
        }
        impl FromSql<$sql, MultiBackend> for $rust {
            fn from_sql(
                bytes: <MultiBackend as diesel::backend::Backend>::RawValue<'_>,
            ) -> deserialize::Result<Self> {
                bytes.from_sql::<$rust, $sql>()
            }
        }
        impl ToSql<Nullable<$sql>, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                ToSql::<$sql, MultiBackend>::to_sql(self, out)
            }
        }
        impl diesel::Queryable<$sql, MultiBackend> for $rust {
            type Row = Self;
            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
        multi_type!(@expression $rust, $sql);
    };
    (@expression $rust:ty, $sql:ty) => {
        impl AsExpression<$sql> for $rust {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<'a> AsExpression<$sql> for &'a $rust {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl AsExpression<Nullable<$sql>> for $rust {
            type Expression = Bound<Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<'a> AsExpression<Nullable<$sql>> for &'a $rust {
            type Expression = Bound<Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
    };
}

multi_type!(id::Uuid, Uuid, Uuid);
multi_type!(clock::Instant, Instant, Instant);
multi_type!(JsonValue, Json, Json);

impl ToSql<Uuid, Pg> for id::Uuid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        std::io::Write::write_all(out, self.as_bytes())?;
        Ok(IsNull::No)
    }
}
impl FromSql<Uuid, Pg> for id::Uuid {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_bytes(value.as_bytes().try_into()?))
    }
}
impl ToSql<Uuid, Sqlite> for id::Uuid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}
impl FromSql<Uuid, Sqlite> for id::Uuid {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(value)?;
        Ok(Self::from_bytes(bytes.as_slice().try_into()?))
    }
}

impl ToSql<Instant, Pg> for clock::Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <chrono::NaiveDateTime as ToSql<diesel::sql_types::Timestamptz, Pg>>::to_sql(
            &self.naive_utc(),
            &mut out.reborrow(),
        )
    }
}
impl FromSql<Instant, Pg> for clock::Instant {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let naive = <chrono::NaiveDateTime as FromSql<diesel::sql_types::Timestamptz, Pg>>::from_sql(value)?;
        Ok(Self::new(naive.and_utc()))
    }
}
impl ToSql<Instant, Sqlite> for clock::Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.timestamp_micros());
        Ok(IsNull::No)
    }
}
impl FromSql<Instant, Sqlite> for clock::Instant {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?;
        Self::from_micros(micros).ok_or_else(|| "instant out of range".into())
    }
}

/// PostgreSQL's binary form of `jsonb` starts with this version byte.
const JSONB_VERSION: u8 = 1;

impl ToSql<Json, Pg> for JsonValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        std::io::Write::write_all(out, &[JSONB_VERSION])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}
impl FromSql<Json, Pg> for JsonValue {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes().split_first() {
            Some((&JSONB_VERSION, text)) => Ok(Self(serde_json::from_slice(text)?)),
            _ => Err("unknown jsonb version".into()),
        }
    }
}
impl ToSql<Json, Sqlite> for JsonValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}
impl FromSql<Json, Sqlite> for JsonValue {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(&<String as FromSql<Text, Sqlite>>::from_sql(value)?)?))
    }
}

/// Reads one row of several columns; keeps `text_column!` free of diesel's internals.
#[doc(hidden)]
pub fn parse_text<T>(text: &str) -> deserialize::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| format!("unknown stored value: {error}").into())
}

/// Stores a model's enum as text. The enum needs `as_str(self) -> &'static str` and `FromStr`; invoke this in
/// the domain's `store`, so that the model stays free of diesel.
#[macro_export]
macro_rules! text_column {
    ($($type:ty),+ $(,)?) => { $(
        impl diesel::serialize::ToSql<diesel::sql_types::Text, $crate::db::MultiBackend> for $type {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, $crate::db::MultiBackend>,
            ) -> diesel::serialize::Result {
                out.set_value((diesel::sql_types::Text, self.as_str()));
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl diesel::serialize::ToSql<diesel::sql_types::Nullable<diesel::sql_types::Text>, $crate::db::MultiBackend>
            for $type
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, $crate::db::MultiBackend>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, $crate::db::MultiBackend>::to_sql(self, out)
            }
        }
        impl diesel::deserialize::FromSql<diesel::sql_types::Text, $crate::db::MultiBackend> for $type {
            fn from_sql(
                bytes: <$crate::db::MultiBackend as diesel::backend::Backend>::RawValue<'_>,
            ) -> diesel::deserialize::Result<Self> {
                let text = bytes.from_sql::<String, diesel::sql_types::Text>()?;
                $crate::db::types::parse_text(&text)
            }
        }
        impl diesel::Queryable<diesel::sql_types::Text, $crate::db::MultiBackend> for $type {
            type Row = Self;
            fn build(row: Self) -> diesel::deserialize::Result<Self> {
                Ok(row)
            }
        }
        $crate::text_column!(@expression $type, diesel::sql_types::Text);
        $crate::text_column!(@expression $type, diesel::sql_types::Nullable<diesel::sql_types::Text>);
    )+ };
    (@expression $type:ty, $sql:ty) => {
        impl diesel::expression::AsExpression<$sql> for $type {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
        impl<'a> diesel::expression::AsExpression<$sql> for &'a $type {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
    };
}
