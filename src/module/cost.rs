/// What a layer costs: multiply-adds, memory, samples.
///
/// ```
/// use constrata::module::{Cost, Describe};
/// use constrata::layers::Dense;
/// const DENSE: Cost = <Dense<64, 10> as Describe>::COST;
/// assert_eq!((DENSE.macs, DENSE.scratch_bytes, DENSE.min_batch), (640, 0, 1));
/// assert_eq!(DENSE.times(3).macs, 1920);
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
    pub const NOTHING: Self = Self { macs: 0, scratch_bytes: 0, stack_bytes: 0, min_batch: 1 };

    /// So many multiply-adds for one sample.
    #[must_use]
    pub const fn macs(macs: usize) -> Self {
        Self { macs, ..Self::NOTHING }
    }

    /// With so many bytes of stack.
    #[must_use]
    pub const fn stack(self, stack_bytes: usize) -> Self {
        Self { stack_bytes, ..self }
    }

    /// With so many bytes more between the layers inside.
    #[must_use]
    pub const fn scratch(self, bytes: usize) -> Self {
        Self { scratch_bytes: self.scratch_bytes + bytes, ..self }
    }

    /// One after the other, where what lies between the layers of the one is free again for the other.
    #[must_use]
    pub const fn then(self, next: Self) -> Self {
        let scratch_bytes = larger(self.scratch_bytes, next.scratch_bytes);
        Self { scratch_bytes, ..self.beside(next) }
    }

    /// Both for one sample, with the memory of both.
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
