//! One label of several that a sample may have.

use super::confusion::ratio;

/// Of one label: how many samples have it, are said to have it, do both, and are predicted correctly.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Label {
    pub(super) wanted: u64,
    pub(super) predicted: u64,
    pub(super) both: u64,
    pub(super) right: u64,
}

impl Label {
    pub(super) fn precision(&self) -> f64 {
        ratio(self.both, self.predicted)
    }
    pub(super) fn recall(&self) -> f64 {
        ratio(self.both, self.wanted)
    }
    pub(super) fn f1(&self) -> f64 {
        ratio(2 * self.both, self.predicted + self.wanted)
    }
}
