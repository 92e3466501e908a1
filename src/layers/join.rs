use core::fmt::Debug;

use crate::{Scalar, kernel};

/// How what branches put out becomes one: [`Concat`] or [`Add`].
///
/// ```
/// use constrata::layers::{Add, Concat, Join};
/// assert_eq!((Add::NAME, Concat::NAME), ("add", "concat"));
/// ```
pub trait Join: Copy + Debug + Default + PartialEq + Send + Sync + 'static {
    /// As the DSL writes it.
    const NAME: &'static str;
    /// Whether all branches have the shape of what they make.
    #[doc(hidden)]
    const ALIKE: bool;
    /// Joins `y`, what a branch puts out, to `z`; the numbers of either are in `rows`, before it there were `at` of a row.
    #[doc(hidden)]
    fn join<T: Scalar>(z: &mut [T], y: &[T], rows: usize, at: usize);
    /// The branch's part of `dz`, written to `dy`.
    #[doc(hidden)]
    fn part<T: Scalar>(dz: &[T], dy: &mut [T], rows: usize, at: usize);
}

/// The sum of all branches: [`Parallel`](super::Parallel).
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 2 => Parallel(add: Identity, Dense<2>) } // x + (W x + b)
/// assert_eq!(Net::zeros().predict(&[3.0, 4.0]), [3.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Add;

/// All branches side by side: [`Parallel`](super::Parallel).
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 2 => Parallel(concat: Identity, Dense<1>, Tanh) }
/// assert_eq!(Net::zeros().predict(&[30.0, 40.0]), [30.0, 40.0, 0.0, 1.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Concat;

impl Join for Add {
    const NAME: &'static str = "add";
    const ALIKE: bool = true;
    #[inline(always)]
    fn join<T: Scalar>(z: &mut [T], y: &[T], _rows: usize, at: usize) {
        if at == 0 { z.copy_from_slice(y) } else { kernel::add(z, y) }
    }
    #[inline(always)]
    fn part<T: Scalar>(dz: &[T], dy: &mut [T], _rows: usize, _at: usize) {
        dy.copy_from_slice(dz);
    }
}

impl Join for Concat {
    const NAME: &'static str = "concat";
    const ALIKE: bool = false;
    #[inline(always)]
    fn join<T: Scalar>(z: &mut [T], y: &[T], rows: usize, at: usize) {
        let [width, own] = widths(z.len(), y.len(), rows);
        for (z, y) in z.chunks_exact_mut(width).zip(y.chunks_exact(own)) {
            z.iter_mut().skip(at).zip(y).for_each(|(z, y)| *z = *y);
        }
    }
    #[inline(always)]
    fn part<T: Scalar>(dz: &[T], dy: &mut [T], rows: usize, at: usize) {
        let [width, own] = widths(dz.len(), dy.len(), rows);
        for (dz, dy) in dz.chunks_exact(width).zip(dy.chunks_exact_mut(own)) {
            dz.iter().skip(at).zip(dy).for_each(|(dz, dy)| *dy = *dz);
        }
    }
}

/// How many numbers a row has, of all and of one branch.
#[inline(always)]
pub(super) fn widths(all: usize, own: usize, rows: usize) -> [usize; 2] {
    [all, own].map(|numbers| numbers.checked_div(rows).unwrap_or(1).max(1))
}
