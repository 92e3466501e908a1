//! Which instructions the kernels use.

/// Which instructions the kernels use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// One fixed order of operations and no contraction: the same bits on every target.
    Scalar,
}

impl Level {
    /// The best level of this machine.
    #[must_use]
    pub fn detected() -> Self {
        Level::Scalar
    }
}
