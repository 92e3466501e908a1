//! Predictions for many samples.

use std::vec::Vec;

use super::Sample;
use super::workspace::TILE;
use crate::layer::Output;
use crate::network::decision::Decision;
use crate::{Network, Numbers, Shape, boxed};

/// What a network predicts for one sample.
///
/// ```
/// use constrata::{prelude::*, train::{Answered, predict}};
/// network! { struct Net: 2 => Dense<3> }
/// let answers: Vec<Answered<Net>> = predict(&Net::zeros(), &[[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(answers, [[0.0; 3]; 2]);
/// ```
pub type Answered<N> = <<N as crate::Layer>::Output as Shape>::Sample<<N as crate::Layer>::Scalar>;

/// The outputs of `network` for each of `inputs`; for one sample or a handful there is
/// [`Network::predict`](crate::Network::predict).
///
/// ```
/// use constrata::{prelude::*, train::predict};
/// let net = <network!(2 => Dense<1, Sigmoid>)>::zeros();
/// let x = vec![[0.1, 0.2]; 100];
/// assert_eq!(predict(&net, &x), vec![[0.5]; 100]);
/// ```
#[must_use]
pub fn predict<N: Network>(network: &N, inputs: &[Sample<N>]) -> Vec<Answered<N>> {
    let mut outputs = Vec::with_capacity(inputs.len());
    let (of32, rest) = inputs.as_chunks::<TILE>();
    let (of8, rest) = rest.as_chunks::<8>();
    append(network, of32, &mut outputs);
    append(network, of8, &mut outputs);
    append(network, rest.as_chunks::<1>().0, &mut outputs);
    outputs
}

fn append<N: Network, const B: usize>(network: &N, tiles: &[[Sample<N>; B]], to: &mut Vec<Answered<N>>) {
    let mut y = boxed::<Output<N, B>>();
    for x in tiles {
        network.activate(x, &mut y);
        to.extend_from_slice(&*y);
    }
}

/// The class that `network` sees in each of `inputs`: where its output is largest, the first of equals. Of one output, class 1 where it
/// is above 1/2, or where it is a logit (the network ends in no activation) above 0. `None`, where an output is NaN. Outputs that are labels of
/// their own (multi-label) name no single class: compare those of [`predict`] with 1/2. Of sequences, the class of each step, step after
/// step.
///
/// ```
/// use constrata::{prelude::*, train::predict_classes};
/// let net = <network!(2 => Dense<3, Softmax>)>::zeros();
/// assert_eq!(predict_classes(&net, &[[0.1, 0.2], [0.3, 0.4]]), [Some(0); 2]);
/// ```
#[must_use]
pub fn predict_classes<N: Network>(network: &N, inputs: &[Sample<N>]) -> Vec<Option<usize>> {
    let decision = Decision::of::<N>();
    let outputs = predict(network, inputs);
    let rows = N::Output::flat(&outputs).chunks_exact(N::Output::ROW.max(1));
    rows.map(|row| decision.class(row)).collect()
}
