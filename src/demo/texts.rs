//! What the demo's reports say: the facts of a real February, in words of our own.

/// An item of the province's report: topic, text.
pub(super) type Result = (&'static str, &'static str);

/// An item of its plan: topic, text, the day it is due.
pub(super) type Plan = (&'static str, &'static str, Option<&'static str>);

/// The title of February's report.
pub(super) const FEBRUARY_TITLE: &str = "Công tác công đoàn tháng 02 và nhiệm vụ trọng tâm tháng 3 năm 2025";

/// What stands before its first section.
pub(super) const FEBRUARY_PREAMBLE: &str = "Sau kỳ nghỉ Tết Nguyên đán Ất Tỵ, đoàn viên và người lao động \
    trong tỉnh trở lại làm việc đúng thời gian, yên tâm với công việc, chấp hành tốt quy định của đơn vị và tin \
    tưởng vào sự lãnh đạo của Đảng. Trong tháng, tổ chức công đoàn các cấp tập trung vào những việc sau.";

/// February's ten results.
pub(super) static FEBRUARY_RESULTS: [Result; 10] = [
    (
        "propaganda",
        "Giới thiệu tới đoàn viên, người lao động các chủ trương của Đảng và quy định mới của Nhà nước; sinh hoạt \
         kỷ niệm 95 năm Ngày thành lập Đảng; lấy ý kiến góp vào dự thảo văn kiện trình Đại hội Đảng bộ tỉnh lần \
         thứ XV; theo dõi tâm tư của người lao động trong những ngày làm việc đầu năm.",
    ),
    (
        "tet_duty",
        "Cùng chuyên môn các đơn vị phân công trực Tết, giữ an ninh, an toàn cơ quan và doanh nghiệp; nhắc đoàn viên \
         đi làm lại đúng ngày và bắt tay ngay vào nhiệm vụ của năm 2025.",
    ),
    (
        "grassroots_democracy",
        "Hướng dẫn công đoàn cơ sở cùng chuyên môn tổ chức hội nghị cán bộ, công chức, viên chức và hội nghị người \
         lao động; mở đối thoại, thương lượng và ký thỏa ước lao động tập thể tại doanh nghiệp.",
    ),
    (
        "care_support",
        "Xét và hỗ trợ đoàn viên, con đoàn viên mắc bệnh hiểm nghèo hoặc điều trị hiếm muộn thuộc LĐLĐ huyện Phong \
         Thổ, LĐLĐ thành phố và Công đoàn Viên chức tỉnh; nhắc các đơn vị mua đủ hàng đã đăng ký tại Chợ Tết Công \
         đoàn trực tuyến.",
    ),
    (
        "emulation_awards",
        "Hoàn thành hồ sơ trình Ủy ban nhân dân tỉnh và Tổng Liên đoàn khen thưởng các tập thể, cá nhân có thành \
         tích xuất sắc năm 2024.",
    ),
    (
        "organisation_cadres",
        "Soạn đề án sắp xếp bộ máy LĐLĐ tỉnh; các cấp rà soát, bổ sung quy hoạch ban chấp hành, ban thường vụ, ủy \
         ban kiểm tra của nhiệm kỳ hiện nay và nhiệm kỳ kế tiếp.",
    ),
    (
        "womens_activities",
        "Hướng dẫn các đơn vị chuẩn bị hoạt động nhân Ngày Quốc tế Phụ nữ 8/3 và Ngày Quốc tế Hạnh phúc 20/3.",
    ),
    (
        "emulation_movements",
        "Phát động thi đua chào mừng đại hội đảng bộ các cấp, đại hội thi đua yêu nước và các ngày lễ lớn của năm.",
    ),
    (
        "finance_assets",
        "Tăng cường quản lý tài chính, tài sản tại công đoàn cơ sở; đôn đốc nộp quyết toán tài chính công đoàn năm \
         2024.",
    ),
    ("documents_issued", "Ban hành kế hoạch, hướng dẫn, báo cáo theo chức năng của LĐLĐ tỉnh."),
];

/// The ten tasks of March. The second holds the slip of the printed original, a day of 2024 in a plan for 2025:
/// the report warns of it.
pub(super) static MARCH_PLANS: [Plan; 10] = [
    (
        "propaganda",
        "Tuyên truyền chủ trương của Đảng, pháp luật của Nhà nước và nghị quyết công đoàn các cấp; vận động đoàn viên \
         góp ý dự thảo văn kiện đại hội đảng các cấp; nắm tâm tư người lao động.",
        Some("2025-03-31"),
    ),
    (
        "womens_activities",
        "Tổ chức hoạt động kỷ niệm 115 năm Ngày Quốc tế Phụ nữ 8/3, 1985 năm khởi nghĩa Hai Bà Trưng và Ngày Quốc tế \
         Hạnh phúc 20/3; vận động nữ đoàn viên mặc áo dài khi làm việc từ 01-08/3/2025, đồng loạt vào ngày 08/3/2024.",
        Some("2025-03-20"),
    ),
    ("emulation_movements", "Đánh giá công tác quý I, đề ra việc trọng tâm quý II.", Some("2025-03-28")),
    (
        "organisation_cadres",
        "Sắp xếp bộ máy cơ quan LĐLĐ tỉnh và công đoàn cấp trên trực tiếp cơ sở; thành lập Công đoàn các cơ quan Đảng, \
         Công đoàn Ủy ban nhân dân và chỉ định ban chấp hành, ban thường vụ, ủy ban kiểm tra của hai nơi này.",
        Some("2025-03-31"),
    ),
    (
        "organisation_cadres",
        "Bổ sung quy hoạch cán bộ công đoàn; phối hợp giới thiệu cán bộ công đoàn chuyên trách tham gia cấp ủy huyện, \
         thành phố.",
        Some("2025-03-25"),
    ),
    (
        "safety",
        "Phối hợp tổ chức hoạt động hưởng ứng Tháng An toàn, vệ sinh lao động và phòng chống cháy nổ.",
        Some("2025-03-31"),
    ),
    (
        "finance_assets",
        "Ban hành nguyên tắc, định mức giao dự toán tài chính công đoàn năm 2025; báo cáo Tổng Liên đoàn quyết toán \
         năm 2024.",
        Some("2025-03-31"),
    ),
    (
        "culture_sport",
        "Cùng ngành văn hóa ban hành kế hoạch và điều lệ giải cầu lông công nhân, viên chức, lao động lần thứ XXII.",
        Some("2025-03-21"),
    ),
    (
        "housing",
        "Rà soát gia đình đoàn viên, người lao động khó khăn về nhà ở để đề nghị hỗ trợ làm nhà, sửa nhà, thăm hỏi.",
        Some("2025-03-14"),
    ),
    ("documents_issued", "Ban hành văn bản theo chức năng, nhiệm vụ của LĐLĐ tỉnh.", None),
];

/// The partner of the tournament, which stands outside the tree of unions; its place among the plans, from 1.
pub(super) const PARTNER: (usize, &str) = (8, "Sở Văn hóa, Thể thao và Du lịch");

/// The title of March's report.
pub(super) const MARCH_TITLE: &str = "Công tác công đoàn tháng 3 và nhiệm vụ trọng tâm tháng 4 năm 2025";

/// What stands before its first section.
pub(super) const MARCH_PREAMBLE: &str = "Trong tháng 3, đoàn viên và người lao động trong tỉnh ổn định việc làm; \
    các cấp công đoàn triển khai nhiệm vụ quý I cùng việc chuẩn bị sắp xếp tổ chức, với các kết quả sau.";

/// The plan for April.
pub(super) static APRIL_PLANS: [Plan; 4] = [
    (
        "propaganda",
        "Tuyên truyền kỷ niệm 50 năm Ngày giải phóng miền Nam, thống nhất đất nước 30/4 và Ngày Quốc tế Lao động 1/5.",
        Some("2025-04-30"),
    ),
    ("safety", "Chuẩn bị các hoạt động Tháng Công nhân năm 2025.", Some("2025-04-25")),
    (
        "housing",
        "Lập danh sách gia đình đoàn viên được hỗ trợ làm nhà, sửa nhà từ kết quả rà soát tháng 3.",
        Some("2025-04-18"),
    ),
    ("organisation_cadres", "Tiếp tục việc sắp xếp tổ chức, bộ máy công đoàn theo đề án được duyệt.", None),
];

/// The province's recipients: which way, name.
pub(super) static RECIPIENTS: [(&str, &str); 7] = [
    ("upward", "Văn phòng Tỉnh ủy, UBND tỉnh"),
    ("upward", "Tổng Liên đoàn Lao động Việt Nam"),
    ("upward", "Ban Dân vận Tỉnh ủy"),
    ("sideways", "Ủy ban MTTQ và các tổ chức chính trị - xã hội tỉnh"),
    ("downward", "Thường trực, các ban LĐLĐ tỉnh"),
    ("downward", "LĐLĐ huyện, thành phố, công đoàn ngành, Công đoàn Viên chức tỉnh"),
    ("archive", "Lưu: VT"),
];

/// Why the clerk sent Sìn Hồ's February report back.
pub(super) const RETURNED: &str =
    "Số lượt tuyên truyền gấp mười lần tháng trước, có lẽ thừa một chữ số; đề nghị kiểm tra lại.";

/// Why the register does not start at 1.
pub(super) const REGISTER_REASON: &str =
    "Tiếp theo sổ giấy của năm 2025: số 208 đã cấp cho văn bản trước đó.";
