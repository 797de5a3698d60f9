//! What the province writes: the facts of a real February, in words of our own.

pub const TITLE: &str = "Tình hình công đoàn tháng 02 và việc cần làm trong tháng 3 năm 2025";

pub const PREAMBLE: &str = "Người lao động toàn tỉnh ăn Tết đầm ấm và đi làm lại đúng lịch; không nơi nào ngừng \
    việc, không có đơn thư vượt cấp.";

/// Topic and text.
pub const RESULTS: [(&str, &str); 10] = [
    (
        "propaganda",
        "Mở các buổi nói chuyện đầu năm về 95 năm Ngày thành lập Đảng và lấy ý kiến vào văn kiện đại hội tỉnh.",
    ),
    ("tet_duty", "Chia ca trực Tết cùng chuyên môn; nhắc người lao động đi làm lại từ ngày 03/02/2025."),
    (
        "grassroots_democracy",
        "Giúp các đơn vị mở hội nghị cán bộ, hội nghị người lao động, đối thoại và ký thỏa ước.",
    ),
    (
        "care_support",
        "Xét hồ sơ của đoàn viên và con đoàn viên mắc bệnh nặng hoặc chữa hiếm muộn; đôn đốc Chợ Tết trực tuyến.",
    ),
    ("emulation_awards", "Lập hồ sơ trình khen thưởng tập thể, cá nhân xuất sắc của năm 2024."),
    ("organisation_cadres", "Viết đề án sắp xếp bộ máy; rà soát quy hoạch cho hai nhiệm kỳ."),
    ("womens_activities", "Bàn trước việc tổ chức ngày 8/3 và ngày 20/3 với các cấp công đoàn."),
    ("emulation_movements", "Phát động thi đua mừng đại hội đảng bộ các cấp."),
    ("finance_assets", "Kiểm tra sổ sách ở cơ sở; nhắc nộp quyết toán năm 2024."),
    ("documents_issued", "Gửi đủ kế hoạch và hướng dẫn của tháng tới các đơn vị."),
];

/// The day of 2024 that slipped into the plan for 2025, and the day that was meant.
pub const SLIP: &str = "08/3/2024";
pub const MEANT: &str = "08/3/2025";

/// Topic, text and day due.
pub const PLANS: [(&str, &str, &str); 10] = [
    ("propaganda", "Tuyên truyền nghị quyết công đoàn và góp ý văn kiện đại hội đảng các cấp.", "2025-03-31"),
    (
        "womens_activities",
        "Mừng ngày 8/3: nữ đoàn viên mặc áo dài đi làm từ 01- 08/3/2025, cùng mặc vào ngày 08/3/2024.",
        "2025-03-20",
    ),
    ("documents_issued", "Nhìn lại quý I và bàn việc quý II.", "2025-03-28"),
    (
        "organisation_cadres",
        "Lập công đoàn các cơ quan Đảng và công đoàn khối Ủy ban, chỉ định ban chấp hành.",
        "2025-03-15",
    ),
    ("organisation_cadres", "Bổ sung quy hoạch cán bộ công đoàn của các huyện.", "2025-03-10"),
    ("safety", "Hưởng ứng Tháng An toàn lao động và phòng cháy.", "2025-03-31"),
    (
        "finance_assets",
        "Giao định mức chi năm 2025, nộp quyết toán năm trước lên Tổng Liên đoàn.",
        "2025-03-31",
    ),
    ("culture_sport", "Cùng ngành văn hóa ra điều lệ giải cầu lông lần thứ XXII.", "2025-03-25"),
    ("housing", "Tìm gia đình đoàn viên còn ở nhà tạm để đề nghị giúp làm nhà, sửa nhà.", "2025-03-31"),
    ("documents_issued", "Ban hành văn bản thường kỳ của tháng.", "2025-03-31"),
];

/// Direction and name.
pub const RECIPIENTS: [(&str, &str); 7] = [
    ("upward", "Văn phòng Tỉnh ủy và Ủy ban nhân dân tỉnh"),
    ("upward", "Tổng Liên đoàn Lao động Việt Nam"),
    ("upward", "Ban Dân vận"),
    ("sideways", "Mặt trận và các đoàn thể tỉnh"),
    ("sideways", "Thường trực và các ban của cơ quan"),
    ("downward", "Các công đoàn cấp dưới trực tiếp"),
    ("archive", "Lưu: VT"),
];
