//! From which day a change of name, kind or parent counts, and what it does to the present period.

use chrono::NaiveDate;

/// What a change does to the periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The present period is put right; no new one begins.
    Correct,
    /// The present period ends and the next begins on this day.
    Begin(NaiveDate),
}

/// Why a change cannot take effect on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectError {
    /// The day has not come.
    Future,
    /// Another period holds on that day already.
    Overlaps,
}

/// What a change effective on `day` does, when the present period began on `begun`.
///
/// # Errors
/// When the day has not come, or lies before the present period.
pub fn effect_of(day: NaiveDate, begun: NaiveDate, today: NaiveDate) -> Result<Effect, EffectError> {
    if day > today {
        Err(EffectError::Future)
    } else if day < begun {
        Err(EffectError::Overlaps)
    } else if day == begun {
        Ok(Effect::Correct)
    } else {
        Ok(Effect::Begin(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_from_a_day_within_the_present_period_that_has_come() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let (begun, today) = (day("2020-01-01"), day("2025-02-17"));
        let effect = |text| effect_of(day(text), begun, today);
        assert_eq!(effect("2025-02-17"), Ok(Effect::Begin(today)));
        assert_eq!(effect("2020-01-02"), Ok(Effect::Begin(day("2020-01-02"))));
        assert_eq!(effect("2020-01-01"), Ok(Effect::Correct));
        assert_eq!(effect("2019-12-31"), Err(EffectError::Overlaps));
        assert_eq!(effect("2025-02-18"), Err(EffectError::Future));
    }
}
