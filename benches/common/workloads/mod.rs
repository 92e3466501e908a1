//! What is measured: each workload twice, with constrata and by hand with nalgebra, on the same weights and inputs.
#![allow(dead_code, reason = "each bench measures its part")]

pub(crate) mod images;
pub(crate) mod inference;
pub(crate) mod training;

use constrata::{Network, boxed};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Measures two implementations of a workload.
pub(crate) trait Race {
    /// Takes the time of both, by as many calls as it likes.
    fn race(&mut self, workload: &str, constrata: impl FnMut(), nalgebra: impl FnMut());
}

fn rng() -> StdRng {
    StdRng::seed_from_u64(1)
}

fn network<N: Network>() -> Box<N> {
    N::boxed(&mut rng())
}

/// `B` samples of numbers from 0 to 1.
fn random<const N: usize, const B: usize>() -> Box<[[f32; N]; B]> {
    let mut rng = rng();
    let mut samples = boxed::<[[f32; N]; B]>();
    samples.as_flattened_mut().iter_mut().for_each(|x| *x = rng.random());
    samples
}

/// Asserts that both implementations found the same.
fn agree(workload: &str, constrata: &[f32], nalgebra: &[f32], tolerance: f32) {
    assert_eq!(constrata.len(), nalgebra.len());
    for (a, b) in constrata.iter().zip(nalgebra) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1e-3), "{workload}: {a} is not {b}");
    }
}
