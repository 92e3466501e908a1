//! Numbers that look random, from a fixed seed: whoever needs more of them than `next` adds it where it is used.

/// Multiplies and adds.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// 31 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}
