//! Who is in the demo: the unions of February 2025 and the people who sign in for them. The places are real, the
//! workplaces and the people are made up.

use crate::identity::Role;

/// A union of the demo.
pub(super) struct Union {
    /// What the story calls it; user names hold it too.
    pub(super) key: &'static str,
    /// Its code.
    pub(super) code: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// Its kind, as on the wire.
    pub(super) kind: &'static str,
    /// What stands in the symbol of its documents.
    pub(super) symbol: &'static str,
    /// Where it signs.
    pub(super) place: &'static str,
    /// The first day it is recorded for.
    pub(super) since: &'static str,
}

impl Union {
    /// The user name of its `role`.
    pub(super) fn user(&self, role: Role) -> String {
        format!("{}.{}", self.key, role.as_str())
    }
}

const fn district(key: &'static str, code: &'static str, name: &'static str, place: &'static str) -> Union {
    Union { key, code, name, kind: "district_federation", symbol: "LĐLĐ", place, since: "2004-01-01" }
}

const fn sector(key: &'static str, code: &'static str, name: &'static str, symbol: &'static str) -> Union {
    Union { key, code, name, kind: "sector_union", symbol, place: "Lai Châu", since: "2004-01-01" }
}

/// The unions that report to the province.
pub(super) static DIRECT: [Union; 12] = [
    district("phong-tho", "LDLD-PHONG-THO", "Liên đoàn Lao động huyện Phong Thổ", "Phong Thổ"),
    district("sin-ho", "LDLD-SIN-HO", "Liên đoàn Lao động huyện Sìn Hồ", "Sìn Hồ"),
    district("muong-te", "LDLD-MUONG-TE", "Liên đoàn Lao động huyện Mường Tè", "Mường Tè"),
    Union {
        since: "2013-01-01",
        ..district("nam-nhun", "LDLD-NAM-NHUN", "Liên đoàn Lao động huyện Nậm Nhùn", "Nậm Nhùn")
    },
    district("tam-duong", "LDLD-TAM-DUONG", "Liên đoàn Lao động huyện Tam Đường", "Tam Đường"),
    Union {
        since: "2009-01-01",
        ..district("tan-uyen", "LDLD-TAN-UYEN", "Liên đoàn Lao động huyện Tân Uyên", "Tân Uyên")
    },
    district("than-uyen", "LDLD-THAN-UYEN", "Liên đoàn Lao động huyện Than Uyên", "Than Uyên"),
    district("thanh-pho", "LDLD-THANH-PHO", "Liên đoàn Lao động thành phố Lai Châu", "Lai Châu"),
    sector("giao-duc", "CDN-GIAO-DUC", "Công đoàn ngành Giáo dục", "CĐGD"),
    sector("y-te", "CDN-Y-TE", "Công đoàn ngành Y tế", "CĐYT"),
    sector("cong-thuong", "CDN-CONG-THUONG", "Công đoàn ngành Công Thương", "CĐCT"),
    sector("vien-chuc", "CD-VIEN-CHUC", "Công đoàn Viên chức tỉnh", "CĐVC"),
];

/// The key of the union whose own round below it is part of the story.
pub(super) const PHONG_THO: &str = "phong-tho";

const fn grassroots(key: &'static str, code: &'static str, name: &'static str, place: &'static str) -> Union {
    Union { key, code, name, kind: "grassroots_union", symbol: "CĐCS", place, since: "2014-01-01" }
}

/// Grassroots unions, each after the key of the union it stands under.
pub(super) static GRASSROOTS: [(&str, Union); 9] = [
    ("phong-tho", grassroots("pt-truong", "CDCS-PT-01", "Công đoàn cơ sở Trường học Mẫu Một", "Phong Thổ")),
    ("phong-tho", grassroots("pt-xa", "CDCS-PT-02", "Công đoàn cơ sở Cơ quan xã Mẫu Hai", "Phong Thổ")),
    ("phong-tho", grassroots("pt-che", "CDCS-PT-03", "Công đoàn cơ sở Công ty Chè Mẫu Ba", "Phong Thổ")),
    ("tam-duong", grassroots("td-truong", "CDCS-TD-01", "Công đoàn cơ sở Trường học Mẫu Bốn", "Tam Đường")),
    ("tam-duong", grassroots("td-che", "CDCS-TD-02", "Công đoàn cơ sở Công ty Chè Mẫu Năm", "Tam Đường")),
    ("thanh-pho", grassroots("tp-cho", "CDCS-TP-01", "Nghiệp đoàn Bốc xếp Chợ Mẫu Sáu", "Lai Châu")),
    ("giao-duc", grassroots("gd-truong", "CDCS-GD-01", "Công đoàn cơ sở Trường học Mẫu Bảy", "Lai Châu")),
    ("y-te", grassroots("yt-vien", "CDCS-YT-01", "Công đoàn cơ sở Bệnh viện Mẫu Tám", "Lai Châu")),
    ("vien-chuc", grassroots("vc-so", "CDCS-VC-01", "Công đoàn cơ sở Cơ quan Sở Mẫu Chín", "Lai Châu")),
];

/// The grassroots unions that report to Phong Thổ.
pub(super) fn below_phong_tho() -> impl Iterator<Item = &'static Union> {
    GRASSROOTS.iter().filter(|(above, _)| *above == PHONG_THO).map(|(_, union)| union)
}

/// The other unions whose people file dossiers.
const FILING: [&str; 2] = ["tp-cho", "vc-so"];

/// The unions whose people sign in: those that report to the province, then those that report or file below.
pub(super) fn with_people() -> impl Iterator<Item = &'static Union> {
    let others = GRASSROOTS.iter().map(|(_, union)| union).filter(|union| FILING.contains(&union.key));
    DIRECT.iter().chain(below_phong_tho()).chain(others)
}

/// The province's people: user name, role, the name others see.
pub(super) static PROVINCE: [(&str, Role, &str); 8] = [
    (ADMINISTRATOR, Role::Administrator, "Người Mẫu Một"),
    (CHAIR, Role::Chair, SIGNER),
    (OFFICER, Role::Officer, "Người Mẫu Ba"),
    (CLERK, Role::Clerk, "Người Mẫu Bốn"),
    ("province.inspector", Role::Inspector, "Người Mẫu Năm"),
    ("province.appraiser", Role::Appraiser, "Người Mẫu Sáu"),
    ("province.approver", Role::Approver, "Người Mẫu Bảy"),
    ("province.accountant", Role::Accountant, "Người Mẫu Tám"),
];

/// Who keeps the province's users and organisations.
pub(super) const ADMINISTRATOR: &str = "province.administrator";
/// Who submits and issues the province's reports.
pub(super) const CHAIR: &str = "province.chair";
/// Who writes them.
pub(super) const OFFICER: &str = "province.officer";
/// Who opens the province's rounds, reviews what comes in and keeps the register.
pub(super) const CLERK: &str = "province.clerk";
/// Who signs.
pub(super) const SIGNER: &str = "Người Mẫu Hai";

/// The roles with an account at a union: everywhere who writes and who sends, at some also who reviews.
pub(super) fn roles_of(union: &Union) -> &'static [Role] {
    match union.key {
        "phong-tho" | "thanh-pho" | "vien-chuc" => &[Role::Officer, Role::Chair, Role::Clerk],
        _ => &[Role::Officer, Role::Chair],
    }
}
