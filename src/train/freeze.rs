//! Layers that stay as they are while the others learn.

use std::boxed::Box;

use super::early_stopping::copy;
use super::{Callback, Session, Step, Stop};
use crate::error::setting;
use crate::optimizer::Optimizer;
use crate::{Error, Network, Scalar, boxed};

/// A callback that freezes layers, or single numbers: they stay as they are while the others learn, as for transfer learning.
///
/// The closure gets a network of zeros, and marks what stays by another number. Nothing moves what is marked: no gradient, no momentum,
/// no weight decay. The running statistics of a frozen [`BatchNorm`](crate::layers::BatchNorm) stay too; while training, it still
/// normalizes a batch by the batch's own. Gradients of what is frozen do not count for [`clip_norm`](super::Fit::clip_norm); the penalty
/// of [`l2`](super::Fit::l2) in the loss counts all weights. An epoch takes as long as without. Put it before callbacks that save the
/// network.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, Freeze}};
/// network! { struct Net: 2 => hidden: Dense<4, Tanh> => output: Dense<1> }
/// let mut net = Net::random(&mut rand::rng()); // or a trained one, loaded from a file
/// let before = net;
/// let freeze = Freeze::new(|net: &mut Net| net.hidden.fill(1.0));
/// let (x, y) = ([[0.0, 1.0], [1.0, 0.0]], [[1.0], [-1.0]]);
/// Fit::new(MeanSquaredError, Adam::default()).run(&mut net, Data::new(&x, &y), freeze)?;
/// assert_eq!(net.hidden, before.hidden);
/// assert_ne!(net.output, before.output);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Debug)]
pub struct Freeze<N> {
    /// Not 0 where a number stays.
    marked: Box<N>,
    /// The network at the begin of the run.
    values: Box<N>,
}

impl<N: Network> Freeze<N> {
    /// Freezes what `mark` sets to another number than 0.
    pub fn new(mark: impl FnOnce(&mut N)) -> Self {
        let mut marked = boxed::<N>();
        mark(&mut marked);
        // buffers stand behind the parameters of their layer
        for index in (1..N::TENSORS).filter(|index| !N::learns(*index)) {
            let before = marked.tensor(index - 1);
            if !before.is_empty() && before.iter().all(|mark| *mark != N::Scalar::ZERO) {
                marked.tensor_mut(index).fill(N::Scalar::ONE);
            }
        }
        Freeze { marked, values: boxed() }
    }

    /// Where numbers of slice `index` stay.
    fn places(&self, index: usize) -> impl Iterator<Item = usize> {
        let marks = self.marked.tensor(index).iter().enumerate();
        marks.filter(|(_, mark)| **mark != N::Scalar::ZERO).map(|(place, _)| place)
    }
}

impl<N: Network, O: Optimizer<N::Scalar>> Callback<N, O> for Freeze<N> {
    fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
        let learned = (0..N::TENSORS).filter(|index| N::learns(*index));
        let frozen = learned.map(|index| self.places(index).count()).sum::<usize>();
        let expected = "fewer parameters to freeze than the network has: no other would learn";
        setting::expect("Freeze", frozen as f64, frozen < N::PARAMETERS, expected)?;
        copy(session.network, &mut *self.values);
        Ok(())
    }

    fn before_step(&mut self, _: &mut Session<N, O>, gradient: &mut N) -> Result<(), Error> {
        for index in 0..N::TENSORS {
            let numbers = gradient.tensor_mut(index);
            self.places(index).for_each(|place| numbers[place] = N::Scalar::ZERO);
        }
        Ok(())
    }

    fn after_batch(&mut self, session: &mut Session<N, O>, _: &Step) -> Result<Option<Stop>, Error> {
        for index in 0..N::TENSORS {
            let (numbers, values) = (session.network.tensor_mut(index), self.values.tensor(index));
            self.places(index).for_each(|place| numbers[place] = values[place]);
        }
        Ok(None)
    }
}
