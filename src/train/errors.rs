//! By how much one output is off.

/// Of one output, over all samples.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Errors {
    pub(super) absolute: f64,
    pub(super) squared: f64,
    /// The mean of the targets, and the sum of their squared distances from it (Welford 1962).
    pub(super) mean: f64,
    pub(super) scatter: f64,
}

impl Errors {
    /// Sample number `count`.
    #[inline]
    pub(super) fn add(&mut self, y: f64, t: f64, count: f64) {
        self.absolute += (y - t).abs();
        self.squared += (y - t) * (y - t);
        let distance = t - self.mean;
        self.mean += distance / count;
        self.scatter += distance * (t - self.mean);
    }

    /// As many samples `more` after as many `before` (Chan, Golub and LeVeque 1979).
    pub(super) fn merge(&mut self, other: &Errors, before: f64, more: f64) {
        if more == 0.0 {
            return;
        }
        let distance = other.mean - self.mean;
        self.absolute += other.absolute;
        self.squared += other.squared;
        self.scatter += other.scatter + distance * distance * before * more / (before + more);
        self.mean += distance * more / (before + more);
    }

    /// Of targets that are all alike, 1 where they are met and else 0, as scikit-learn has it.
    pub(super) fn r2(&self) -> f64 {
        match (self.scatter > 0.0, self.squared > 0.0) {
            (true, _) => 1.0 - self.squared / self.scatter,
            (false, off) => f64::from(u8::from(!off)),
        }
    }
}
