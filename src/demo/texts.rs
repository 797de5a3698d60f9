//! What the demo's reports say: the facts of a real February, in words of our own.

/// An item of the province's report: topic, text.
pub(super) type Result = (&'static str, &'static str);

/// An item of its plan: topic, text, the day it is due.
pub(super) type Plan = (&'static str, &'static str, Option<&'static str>);

/// The title of February's report.
pub(super) const FEBRUARY_TITLE: &str = "Kết quả công tác công đoàn tháng 02, nhiệm vụ tháng 3 năm 2025";

/// What stands before its first section.
pub(super) const FEBRUARY_PREAMBLE: &str = "Tết Ất Tỵ qua đi êm ấm: hầu hết người lao động trong tỉnh trở lại đúng hẹn, không nơi nào ngừng việc. Công đoàn \
    các cấp dồn sức cho những phần việc dưới đây.";

/// February's ten results.
pub(super) static FEBRUARY_RESULTS: [Result; 10] = [
    (
        "propaganda",
        "Đưa chủ trương, quy định mới đến nơi làm việc qua họp tổ, loa và nhóm tin nhắn; gặp mặt ôn lại 95 năm lịch \
         sử Đảng; thu góp ý của người lao động cho văn kiện đại hội tỉnh lần thứ XV; sau Tết nghe từng đơn vị nói \
         tình hình tư tưởng.",
    ),
    (
        "tet_duty",
        "Lịch trực Tết được chia xong trước kỳ nghỉ, không nơi nào mất an toàn; ngày đi làm đầu tiên các đơn vị có \
         mặt gần như đủ và vào việc ngay.",
    ),
    (
        "grassroots_democracy",
        "Cử cán bộ xuống giúp cơ sở mở hội nghị, chuẩn bị đối thoại và soạn thỏa ước; nơi chưa làm được hẹn lại \
         trong quý.",
    ),
    (
        "care_support",
        "Duyệt các trường hợp ốm nặng và chữa hiếm muộn do Phong Thổ, thành phố và Viên chức tỉnh gửi lên; theo dõi \
         phiên chợ Tết trực tuyến để người đã đăng ký nhận đủ hàng.",
    ),
    (
        "emulation_awards",
        "Hồ sơ khen thưởng thành tích năm 2024 đã soát đủ, chia theo hai cấp xét là tỉnh và Tổng Liên đoàn.",
    ),
    (
        "organisation_cadres",
        "Đề án tổ chức lại cơ quan tỉnh đang ở bản thảo thứ hai; danh sách quy hoạch của nhiệm kỳ này và nhiệm kỳ \
         sau được các cấp xem lại và điền chỗ thiếu.",
    ),
    ("womens_activities", "Gửi gợi ý nội dung cho hai ngày 8/3 và 20/3, mỗi nơi chọn cách làm vừa sức mình."),
    (
        "emulation_movements",
        "Các khối thi đua ký giao ước năm, lấy thành tích chào mừng đại hội đảng và đại hội thi đua các cấp làm mục \
         tiêu.",
    ),
    ("finance_assets", "Kiểm tra sổ quỹ ở một số cơ sở; nhắc những nơi chưa nộp quyết toán của năm trước."),
    ("documents_issued", "Mọi văn bản đi trong tháng đều lấy số từ sổ đăng ký."),
];

/// The ten tasks of March. The second holds the slip of the printed original, a day of 2024 in a plan for 2025:
/// the report warns of it.
pub(super) static MARCH_PLANS: [Plan; 10] = [
    (
        "propaganda",
        "Chọn ba chuyên đề để nói trong tháng, trong đó có việc góp ý văn kiện đại hội đảng; mỗi tuần một lần ghi \
         lại điều người lao động băn khoăn.",
        Some("2025-03-31"),
    ),
    (
        "womens_activities",
        "Gặp mặt nữ đoàn viên dịp 115 năm ngày 8/3, nhắc lại 1985 năm Hai Bà Trưng dấy binh và vui ngày 20/3; tuần \
         áo dài kéo dài từ 01-08/3/2025, cả tỉnh cùng mặc hôm 08/3/2024.",
        Some("2025-03-20"),
    ),
    ("emulation_movements", "Nhìn lại ba tháng đầu năm, chốt việc của ba tháng kế tiếp.", Some("2025-03-28")),
    (
        "organisation_cadres",
        "Trình phương án nhân sự cho hai công đoàn mới, một của khối Đảng, một của khối chính quyền tỉnh; ra quyết \
         định cử người vào từng ban; dựng khung các công đoàn liền trên cơ sở.",
        Some("2025-03-31"),
    ),
    (
        "organisation_cadres",
        "Điền người còn thiếu trong quy hoạch; trao đổi với các đảng bộ về cán bộ công đoàn có thể vào cấp ủy địa \
         phương.",
        Some("2025-03-25"),
    ),
    (
        "safety",
        "Cùng các sở mở tháng hành động về an toàn lao động và phòng cháy, ưu tiên nơi có máy móc nguy hiểm.",
        Some("2025-03-31"),
    ),
    (
        "finance_assets",
        "Gửi các đơn vị cách tính kinh phí năm 2025; chốt số liệu năm 2024 và nộp lên Tổng Liên đoàn.",
        Some("2025-03-31"),
    ),
    (
        "culture_sport",
        "Thống nhất với ngành văn hóa ngày, nơi và điều lệ của giải cầu lông lần thứ XXII.",
        Some("2025-03-21"),
    ),
    (
        "housing",
        "Lập danh sách hộ đang ở nhà tạm, nhà dột, ghi rõ hộ nào cần dựng mới, hộ nào chỉ cần sửa, hộ nào nên đến \
         thăm.",
        Some("2025-03-14"),
    ),
    ("documents_issued", "Soạn và gửi văn bản thường kỳ.", None),
];

/// The partner of the tournament, which stands outside the tree of unions; its place among the plans, from 1.
pub(super) const PARTNER: (usize, &str) = (8, "Sở Văn hóa, Thể thao và Du lịch");

/// The title of March's report.
pub(super) const MARCH_TITLE: &str = "Kết quả công tác công đoàn tháng 3, nhiệm vụ tháng 4 năm 2025";

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
