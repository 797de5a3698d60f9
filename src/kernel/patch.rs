//! JSON merge patch (RFC 7396): a member that is absent is kept, a member that is there is set.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use utoipa::__dev::ComposeSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// One member of a merge patch. Use `Patch<Option<T>>` where `null` clears the member and `Patch<T>` where
/// `null` is refused. The field needs `#[serde(default)]` (or its struct does).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The member was absent: leave it as it is.
    #[default]
    Keep,
    /// The member was present with this value.
    Set(T),
}

impl<T> Patch<T> {
    /// The new value, or nothing when the member is kept. Suits diesel's `AsChangeset`.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Keep => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The new value where there is one, else `current`.
    pub fn or(self, current: T) -> T {
        self.into_option().unwrap_or(current)
    }

    /// The value inside turned into another.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Set(value) => Patch::Set(with(value)),
        }
    }

    /// True when the member was there.
    pub fn is_set(&self) -> bool {
        matches!(self, Self::Set(_))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::Set)
    }
}

// What `derive(ToSchema)` writes for a generic type; it brings `PartialSchema` with it.
impl<T: ComposeSchema> ComposeSchema for Patch<T> {
    fn compose(schemas: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        schemas.into_iter().next().unwrap_or_else(T::schema)
    }
}

impl<T: ComposeSchema + ToSchema> ToSchema for Patch<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Patch{}", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(default, deny_unknown_fields)]
    #[derive(Default)]
    struct Edit {
        name: Patch<String>,
        end: Patch<Option<i32>>,
    }

    #[test]
    fn absent_null_and_value_are_told_apart() {
        let edit: Edit = serde_json::from_str(r#"{"end": null}"#).unwrap();
        assert_eq!(edit, Edit { name: Patch::Keep, end: Patch::Set(None) });
        let edit: Edit = serde_json::from_str(r#"{"name": "x", "end": 3}"#).unwrap();
        assert_eq!(edit, Edit { name: Patch::Set("x".into()), end: Patch::Set(Some(3)) });
        assert!(serde_json::from_str::<Edit>(r#"{"name": null}"#).is_err());
    }
}
