//! Parameters: the numbers that training changes, seen as a few flat slices.

#[cfg(feature = "serde")]
pub(crate) mod allowing_nan;

use bytemuck::Zeroable;
use nalgebra::SMatrix;

use crate::Scalar;

/// What a slice of parameters is, for what should treat them differently (L2 and weight decay touch
/// weights only).
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(2 => Dense<8, Tanh> => Dense<1>);
/// let weights: usize = (0..Net::TENSORS).filter(|index| Net::role(*index) == Role::Weights).map(|index| Net::zeros().tensor(index).len()).sum();
/// assert_eq!(weights, 2 * 8 + 8 * 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Role {
    /// Multiplies an input: a matrix, a kernel.
    Weights,
    /// Is added, or shapes an activation: a bias, a learnable slope.
    Bias,
    /// Is kept and saved beside them, and not trained: a running mean. Its place in a gradient stays 0.
    Buffer,
}

/// The trainable numbers of a layer or network, walked as flat slices.
///
/// A network is its parameters and nothing else, and so a gradient or a moment of an optimizer is a value
/// of the network's own type. Optimizers, files, averages and gradient checks walk these slices and know no
/// layer. `#[derive(Parameters)]` writes this trait for a struct whose fields have it (marked `#[weights]`
/// or `#[bias]` where they are matrices, or `#[buffer]` where they are kept and not trained), in the order of the fields.
///
/// All-zero bytes are a valid value ([`Zeroable`]), so that big networks can be made on the heap in place.
///
/// ```
/// use constrata::prelude::*;
/// network! { pub struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> }
/// let net = Xor::zeros();
/// assert_eq!((Xor::TENSORS, Xor::PARAMETERS), (4, 2 * 8 + 8 + 8 + 1));
/// assert_eq!(net.tensor(0).len(), 16); // the weights of the first layer, column by column
/// assert_eq!(Xor::role(1), Role::Bias);
/// ```
pub trait Parameters: Zeroable {
    /// The kind of number: `f32`, `f64`, ...
    type Number: Scalar;
    /// How many slices there are.
    const TENSORS: usize = 0;
    /// How many numbers those of the slices that are trained have together.
    const PARAMETERS: usize = 0;
    /// How many numbers the others have: [`Role::Buffer`].
    ///
    /// ```
    /// use constrata::prelude::*;
    /// type Net = network!(4 => Dense<8> => BatchNorm<Relu> => Dense<1>);
    /// assert_eq!((Net::PARAMETERS, Net::BUFFERS), ((4 * 8 + 8) + (8 + 8) + (8 + 1), 8 + 8));
    /// ```
    const BUFFERS: usize = 0;
    /// Slice number `index`; empty from [`TENSORS`](Self::TENSORS) on. Matrices lie column by column.
    #[inline(always)]
    fn tensor(&self, _index: usize) -> &[Self::Number] {
        &[]
    }
    /// Slice number `index`, to write.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// let mut net = <network!(2 => Dense<1>)>::zeros();
    /// net.tensor_mut(0)[1] = 0.5; // what input 1 counts
    /// assert_eq!(net.predict(&[1.0, 4.0]), [2.0]);
    /// ```
    #[inline(always)]
    fn tensor_mut(&mut self, _index: usize) -> &mut [Self::Number] {
        &mut []
    }
    /// What slice number `index` is.
    #[inline(always)]
    fn role(_index: usize) -> Role {
        Role::Weights
    }
    /// Whether slice number `index` is trained: what optimizers ask.
    ///
    /// ```
    /// use constrata::{layers::BatchNorm, prelude::*};
    /// assert_eq!([0, 1, 2, 3].map(<BatchNorm<Vector<8>, 8>>::learns), [true, true, false, false]);
    /// ```
    #[inline(always)]
    fn learns(index: usize) -> bool {
        Self::BUFFERS == 0 || Self::role(index) != Role::Buffer
    }
}

/// Slice number `index` of `part`, if it has so many; else takes off those it has. What the derive and the macro walk
/// fields with.
#[doc(hidden)]
#[inline(always)]
pub fn find<'a, P: Parameters>(part: &'a P, index: &mut usize) -> Option<&'a [P::Number]> {
    if *index < P::TENSORS {
        return Some(part.tensor(*index));
    }
    *index -= P::TENSORS;
    None
}

/// `$body` for the `$index` of each tensor of `$N` that learns; of a small network written out, so that all lengths in it are
/// constants. Not for processors of 32 bits, where code counts.
macro_rules! each_tensor {
    ($N:ident, $index:ident => $body:block) => {
        if const {
            cfg!(target_pointer_width = "64") && <$N as $crate::Parameters>::PARAMETERS <= 128 && <$N as $crate::Parameters>::TENSORS <= 8
        } {
            $crate::parameters::each_tensor!(@ $N, $index => $body 0 1 2 3 4 5 6 7);
        } else {
            for $index in (0..$N::TENSORS).filter(|index| $N::learns(*index)) $body
        }
    };
    (@ $N:ident, $index:ident => $body:block $first:literal $($rest:literal)*) => {
        if $first < $N::TENSORS && $N::learns($first) {
            let $index = $first;
            $body
        }
        $crate::parameters::each_tensor!(@ $N, $index => $body $($rest)*);
    };
    (@ $N:ident, $index:ident => $body:block) => {};
}
pub(crate) use each_tensor;

/// As [`find`], to write.
#[doc(hidden)]
#[inline(always)]
pub fn find_mut<'a, P: Parameters>(part: &'a mut P, index: &mut usize) -> Option<&'a mut [P::Number]> {
    if *index < P::TENSORS {
        return Some(part.tensor_mut(*index));
    }
    *index -= P::TENSORS;
    None
}

impl<T: Scalar, const R: usize, const C: usize> Parameters for SMatrix<T, R, C> {
    type Number = T;
    const TENSORS: usize = 1;
    const PARAMETERS: usize = R * C;
    #[inline(always)]
    fn tensor(&self, index: usize) -> &[T] {
        if index == 0 { self.as_slice() } else { &[] }
    }
    #[inline(always)]
    fn tensor_mut(&mut self, index: usize) -> &mut [T] {
        if index == 0 { self.as_mut_slice() } else { &mut [] }
    }
}

/// Several of one type, one after the other.
impl<P: Parameters, const N: usize> Parameters for [P; N] {
    type Number = P::Number;
    const TENSORS: usize = N * P::TENSORS;
    const PARAMETERS: usize = N * P::PARAMETERS;
    const BUFFERS: usize = N * P::BUFFERS;
    #[inline]
    fn tensor(&self, index: usize) -> &[P::Number] {
        let (place, index) = place::<P>(index);
        self.get(place).map_or(&[], |part| part.tensor(index))
    }
    #[inline]
    fn tensor_mut(&mut self, index: usize) -> &mut [P::Number] {
        let (place, index) = place::<P>(index);
        self.get_mut(place).map_or(&mut [], |part| part.tensor_mut(index))
    }
    #[inline]
    fn role(index: usize) -> Role {
        P::role(place::<P>(index).1)
    }
}

/// Which of several `P` has slice number `index`, and as which of its own.
#[inline]
fn place<P: Parameters>(index: usize) -> (usize, usize) {
    let each = const { if P::TENSORS == 0 { 1 } else { P::TENSORS } };
    (index / each, index % each)
}
