//! What a programme's sums come to.

/// A programme's sums, whole đồng.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hardship) struct Balance {
    /// What the programme may give in all.
    pub ceiling: i64,
    /// What the lines in force give.
    pub approved: i64,
    /// What was paid.
    pub disbursed: i64,
    /// What came back.
    pub reclaimed: i64,
}

impl Balance {
    /// What is drawn: given and not come back.
    pub(in crate::hardship) const fn drawn(self) -> i64 {
        self.approved.saturating_sub(self.reclaimed)
    }

    /// What can still be given.
    pub(in crate::hardship) const fn left(self) -> i64 {
        self.ceiling.saturating_sub(self.drawn())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_back_can_be_given_again() {
        let balance = Balance { ceiling: 100, approved: 80, disbursed: 60, reclaimed: 15 };
        assert_eq!((balance.drawn(), balance.left()), (65, 35));
    }
}
