//! A report as plain text, its parts in the order of Nghị định 30/2020/NĐ-CP, Phụ lục I.

use crate::reports::service::{PrintedItem, PrintedReport};

/// The report from the national heading to the signer's name, with one empty line between its parts.
pub(super) fn report(report: &PrintedReport) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.push(
        [report.above.as_deref(), Some(&report.organisation)]
            .into_iter()
            .flatten()
            .map(str::to_uppercase)
            .collect::<Vec<_>>()
            .join("\n"),
    );
    parts.push("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc".to_owned());
    parts.push(format!("Số: {}", report.symbol));
    parts.push(report.place_and_date.clone());
    parts.push("BÁO CÁO".to_owned());
    parts.push(
        [Some(&report.title), report.amends.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join("\n"),
    );
    parts.extend(report.preamble.clone());
    parts.push(format!("I. KẾT QUẢ TRIỂN KHAI THỰC HIỆN NHIỆM VỤ {}", report.period));
    parts.extend(numbered(&report.results));
    parts.extend(lines(&report.figures, "- "));
    let next = report.next_period.as_deref().unwrap_or("THỜI GIAN TỚI");
    parts.push(format!("II. NHIỆM VỤ TRỌNG TÂM {next}"));
    parts.extend(numbered(&report.plans));
    parts.extend(recipients(&report.recipients));
    let signature: Vec<&str> =
        [&report.signing, &report.position].into_iter().filter_map(Option::as_deref).collect();
    parts.extend((!signature.is_empty()).then(|| signature.join("\n")));
    parts.extend(report.name.clone());
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn numbered(items: &[PrintedItem]) -> impl Iterator<Item = String> {
    (1..).zip(items).map(|(number, item): (i32, _)| match lines(&item.figures, "- ") {
        Some(figures) => format!("{number}. {}\n{figures}", item.body),
        None => format!("{number}. {}", item.body),
    })
}

fn lines(lines: &[String], mark: &str) -> Option<String> {
    let marked: Vec<String> = lines.iter().map(|line| format!("{mark}{line}")).collect();
    (!marked.is_empty()).then(|| marked.join("\n"))
}

/// Each recipient ends with a semicolon, the last with a full stop.
fn recipients(names: &[String]) -> Option<String> {
    let marked: Vec<String> = names.iter().map(|name| format!("- {name}")).collect();
    (!marked.is_empty()).then(|| format!("Nơi nhận:\n{}.", marked.join(";\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(body: &str, figures: &[&str]) -> PrintedItem {
        PrintedItem {
            body: body.to_owned(),
            figures: figures.iter().map(|figure| (*figure).to_owned()).collect(),
        }
    }

    #[test]
    fn a_report_is_printed_in_the_official_order() {
        let printed = report(&PrintedReport {
            above: Some("Tổng Liên đoàn Lao động Việt Nam".to_owned()),
            organisation: "Liên đoàn Lao động tỉnh Lai Châu".to_owned(),
            symbol: "209/BC-LĐLĐ".to_owned(),
            place_and_date: "Lai Châu, ngày 17 tháng 02 năm 2025".to_owned(),
            title: "Công tác công đoàn tháng 02 năm 2025".to_owned(),
            amends: Some("(Sửa đổi, bổ sung Báo cáo số 199/BC-LĐLĐ ngày 10 tháng 02 năm 2025)".to_owned()),
            preamble: Some("Đoàn viên yên tâm công tác.".to_owned()),
            period: "THÁNG 02/2025".to_owned(),
            next_period: Some("THÁNG 3/2025".to_owned()),
            results: vec![
                item("Tuyên truyền.", &["Lượt tuyên truyền: gần 22.620 lượt"]),
                item("Rà soát.", &[]),
            ],
            figures: vec!["Văn bản ban hành: 12 đơn vị".to_owned()],
            plans: vec![item("Kỷ niệm ngày 8/3.", &[])],
            recipients: vec!["Tổng Liên đoàn".to_owned(), "Lưu: VT".to_owned()],
            signing: Some("TM. BAN THƯỜNG VỤ".to_owned()),
            position: Some("PHÓ CHỦ TỊCH".to_owned()),
            name: Some("Nguyễn Văn A".to_owned()),
        });
        let expected = "\
TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM
LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 209/BC-LĐLĐ

Lai Châu, ngày 17 tháng 02 năm 2025

BÁO CÁO

Công tác công đoàn tháng 02 năm 2025
(Sửa đổi, bổ sung Báo cáo số 199/BC-LĐLĐ ngày 10 tháng 02 năm 2025)

Đoàn viên yên tâm công tác.

I. KẾT QUẢ TRIỂN KHAI THỰC HIỆN NHIỆM VỤ THÁNG 02/2025

1. Tuyên truyền.
- Lượt tuyên truyền: gần 22.620 lượt

2. Rà soát.

- Văn bản ban hành: 12 đơn vị

II. NHIỆM VỤ TRỌNG TÂM THÁNG 3/2025

1. Kỷ niệm ngày 8/3.

Nơi nhận:
- Tổng Liên đoàn;
- Lưu: VT.

TM. BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH

Nguyễn Văn A
";
        assert_eq!(printed, expected);
    }

    #[test]
    fn a_bare_draft_leaves_out_what_it_has_not() {
        let draft = PrintedReport {
            organisation: "Công đoàn cơ sở".to_owned(),
            symbol: "…/BC-CĐCS".to_owned(),
            ..PrintedReport::default()
        };
        let printed = report(&draft);
        assert!(printed.starts_with("CÔNG ĐOÀN CƠ SỞ\n\nCỘNG HÒA"), "{printed}");
        assert!(printed.contains("Số: …/BC-CĐCS\n"), "{printed}");
        assert!(printed.contains("II. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI"), "{printed}");
        assert!(!printed.contains("Nơi nhận"), "{printed}");
    }
}
