//! Rows as they are shown.

use crate::code_lists::dto::{CodeItemDto, CodeListDto, IndicatorDto};
use crate::code_lists::store::{CodeItemRow, CodeListRow, IndicatorRow};

impl From<CodeListRow> for CodeListDto {
    fn from(row: CodeListRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name_vi: row.name_vi,
            name_en: row.name_en,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<CodeItemRow> for CodeItemDto {
    fn from(row: CodeItemRow) -> Self {
        Self {
            id: row.id,
            code_list_id: row.code_list_id,
            code: row.code,
            name_vi: row.name_vi,
            name_en: row.name_en,
            abbreviation: row.abbreviation,
            position: row.position,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<IndicatorRow> for IndicatorDto {
    fn from(row: IndicatorRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name_vi: row.name_vi,
            name_en: row.name_en,
            unit: row.unit,
            unit_label: row.unit.label_vi(),
            position: row.position,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
