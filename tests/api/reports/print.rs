//! Printing as plain text.

use serde_json::json;

use super::{
    accept, add_figure, add_item, assert_in_order, create, february, indicator, issue, path, submit, with,
};
use crate::support::on_both_databases;
use crate::support::world::{D1, P};

on_both_databases! {
    async fn a_report_is_printed_in_the_official_order(app: WorldApp) {
        let counted = indicator(&app, "test_printed_text", "attendance").await;
        let recipients = json!([
            { "direction": "upward", "name": "Tổng Liên đoàn Lao động Việt Nam" },
            { "direction": "archive", "name": "Lưu: VT." },
        ]);
        let body = with(february(P), json!({ "recipients": recipients, "preamble": "Đoàn viên yên tâm công tác." }));
        let id = create(&app, "p", body).await;
        let item = add_item(&app, "p", &id, "result", "Tuyên truyền.").await;
        add_item(&app, "p", &id, "plan", "Gặp mặt nữ đoàn viên.").await;
        let figure = json!({
            "indicator_id": counted, "value": 22617, "printed_value": 22620, "qualifier": "nearly", "item_id": item.id(),
        });
        add_figure(&app, "p", &id, figure).await;
        let text = format!("{}/text", path(&id));
        let officer = app.as_user("p.officer").await;
        let draft = officer.get(&text).await.expect(200);
        assert_eq!(draft.header("content-type"), "text/plain; charset=utf-8");
        assert!(draft.text.contains("Số: …/BC-LĐLĐ\n"), "{draft}");
        assert!(draft.text.contains("Lai Châu, ngày … tháng … năm …\n"), "{draft}");
        submit(&app, "p", &id).await;
        accept(&app, "p.clerk", &id).await;
        issue(&app, "p", &id).await;
        let printed = officer.get(&text).await.expect(200).text;
        let expected = [
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH",
            "Số: 01/BC-LĐLĐ",
            "Lai Châu, ngày 10 tháng 02 năm 2025",
            "BÁO CÁO",
            "Công tác công đoàn tháng 02 năm 2025",
            "Đoàn viên yên tâm công tác.",
            "I. KẾT QUẢ TRIỂN KHAI THỰC HIỆN NHIỆM VỤ THÁNG 02/2025",
            "1. Tuyên truyền.\n- Chỉ tiêu test_printed_text: gần 22.620 lượt",
            "II. NHIỆM VỤ TRỌNG TÂM THÁNG 3/2025",
            "1. Gặp mặt nữ đoàn viên.",
            "Nơi nhận:\n- Tổng Liên đoàn Lao động Việt Nam;\n- Lưu: VT.",
            "TM. BAN THƯỜNG VỤ\nPHÓ CHỦ TỊCH",
            "Nguyễn Văn Mẫu",
        ];
        assert_in_order(&printed, &expected);
    }

    async fn who_may_not_read_a_report_may_not_print_it(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        let text = format!("{}/text", path(&id));
        app.as_user("d2.officer").await.get(&text).await.problem("not_found");
        app.anonymous().get(&text).await.problem("unauthenticated");
        let printed = app.as_user("d1.officer").await.get(&text).await.expect(200).text;
        assert!(printed.starts_with("LIÊN ĐOÀN LAO ĐỘNG TỈNH\nLIÊN ĐOÀN LAO ĐỘNG HUYỆN MỘT\n"), "{printed}");
    }
}
