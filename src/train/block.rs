//! The gradient of very many samples, added up in blocks: one long chain of `f32` would lose what each tile is small beside the sum.

use crate::{Network, Scalar};

/// Tiles of a block.
const TILES: usize = 64;

/// A gradient that tiles add to: straight away, or block by block where there is room for one.
pub(super) struct Sum<'a, N> {
    total: &'a mut N,
    block: Option<&'a mut N>,
    tiles: usize,
}

impl<'a, N: Network> Sum<'a, N> {
    /// Whether so many samples, in tiles of `tile`, are worth a block.
    pub(super) const fn is_long(samples: usize, tile: usize) -> bool {
        samples > TILES * tile
    }

    /// Of nothing yet.
    pub(super) fn new(total: &'a mut N, mut block: Option<&'a mut N>) -> Self {
        total.fill(N::Scalar::ZERO);
        block.iter_mut().for_each(|block| block.fill(N::Scalar::ZERO));
        Sum { total, block, tiles: 0 }
    }

    /// What the next tile is added to.
    #[inline]
    pub(super) fn next(&mut self) -> &mut N {
        if self.tiles == TILES {
            self.close();
        }
        self.tiles += 1;
        match &mut self.block {
            Some(block) => block,
            None => self.total,
        }
    }

    /// Adds the block to the rest.
    pub(super) fn close(&mut self) {
        self.tiles = 0;
        let Some(block) = &mut self.block else { return };
        for index in 0..N::TENSORS {
            let terms = block.tensor_mut(index).iter_mut();
            self.total.tensor_mut(index).iter_mut().zip(terms).for_each(|(sum, term)| {
                *sum += *term;
                *term = N::Scalar::ZERO;
            });
        }
    }
}
