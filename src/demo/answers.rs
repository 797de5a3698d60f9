//! What became of the ten March tasks by the middle of the month.

use super::numbers::{ATTENDANCES, WOMENS_DAY};

/// To whom a task goes.
pub(super) enum To {
    /// The province's own office.
    Office,
    /// All unions that report to the province.
    All,
    /// The district and city federations.
    Districts,
    /// Some, by their keys.
    Some(&'static [&'static str]),
}

/// What a union answered.
pub(super) enum Answer {
    /// It will do it.
    Accepted,
    /// It has begun: percent.
    Begun(i32),
    /// It is done: what was done, and the figure where the task has an indicator.
    Done(&'static str, Option<i64>),
    /// It does not take it on: why.
    Declined(&'static str),
}

/// What happened to a task.
pub(super) struct Handed {
    /// The plan item it came from, from 1.
    pub(super) plan: usize,
    /// Who got it.
    pub(super) to: To,
    /// What is counted, and what each is to reach.
    pub(super) target: Option<(&'static str, i64)>,
    /// Who answered what; `province` is the office.
    pub(super) answers: &'static [(&'static str, Answer)],
    /// What the province says was done, once it is done.
    pub(super) result: Option<&'static str>,
}

const fn handed(plan: usize, to: To, answers: &'static [(&'static str, Answer)]) -> Handed {
    Handed { plan, to, target: None, answers, result: None }
}

/// The tasks that go on to others, or that the office works on itself. What is not here nobody has begun.
pub(super) static TASKS: [Handed; 9] = [
    Handed {
        target: Some((ATTENDANCES, 1_500)),
        ..handed(
            1,
            To::All,
            &[
                ("phong-tho", Answer::Begun(70)),
                (
                    "sin-ho",
                    Answer::Done("Tuyên truyền qua sinh hoạt tổ công đoàn và nhóm mạng xã hội.", Some(2_290)),
                ),
                ("thanh-pho", Answer::Done("Mở 14 buổi nói chuyện chuyên đề tại doanh nghiệp.", Some(2_517))),
                ("giao-duc", Answer::Done("Lồng ghép trong họp hội đồng của các trường.", Some(2_465))),
                ("y-te", Answer::Begun(80)),
                ("tam-duong", Answer::Accepted),
            ],
        )
    },
    Handed {
        target: Some((WOMENS_DAY, 300)),
        result: Some("Các đơn vị tổ chức gặp mặt, hội thi và Tuần lễ Áo dài; nữ đoàn viên tham gia đông đủ."),
        ..handed(
            2,
            To::All,
            &[
                ("phong-tho", Answer::Done("Gặp mặt nữ đoàn viên tiêu biểu của huyện.", Some(410))),
                ("sin-ho", Answer::Done("Hội thi nấu ăn giữa các công đoàn cơ sở.", Some(385))),
                ("muong-te", Answer::Done("Thăm, tặng quà nữ đoàn viên vùng biên giới.", Some(296))),
                ("tam-duong", Answer::Done("Giao lưu bóng chuyền nữ.", Some(402))),
                ("tan-uyen", Answer::Done("Tọa đàm về gia đình hạnh phúc.", Some(377))),
                ("than-uyen", Answer::Done("Đồng diễn áo dài tại trung tâm huyện.", Some(428))),
                ("thanh-pho", Answer::Done("Đồng diễn dân vũ với hơn ba trăm nữ đoàn viên.", Some(640))),
                ("giao-duc", Answer::Done("Các trường hưởng ứng Tuần lễ Áo dài.", Some(905))),
                ("y-te", Answer::Done("Khám sức khỏe cho nữ đoàn viên.", Some(512))),
                ("cong-thuong", Answer::Begun(60)),
            ],
        )
    },
    handed(3, To::Office, &[("province", Answer::Begun(20))]),
    handed(5, To::Districts, &[("than-uyen", Answer::Accepted), ("tan-uyen", Answer::Begun(30))]),
    handed(
        6,
        To::Some(&["thanh-pho", "cong-thuong", "tam-duong", "than-uyen", "vien-chuc"]),
        &[
            ("thanh-pho", Answer::Begun(40)),
            ("cong-thuong", Answer::Accepted),
            (
                "vien-chuc",
                Answer::Declined(
                    "Đơn vị chỉ có cơ quan hành chính, không có nơi sản xuất; xin dự lễ phát động của thành phố.",
                ),
            ),
        ],
    ),
    handed(7, To::Office, &[("province", Answer::Begun(50))]),
    handed(8, To::Office, &[("province", Answer::Begun(75))]),
    handed(
        9,
        To::Districts,
        &[
            ("phong-tho", Answer::Begun(50)),
            ("sin-ho", Answer::Done("Rà soát xong, đề nghị hỗ trợ 6 gia đình.", None)),
            ("muong-te", Answer::Done("Rà soát xong, đề nghị hỗ trợ 4 gia đình.", None)),
            ("than-uyen", Answer::Begun(90)),
        ],
    ),
    handed(10, To::Office, &[("province", Answer::Accepted)]),
];
