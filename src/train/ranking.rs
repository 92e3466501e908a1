//! How well outputs rank samples.

use std::vec::Vec;

/// The outputs of samples, and whether each has what the output is about.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranking {
    samples: Vec<(f64, bool)>,
}

impl Ranking {
    pub(super) fn add(&mut self, y: f64, wanted: bool) {
        self.samples.push((y, wanted));
    }

    pub(super) fn merge(&mut self, other: &Ranking) {
        self.samples.extend_from_slice(&other.samples);
    }

    pub(super) fn len(&self) -> usize {
        self.samples.len()
    }

    pub(super) fn clear(&mut self) {
        self.samples.clear();
    }

    /// How many samples there are, then each: where there are said to be more, they are read.
    pub(super) fn walk(&mut self, visit: &mut impl FnMut(&mut u64)) {
        let mut count = self.samples.len() as u64;
        visit(&mut count);
        let mut sample = 0;
        while (sample as u64) < count {
            let (y, wanted) = self.samples.get(sample).copied().unwrap_or_default();
            let (mut bits, mut wanted) = (y.to_bits(), u64::from(wanted));
            visit(&mut bits);
            visit(&mut wanted);
            // a count that is a lie ends where there is nothing left to read
            if sample < self.samples.len() {
                self.samples[sample] = (f64::from_bits(bits), wanted == 1);
            } else if wanted > 1 {
                return;
            } else {
                self.samples.push((f64::from_bits(bits), wanted == 1));
            }
            sample += 1;
        }
    }

    /// The area under the curve of true against false positives: of the pairs of a sample that has it and one that has not, the
    /// share in which the first has the larger output, equals counting half (Mann and Whitney 1947). `None` where there is no
    /// such pair; NaN where an output is.
    pub(super) fn area(&self) -> Option<f64> {
        let mut sorted = self.samples.clone();
        let with = sorted.iter().filter(|(_, wanted)| *wanted).count();
        let without = sorted.len() - with;
        if with == 0 || without == 0 {
            return None;
        }
        if sorted.iter().any(|(y, _)| y.is_nan()) {
            return Some(f64::NAN);
        }
        sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        // twice the number of pairs that are in order, for a half to count
        let (mut below, mut pairs) = (0_u128, 0_u128);
        for equals in sorted.chunk_by(|a, b| a.0 == b.0) {
            let with = equals.iter().filter(|(_, wanted)| *wanted).count() as u128;
            let without = equals.len() as u128 - with;
            pairs += with * (2 * below + without);
            below += without;
        }
        Some(pairs as f64 / 2.0 / (with as f64 * without as f64))
    }
}
