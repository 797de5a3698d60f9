//! What the unions' reports say: sentences filled with their own figures.

use super::numbers::{AGREEMENTS, ATTENDANCES, Figure, OFFICIALS, SETTLEMENTS, TET_BOUGHT, WOMENS_DAY};
use crate::kernel::figure::print_count;

/// A section, a topic, a text.
pub(super) type Item = (&'static str, &'static str, String);

fn value(figures: &[Figure], code: &str) -> Option<(String, String)> {
    let (_, value, of) = figures.iter().find(|figure| figure.0 == code)?;
    Some((print_count(*value), print_count(of.unwrap_or_default())))
}

/// A sentence for each figure that the union has: code, topic, the text before the number, between, and behind.
fn sentences(figures: &[Figure], forms: &[(&str, &'static str, &str, Option<&str>, &str)]) -> Vec<Item> {
    let sentence = |(code, topic, before, of, behind): &(&str, &'static str, &str, Option<&str>, &str)| {
        let (part, all) = value(figures, code)?;
        let middle = of.map(|of| format!("{of}{all}")).unwrap_or_default();
        Some(("result", *topic, format!("{before}{part}{middle}{behind}")))
    };
    forms.iter().filter_map(sentence).collect()
}

/// What a union writes in February.
pub(super) fn february(figures: &[Figure]) -> Vec<Item> {
    let mut items = sentences(
        figures,
        &[
            (
                ATTENDANCES,
                "propaganda",
                "Tuyên truyền chủ trương, nghị quyết và kỷ niệm ngày thành lập Đảng với ",
                None,
                " lượt đoàn viên, người lao động tham gia.",
            ),
            (
                OFFICIALS,
                "grassroots_democracy",
                "Hội nghị cán bộ, công chức, viên chức: ",
                Some("/"),
                " đơn vị đã tổ chức.",
            ),
            (
                AGREEMENTS,
                "grassroots_democracy",
                "Thỏa ước lao động tập thể: ",
                Some("/"),
                " doanh nghiệp đã ký.",
            ),
            (TET_BOUGHT, "care_support", "Chợ Tết trực tuyến: ", Some("/"), " người đăng ký đã mua hàng."),
            (SETTLEMENTS, "finance_assets", "Quyết toán năm 2024: ", Some("/"), " công đoàn cơ sở đã nộp."),
        ],
    );
    items.push((
        "plan",
        "womens_activities",
        "Tổ chức gặp mặt nữ đoàn viên nhân ngày 8/3 và các hoạt động ngày 20/3.".to_owned(),
    ));
    items
}

/// What a union writes in March.
pub(super) fn march(figures: &[Figure]) -> Vec<Item> {
    let mut items = sentences(
        figures,
        &[
            (
                ATTENDANCES,
                "propaganda",
                "Tuyên truyền, lấy ý kiến góp vào văn kiện đại hội với ",
                None,
                " lượt.",
            ),
            (
                WOMENS_DAY,
                "womens_activities",
                "Hoạt động ngày 8/3 và 20/3 có ",
                None,
                " lượt nữ đoàn viên dự.",
            ),
            (SETTLEMENTS, "finance_assets", "Quyết toán năm 2024: ", Some("/"), " công đoàn cơ sở đã nộp."),
        ],
    );
    items.push((
        "plan",
        "propaganda",
        "Tuyên truyền kỷ niệm các ngày 30/4 và 1/5 tại nơi làm việc.".to_owned(),
    ));
    items
}
