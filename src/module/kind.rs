/// What a [`Node::Layer`](super::Node::Layer) is, for whoever rewrites networks: folds, quantizes, translates them.
///
/// ```
/// use constrata::{module::{Describe, Kind, Node}, prelude::*};
/// let mut kinds = Vec::new();
/// <network!(4 => Dense<8> => BatchNorm<Relu> => Dropout<0.5> => PRelu)>::nodes(&mut |node| {
///     if let Node::Layer { kind, .. } = node {
///         kinds.push(kind);
///     }
/// });
/// assert_eq!(kinds, [Kind::Affine, Kind::Norm, Kind::Dropout, Kind::Other]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `z = W x + b`, dense or a convolution: its first slice of parameters are the weights, a row for each channel that comes out,
    /// column by column; its second is the bias, without numbers where there is none.
    Affine,
    /// Each channel times a number and plus a number, by statistics kept while learning: its slices are scale, shift, mean,
    /// variance.
    Norm,
    /// Predicts what it is given, and has no parameters.
    Dropout,
    /// Whatever else.
    Other,
}
