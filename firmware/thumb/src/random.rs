//! Random bits, the same everywhere; not `SmallRng`, which is another generator where pointers have 32 bits.

pub use rand::rngs::Xoshiro128PlusPlus as Rng;
use rand::{RngExt, SeedableRng};

pub fn rng(seed: u64) -> Rng {
    Rng::seed_from_u64(seed)
}

/// A number between -1 and 1.
pub fn unit(rng: &mut Rng) -> f32 {
    (rng.random::<u32>() >> 8) as f32 / (1 << 23) as f32 - 1.0
}

/// Any bits at all: infinities, denormals and NaNs among them.
pub fn any(rng: &mut Rng) -> f32 {
    f32::from_bits(rng.random())
}
