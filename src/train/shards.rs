//! A batch in shards: what threads share.
//!
//! Threads cost their waking, and each shard a gradient of its own that is added to the rest. So a batch is cut only where
//! every shard is work enough, and the cut is a function of the network and the batch's size alone: however many threads
//! there are, be it one, the shards are the same, are added in the same order, and come to the same bits.

use std::boxed::Box;
use std::mem::{swap, take};
use std::vec::Vec;

use rand_core::Rng;

use super::block::Sum;
use super::tally::Tally;
use super::threads::{share, threads};
use super::workspace::{TILE, Workspace};
use super::{Data, Sample};
use crate::kernel::{Work, launch};
use crate::loss::Loss;
use crate::{Learn, Network, Scalar, Targets, boxed};

/// What a shard must cost, at least, to pay for waking a thread: about 100 us.
const WORK: usize = 3_000_000;
/// Samples of a shard, at least: to clear and add a gradient costs as much as a few samples.
const SAMPLES: usize = 96;
/// Shards at most, for each needs a gradient.
const SHARDS: usize = 16;
/// Numbers that one thread adds up at a time.
const CHUNK: usize = 1 << 14;

/// What a sample costs, in multiply-adds: those of its products, and as many as it takes to bring each number in, through
/// an activation and back.
const fn cost<N: Network>() -> usize {
    N::MACS + 12 * N::INFERENCE_BYTES
}

/// How many shards a batch of samples that cost so much is cut into: a power of two.
const fn shards(cost: usize, batch: usize) -> usize {
    let least = WORK.div_ceil(if cost == 0 { 1 } else { cost });
    let most = batch / if least > SAMPLES { least } else { SAMPLES };
    let mut shards = 1;
    while 2 * shards <= most && shards < SHARDS {
        shards *= 2;
    }
    shards
}

/// The samples of each shard but the last, in whole tiles of 8.
const fn part(batch: usize, shards: usize) -> usize {
    batch.div_ceil(shards).next_multiple_of(8)
}

/// What the gradient of a batch is computed in.
pub(super) struct Shards<N: Learn> {
    /// One for each shard.
    workspaces: Vec<Workspace<N>>,
    /// One for each shard that is under way at a time; none where the batch is but one shard.
    gradients: Vec<Box<N>>,
    /// As many, or one, once a shard was so long that its gradient is added up in blocks.
    blocks: Vec<Box<N>>,
}

/// A part of the batch, and what it is computed in.
struct Shard<'a, N: Learn> {
    part: &'a [usize],
    workspace: &'a mut Workspace<N>,
    gradient: &'a mut Box<N>,
    block: Option<&'a mut N>,
    mean: f64,
}

impl<N: Learn> Shards<N> {
    /// Room for batches of up to `batch` samples.
    pub(super) fn new(batch: usize, tally: &Tally) -> Self {
        let count = shards(cost::<N>(), batch);
        let at_once = match count {
            1 => 0,
            _ if threads() == 1 => 1,
            _ => count,
        };
        Shards {
            workspaces: (0..count).map(|_| Workspace::new(tally.clone())).collect(),
            gradients: (0..at_once).map(|_| boxed()).collect(),
            blocks: Vec::new(),
        }
    }

    /// Resets what was counted for the metrics.
    pub(super) fn clear(&mut self) {
        self.workspaces.iter_mut().for_each(|workspace| workspace.tally.clear());
    }

    /// What each shard counts in.
    pub(super) fn tallies(&mut self) -> impl Iterator<Item = &mut Tally> {
        self.workspaces.iter_mut().map(|workspace| &mut workspace.tally)
    }

    /// What was counted since; in the order of the shards, whoever computed them.
    pub(super) fn tally(&mut self) -> &Tally {
        if let [first, rest @ ..] = &mut self.workspaces[..] {
            for workspace in rest {
                first.tally.merge(&workspace.tally);
                workspace.tally.clear();
            }
        }
        &self.workspaces[0].tally
    }

    /// Draws what is random in a batch of `samples` samples, in their order, and leaves a generator where
    /// [`gradient`](Self::gradient) of them would.
    pub(super) fn sample_noise(&mut self, samples: usize, rng: &mut impl Rng) {
        let count = shards(cost::<N>(), samples);
        if count == 1 {
            for first in (0..samples).step_by(TILE) {
                self.workspaces[0].sample_noise(TILE.min(samples - first), rng);
            }
            return;
        }
        let part = part(samples, count);
        for (first, workspace) in (0..samples).step_by(part).zip(&mut self.workspaces) {
            workspace.reserve(part.min(samples - first));
            workspace.sample_noise(part.min(samples - first), rng);
        }
    }

    /// Leaves the gradient of the samples `batch`, by index into `data` and of `total` [`terms`](super::terms::terms), in `gradient`; returns their
    /// mean loss, before [`Loss::outer`].
    #[allow(clippy::too_many_arguments, reason = "all that a batch is, on its way down")]
    pub(super) fn gradient<Y: Targets<N::Output, N::Scalar, 1>>(
        &mut self,
        network: &mut N,
        data: Data<Sample<N>, Y>,
        batch: &[usize],
        total: N::Scalar,
        loss: &impl Loss<N::Activation>,
        gradient: &mut Box<N>,
        rng: &mut impl Rng,
    ) -> f64 {
        let count = shards(cost::<N>(), batch.len());
        let mut mean = 0.0;
        let long = Sum::<N>::is_long(part(batch.len(), count), TILE);
        if long && self.blocks.is_empty() {
            self.blocks = (0..self.gradients.len().max(1)).map(|_| boxed()).collect();
        }
        if count == 1 {
            let workspace = &mut self.workspaces[0];
            // by the length of the shard alone, whatever there is room for
            let block = self.blocks.first_mut().filter(|_| long);
            let mut sum = Sum::new(&mut **gradient, block.map(|block| &mut **block));
            for part in batch.chunks(TILE) {
                workspace.sample_noise(part.len(), rng);
                mean += workspace.gradient(network, data, part, loss, total, &mut sum);
                workspace.update_buffers(part.len(), network);
            }
            sum.close();
            return mean;
        }
        let parts = batch.chunks(part(batch.len(), count));
        // what is random is drawn here, in the order of the samples, and not by the threads
        self.sample_noise(batch.len(), rng);
        let mut work = parts.clone().zip(&mut self.workspaces).peekable();
        let mut first = true;
        while work.peek().is_some() {
            let buffers = self.gradients.iter_mut();
            let mut blocks = self.blocks.iter_mut().map(|block| &mut **block).filter(|_| long);
            let mut wave: Vec<_> = (buffers.zip(&mut work))
                .map(|(gradient, (part, workspace))| Shard {
                    part,
                    workspace,
                    gradient,
                    block: blocks.next(),
                    mean,
                })
                .collect();
            share(&mut wave, |Shard { part, workspace, gradient, block, mean }| {
                let mut sum = Sum::new(&mut ***gradient, block.as_deref_mut());
                *mean = workspace.gradient(network, data, part, loss, total, &mut sum);
                sum.close();
            });
            wave.iter().for_each(|shard| mean += shard.mean);
            // in the order of the samples, whichever was ready first
            let mut terms = &mut *wave;
            if take(&mut first) {
                swap(gradient, terms[0].gradient);
                terms = &mut terms[1..];
            }
            add(&mut **gradient, &terms.iter().map(|shard| &**shard.gradient).collect::<Vec<_>>());
        }
        for (part, workspace) in parts.zip(&self.workspaces) {
            workspace.update_buffers(part.len(), network);
        }
        mean
    }
}

/// sum += term + term + .., from left to right
fn add<N: Network>(sum: &mut N, terms: &[&N]) {
    struct Add<'a, T>(&'a mut [T], &'a [T]);
    impl<T: Scalar> Work for Add<'_, T> {
        type Output = ();
        #[inline(always)]
        fn run(self) {
            self.0.iter_mut().zip(self.1).for_each(|(sum, term)| *sum += *term);
        }
    }
    for index in 0..N::TENSORS {
        let mut chunks: Vec<_> = sum.tensor_mut(index).chunks_mut(CHUNK).enumerate().collect();
        share(&mut chunks, |(chunk, sum)| {
            for term in terms {
                launch(sum.len(), Add(sum, &term.tensor(index)[*chunk * CHUNK..][..sum.len()]));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{SAMPLES, SHARDS, WORK, part, shards};

    #[test]
    fn a_batch_is_cut_only_where_every_shard_is_work_enough() {
        let large = WORK / SAMPLES + 1; // so that samples decide
        assert_eq!([1, 191, 192, 383, 384, 1024].map(|batch| shards(large, batch)), [1, 1, 2, 2, 4, 8]);
        assert_eq!(shards(large, 1_000_000), SHARDS);
        assert_eq!([199, 200, 399, 400].map(|batch| shards(WORK / 100, batch)), [1, 2, 2, 4]);
        assert_eq!(shards(0, 1_000_000), 1);
    }

    #[test]
    fn shards_are_whole_tiles_and_no_more_than_there_is_room_for() {
        assert_eq!([part(256, 2), part(250, 2), part(776, 8), part(192, 2)], [128, 128, 104, 96]);
        for batch in 192..2000 {
            let count = shards(WORK, batch);
            assert!(part(batch, count).is_multiple_of(8) && batch.div_ceil(part(batch, count)) <= count);
        }
    }
}
