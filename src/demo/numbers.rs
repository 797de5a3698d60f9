//! The figures of the unions' reports: made up, except that February's attendances add up to what stands behind
//! the printed "nearly 22,620".

/// What a union counts: the indicator's code, how many, and out of how many where that is asked.
pub(super) type Figure = (&'static str, i64, Option<i64>);

/// What the story counts by.
pub(super) static INDICATORS: [&str; 25] = [
    ATTENDANCES,
    OFFICIALS,
    WORKERS,
    DIALOGUES,
    AGREEMENTS,
    TET_REGISTERED,
    TET_BOUGHT,
    SETTLEMENTS,
    WOMENS_DAY,
    SUPPORTED,
    SUPPORT_MONEY,
    SUPPORT_UNIONS,
    ILLNESS_PERSONS,
    ILLNESS_MONEY,
    INFERTILITY_PERSONS,
    INFERTILITY_MONEY,
    AWARDED_COLLECTIVES,
    AWARDED_INDIVIDUALS,
    FLAG_OF_COMMITTEE,
    FLAG_OF_CONFEDERATION,
    MERIT_OF_COMMITTEE_COLLECTIVES,
    MERIT_OF_COMMITTEE_INDIVIDUALS,
    MERIT_OF_CONFEDERATION_COLLECTIVES,
    MERIT_OF_CONFEDERATION_INDIVIDUALS,
    HOUSING,
];

/// Attendances at propaganda.
pub(super) const ATTENDANCES: &str = "propaganda_attendances";
/// Units that held the conference of officials, out of those that must.
pub(super) const OFFICIALS: &str = "officials_conferences";
/// Enterprises that held the workers' conference, out of those that must.
pub(super) const WORKERS: &str = "workers_conferences";
/// Units with a dialogue at the workplace.
pub(super) const DIALOGUES: &str = "dialogues";
/// Enterprises with a collective agreement, out of all.
pub(super) const AGREEMENTS: &str = "collective_agreements";
/// Persons registered at the online Tết market.
pub(super) const TET_REGISTERED: &str = "tet_market_registered";
/// Persons who bought there, out of those registered.
pub(super) const TET_BOUGHT: &str = "tet_market_bought";
/// Units that handed in last year's settlement, out of all.
pub(super) const SETTLEMENTS: &str = "settlements_received";

/// Attendances at the events of 8 and 20 March.
pub(super) const WOMENS_DAY: &str = "womens_day_attendances";
/// Persons given hardship support.
pub(super) const SUPPORTED: &str = "hardship_dossiers";
/// Money given to them.
pub(super) const SUPPORT_MONEY: &str = "hardship_amount";
/// Unions they belong to.
pub(super) const SUPPORT_UNIONS: &str = "hardship_unions";
/// Of them, persons in critical illness.
pub(super) const ILLNESS_PERSONS: &str = "hardship_critical_illness_persons";
/// And what they were given.
pub(super) const ILLNESS_MONEY: &str = "hardship_critical_illness_amount";
/// Of them, persons in infertility treatment.
pub(super) const INFERTILITY_PERSONS: &str = "hardship_infertility_treatment_persons";
/// And what they were given.
pub(super) const INFERTILITY_MONEY: &str = "hardship_infertility_treatment_amount";
/// Collectives put forward for an award.
pub(super) const AWARDED_COLLECTIVES: &str = "award_collectives";
/// Individuals put forward for an award.
pub(super) const AWARDED_INDIVIDUALS: &str = "award_individuals";
/// Of these, for the flag of the People's Committee.
pub(super) const FLAG_OF_COMMITTEE: &str = "award_emulation_flag_peoples_committee_collectives";
/// For the flag of the confederation.
pub(super) const FLAG_OF_CONFEDERATION: &str = "award_emulation_flag_confederation_collectives";
/// Collectives for the People's Committee's certificate of merit.
pub(super) const MERIT_OF_COMMITTEE_COLLECTIVES: &str =
    "award_certificate_of_merit_peoples_committee_collectives";
/// Individuals for it.
pub(super) const MERIT_OF_COMMITTEE_INDIVIDUALS: &str =
    "award_certificate_of_merit_peoples_committee_individuals";
/// Collectives for the confederation's certificate of merit.
pub(super) const MERIT_OF_CONFEDERATION_COLLECTIVES: &str =
    "award_certificate_of_merit_confederation_collectives";
/// Individuals for it.
pub(super) const MERIT_OF_CONFEDERATION_INDIVIDUALS: &str =
    "award_certificate_of_merit_confederation_individuals";
/// Families in need of housing.
pub(super) const HOUSING: &str = "housing_cases";

/// Under which of February's results each computed figure is printed, from 1. Those of hardship support are counted from
/// the decision and the surveys, those of awards from the submissions.
pub(super) static PRINTED_UNDER: [(&str, usize); 24] = [
    (ATTENDANCES, 1),
    (OFFICIALS, 3),
    (WORKERS, 3),
    (DIALOGUES, 3),
    (AGREEMENTS, 3),
    (SUPPORTED, 4),
    (SUPPORT_MONEY, 4),
    (SUPPORT_UNIONS, 4),
    (ILLNESS_PERSONS, 4),
    (ILLNESS_MONEY, 4),
    (INFERTILITY_PERSONS, 4),
    (INFERTILITY_MONEY, 4),
    (TET_REGISTERED, 4),
    (TET_BOUGHT, 4),
    (HOUSING, 4),
    (AWARDED_COLLECTIVES, 5),
    (AWARDED_INDIVIDUALS, 5),
    (FLAG_OF_COMMITTEE, 5),
    (FLAG_OF_CONFEDERATION, 5),
    (MERIT_OF_COMMITTEE_COLLECTIVES, 5),
    (MERIT_OF_COMMITTEE_INDIVIDUALS, 5),
    (MERIT_OF_CONFEDERATION_COLLECTIVES, 5),
    (MERIT_OF_CONFEDERATION_INDIVIDUALS, 5),
    (SETTLEMENTS, 9),
];

/// What is printed for February's attendances.
pub(super) const PRINTED_ATTENDANCES: i64 = 22_620;

/// A union's February: attendances; then held and out of how many for officials' and workers' conferences;
/// dialogues; agreements signed and out of how many; registered and bought at the Tết market; settlements in and
/// out of how many. Phong Thổ has no line: its figures are the sums of its own unions'.
type February = (&'static str, i64, [(i64, i64); 2], i64, (i64, i64), [i64; 2], (i64, i64));

/// The sum of the attendances, Phong Thổ's included, is 22,614.
static FEBRUARY: [February; 14] = [
    ("pt-truong", 815, [(1, 1), (0, 0)], 0, (0, 0), [64, 64], (1, 1)),
    ("pt-xa", 640, [(1, 1), (0, 0)], 0, (0, 0), [38, 36], (1, 1)),
    ("pt-che", 595, [(0, 0), (1, 1)], 1, (1, 1), [52, 50], (0, 1)),
    ("sin-ho", 2312, [(48, 52), (2, 3)], 3, (1, 3), [310, 310], (44, 55)),
    ("muong-te", 1874, [(40, 45), (1, 2)], 2, (1, 2), [240, 236], (38, 47)),
    ("nam-nhun", 1356, [(33, 36), (1, 2)], 1, (1, 2), [180, 180], (30, 38)),
    ("tam-duong", 2187, [(46, 50), (5, 8)], 6, (4, 8), [330, 330], (47, 58)),
    ("tan-uyen", 2041, [(43, 47), (6, 9)], 7, (5, 9), [320, 318], (46, 56)),
    ("than-uyen", 2263, [(49, 53), (6, 10)], 8, (6, 10), [350, 350], (52, 63)),
    ("thanh-pho", 2425, [(41, 44), (18, 27)], 21, (14, 27), [460, 460], (61, 71)),
    ("giao-duc", 2118, [(26, 28), (0, 0)], 0, (0, 0), [280, 280], (28, 28)),
    ("y-te", 1287, [(14, 15), (0, 0)], 0, (0, 0), [190, 188], (15, 15)),
    ("cong-thuong", 946, [(3, 3), (9, 13)], 11, (8, 13), [150, 150], (14, 16)),
    ("vien-chuc", 1755, [(38, 40), (0, 0)], 0, (0, 0), [260, 260], (36, 40)),
];

/// What a union counted in February; nothing where it has no line.
pub(super) fn february(key: &str) -> Vec<Figure> {
    let Some((_, attendances, [officials, workers], dialogues, agreements, [registered, bought], settled)) =
        FEBRUARY.iter().find(|line| line.0 == key)
    else {
        return Vec::new();
    };
    let share = |code, (part, all): (i64, i64)| (code, part, Some(all));
    let all = [
        (ATTENDANCES, *attendances, None),
        share(OFFICIALS, *officials),
        share(WORKERS, *workers),
        (DIALOGUES, *dialogues, None),
        share(AGREEMENTS, *agreements),
        (TET_REGISTERED, *registered, None),
        share(TET_BOUGHT, (*bought, *registered)),
        share(SETTLEMENTS, *settled),
    ];
    // A union without enterprises has nothing to count of them.
    all.into_iter().filter(|(_, value, of)| *value > 0 || of.is_some_and(|of| of > 0)).collect()
}

/// A union's March: attendances at propaganda and at the women's days, dialogues, settlements in and out of how many.
type March = (&'static str, [i64; 2], i64, (i64, i64));

static MARCH: [March; 11] = [
    ("phong-tho", [2104, 410], 2, (3, 3)),
    ("sin-ho", [2290, 385], 4, (53, 55)),
    ("muong-te", [1902, 296], 3, (45, 47)),
    ("tam-duong", [2233, 402], 6, (57, 58)),
    ("tan-uyen", [2076, 377], 8, (55, 56)),
    ("than-uyen", [2301, 428], 9, (62, 63)),
    ("thanh-pho", [2517, 640], 24, (70, 71)),
    ("giao-duc", [2465, 905], 0, (28, 28)),
    ("y-te", [1340, 512], 0, (15, 15)),
    ("cong-thuong", [1018, 233], 12, (16, 16)),
    ("vien-chuc", [1690, 344], 0, (40, 40)),
];

/// What a union counted in March.
pub(super) fn march(key: &str) -> Vec<Figure> {
    let Some((_, [propaganda, women], dialogues, (settled, of))) = MARCH.iter().find(|line| line.0 == key)
    else {
        return Vec::new();
    };
    let all = [
        (ATTENDANCES, *propaganda, None),
        (WOMENS_DAY, *women, None),
        (DIALOGUES, *dialogues, None),
        (SETTLEMENTS, *settled, Some(*of)),
    ];
    all.into_iter().filter(|(_, value, _)| *value > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attendances_of_february_are_a_little_below_what_is_printed() {
        let sum: i64 = FEBRUARY.iter().map(|line| line.1).sum();
        assert_eq!(sum, 22_614);
    }

    #[test]
    fn no_part_is_more_than_its_whole() {
        for key in FEBRUARY.iter().map(|line| line.0).chain(MARCH.iter().map(|line| line.0)) {
            for (code, part, whole) in february(key).into_iter().chain(march(key)) {
                assert!(whole.is_none_or(|whole| part <= whole), "{key} {code}");
            }
        }
    }
}
