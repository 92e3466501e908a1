/// What a layer costs: multiply-adds, memory, samples.
///
/// ```
/// use constrata::module::{Cost, Describe};
/// use constrata::layers::Dense;
/// const DENSE: Cost = <Dense<64, 10> as Describe>::COST;
/// assert_eq!((DENSE.macs, DENSE.scratch_bytes, DENSE.min_batch), (640, 0, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Multiply-adds for one sample.
    pub macs: usize,
    /// Bytes that `infer` needs for what lies between the layers inside, for one sample.
    pub scratch_bytes: usize,
    /// Bytes of stack that one sample takes inside `infer` or `backward`, beyond registers and what is saved of them.
    pub stack_bytes: usize,
    /// How few samples a training pass may have: 2 where statistics of the samples are taken. [`Fit`](crate::train::Fit) then
    /// makes no passes of 1.
    pub min_batch: usize,
}

impl Cost {
    /// No multiply-adds, no memory, any number of samples.
    ///
    /// ```
    /// use constrata::module::{Cost, Describe};
    /// use constrata::{Vector, activation::Relu, layers::Activate};
    /// assert_eq!(Activate::<Relu, Vector<8>>::COST, Cost::NOTHING);
    /// ```
    pub const NOTHING: Self = Self { macs: 0, scratch_bytes: 0, stack_bytes: 0, min_batch: 1 };

    /// So many multiply-adds for one sample.
    ///
    /// ```
    /// use constrata::module::Cost;
    /// assert_eq!(Cost::macs(12).stack(256).scratch(40), Cost { macs: 12, stack_bytes: 256, scratch_bytes: 40, min_batch: 1 });
    /// ```
    #[must_use]
    pub const fn macs(macs: usize) -> Self {
        Self { macs, ..Self::NOTHING }
    }

    /// With so many bytes of stack.
    ///
    /// ```
    /// assert_eq!(constrata::module::Cost::NOTHING.stack(256).stack_bytes, 256);
    /// ```
    #[must_use]
    pub const fn stack(self, stack_bytes: usize) -> Self {
        Self { stack_bytes, ..self }
    }

    /// With so many bytes more between the layers inside.
    ///
    /// ```
    /// assert_eq!(constrata::module::Cost::NOTHING.scratch(40).scratch(8).scratch_bytes, 48);
    /// ```
    #[must_use]
    pub const fn scratch(self, bytes: usize) -> Self {
        Self { scratch_bytes: self.scratch_bytes + bytes, ..self }
    }

    /// One after the other, where what lies between the layers of the one is free again for the other.
    ///
    /// ```
    /// use constrata::module::Cost;
    /// let both = Cost::macs(3).scratch(40).then(Cost::macs(4).scratch(8));
    /// assert_eq!((both.macs, both.scratch_bytes), (7, 40));
    /// ```
    #[must_use]
    pub const fn then(self, next: Self) -> Self {
        let scratch_bytes = larger(self.scratch_bytes, next.scratch_bytes);
        Self { scratch_bytes, ..self.beside(next) }
    }

    /// Both for one sample, with the memory of both.
    ///
    /// ```
    /// use constrata::module::Cost;
    /// let both = Cost::macs(3).scratch(40).beside(Cost::macs(4).scratch(8));
    /// assert_eq!((both.macs, both.scratch_bytes), (7, 48));
    /// ```
    #[must_use]
    pub const fn beside(self, other: Self) -> Self {
        Self {
            macs: self.macs + other.macs,
            scratch_bytes: self.scratch_bytes + other.scratch_bytes,
            stack_bytes: larger(self.stack_bytes, other.stack_bytes),
            min_batch: larger(self.min_batch, other.min_batch),
        }
    }

    /// So many times over, in the memory of one.
    ///
    /// ```
    /// use constrata::module::Cost;
    /// assert_eq!(Cost::macs(640).scratch(40).times(3), Cost::macs(1920).scratch(40));
    /// ```
    #[must_use]
    pub const fn times(self, times: usize) -> Self {
        Self { macs: times * self.macs, ..self }
    }

    /// Inside a block, whose own functions take stack too.
    #[must_use]
    pub(crate) const fn in_a_block(self) -> Self {
        self.stack(crate::network::BLOCK_FRAMES + self.stack_bytes)
    }
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}
