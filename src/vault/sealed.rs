//! A sealed value as a column: version, key id, nonce, ciphertext with its tag.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Binary, Nullable};

use crate::db::MultiBackend;

/// The form below.
const VERSION: u8 = 1;
/// Version, then the key's id as 32 bits, most significant byte first.
pub(super) const HEAD: usize = 5;
/// RFC 8452: 96 bits.
pub(super) const NONCE: usize = 12;

/// What every value begins with that was sealed with this key.
pub(super) fn head(key: i64) -> Option<Vec<u8>> {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&u32::try_from(key).ok()?.to_be_bytes());
    Some(bytes)
}

/// A value only the vault can read.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sealed").field(&self.key()).finish()
    }
}

impl Sealed {
    /// Puts the parts together; nothing where the key's id is not one.
    pub(super) fn of(key: i64, nonce: &[u8], ciphertext: &[u8]) -> Option<Self> {
        let mut bytes = Vec::with_capacity(HEAD + nonce.len() + ciphertext.len());
        bytes.extend_from_slice(&head(key)?);
        bytes.extend_from_slice(nonce);
        bytes.extend_from_slice(ciphertext);
        Some(Self(bytes))
    }

    /// What stands in the database.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As it stands in the database.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The id of the key it was sealed with.
    #[must_use]
    pub fn key(&self) -> Option<i64> {
        let (version, rest) = self.0.split_first()?;
        let id: [u8; 4] = rest.get(..4)?.try_into().ok()?;
        (*version == VERSION).then(|| i64::from(u32::from_be_bytes(id)))
    }

    /// Nonce, and ciphertext with tag.
    pub(super) fn parts(&self) -> Option<([u8; NONCE], &[u8])> {
        let nonce = self.0.get(HEAD..HEAD + NONCE)?.try_into().ok()?;
        Some((nonce, self.0.get(HEAD + NONCE..)?))
    }
}

impl ToSql<Binary, MultiBackend> for Sealed {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Binary, self.0.as_slice()));
        Ok(IsNull::No)
    }
}

impl ToSql<Nullable<Binary>, MultiBackend> for Sealed {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        ToSql::<Binary, MultiBackend>::to_sql(self, out)
    }
}

impl FromSql<Binary, MultiBackend> for Sealed {
    fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<Vec<u8>, Binary>().map(Self)
    }
}

impl Queryable<Binary, MultiBackend> for Sealed {
    type Row = Self;
    fn build(row: Self) -> deserialize::Result<Self> {
        Ok(row)
    }
}

macro_rules! expression {
    ($($sql:ty),+) => {$(
        impl AsExpression<$sql> for Sealed {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<'a> AsExpression<$sql> for &'a Sealed {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
    )+};
}

expression!(Binary, Nullable<Binary>);
