use super::Moments;
use crate::Parameters;

/// What an optimizer remembers, seen as slices of numbers: for files.
///
/// It is implemented for everything the optimizers here remember: nothing, a value of the network's type, [`Moments`].
///
/// ```
/// use constrata::{optimizer::{Memory, Moments}, prelude::*};
/// type Net = network!(1 => Dense<1>);
/// let (mut state, mut count) = (constrata::bytemuck::zeroed::<Moments<Net>>(), 0);
/// state.walk(|slice| count += slice.len());
/// assert_eq!(count, 2 + 2 + 2); // two means of two parameters, and two corrections
/// ```
pub trait Memory<T> {
    /// Shows every slice, always in the same order.
    fn walk(&mut self, visit: impl FnMut(&mut [T]));
}

impl<T> Memory<T> for () {
    fn walk(&mut self, _visit: impl FnMut(&mut [T])) {}
}

impl<N: Parameters> Memory<N::Number> for N {
    fn walk(&mut self, mut visit: impl FnMut(&mut [N::Number])) {
        for index in 0..N::TENSORS {
            visit(self.tensor_mut(index));
        }
    }
}

impl<N: Parameters> Memory<N::Number> for Moments<N> {
    fn walk(&mut self, mut visit: impl FnMut(&mut [N::Number])) {
        self.mean.walk(&mut visit);
        self.square.walk(&mut visit);
        visit(&mut self.correction);
    }
}
