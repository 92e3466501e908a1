//! What the recurrent layers differ in: one step of `H` units.

use core::fmt::Debug;

use bytemuck::Zeroable;

use crate::activation::Activation;
#[cfg(feature = "std")]
use crate::c::C;
use crate::kernel::Epilogue;
use crate::{Scalar, Text};

/// One step of a recurrent layer, from the state before it to the state behind it: `LstmCell`, `GruCell`, `RnnCell`.
///
/// ```text
/// a = W x + b    u = U h + d            h, memory = cell(a, u, h, memory)
/// ```
///
/// `a` and `u` have `GATES` numbers for each of `H` units, gate by gate; [`Recurrent`](super::Recurrent) makes them. What is
/// `#[inline(always)]` here compiles into its kernels. A cell of your own makes a layer, too:
///
/// ```
/// use constrata::{Network, Scalar, Text, export::C, layers::{Cell, Recurrent}};
/// /// h goes half of the way to a + u.
/// #[derive(Clone, Copy, Debug, Default, PartialEq)]
/// struct HalfWay;
/// impl Cell for HalfWay {
///     const NAME: &'static str = "HalfWay";
///     const ACTIVATION: Option<Text> = None;
///     const GATES: usize = 1;
///     type Memory<T: Scalar, const H: usize> = ();
///     type Kept<T: Scalar, const H: usize> = ();
///     fn forward<const FUSED: bool, T: Scalar, const H: usize>(
///         a: &mut [[T; H]], u: &[[T; H]], _: &mut (), h: &mut [T; H], _: &mut (),
///     ) {
///         for j in 0..H { h[j] = T::of(0.5) * (h[j] + a[0][j] + u[0][j]); }
///     }
///     fn backward<T: Scalar, const H: usize>(
///         da: &mut [[T; H]], _: &mut (), _: &[T; H], _: &(), dh: &mut [T; H], _: &mut (),
///     ) {
///         for j in 0..H { dh[j] *= T::of(0.5); da[0][j] = dh[j]; }
///     }
///     fn through_u<T: Scalar, const H: usize>(_: &mut [[T; H]], _: &()) {} // du = da, as if nothing stood here
///     fn c(_: &mut C, units: usize) -> String {
///         format!("for (size_t j = 0; j < {units}; j++) h[j] = (h[j] + gates[j] + through[j]) / 2;")
///     }
/// }
/// let mut layer = Recurrent::<HalfWay, 2, 1, 1, 1>::zeros(); // 2 steps of 1 number, 1 unit, 1 gate
/// layer.weights[0] = 1.0;
/// assert_eq!(layer.predict(&[[4.0], [4.0]]), [[2.0], [3.0]]);
/// ```
pub trait Cell: Copy + Debug + Default + PartialEq + Send + Sync + 'static {
    /// What the layer is called: `Lstm`.
    const NAME: &'static str;
    /// Whether it is one of this crate's: a layer is called by its cell, and the files of two are told apart by their names.
    ///
    /// ```compile_fail,E0080
    /// use constrata::{Network, Scalar, export::C, layers::{Cell, Recurrent}};
    /// #[derive(Clone, Copy, Debug, Default, PartialEq)]
    /// struct Mine;
    /// impl Cell for Mine {
    ///     const NAME: &'static str = "Lstm";
    ///     const GATES: usize = 1;
    ///     type Memory<T: Scalar, const H: usize> = ();
    ///     type Kept<T: Scalar, const H: usize> = ();
    ///     fn forward<const FUSED: bool, T: Scalar, const H: usize>(
    ///         _: &mut [[T; H]], _: &[[T; H]], _: &mut (), _: &mut [T; H], _: &mut (),
    ///     ) {}
    ///     fn backward<T: Scalar, const H: usize>(
    ///         _: &mut [[T; H]], _: &mut (), _: &[T; H], _: &(), _: &mut [T; H], _: &mut (),
    ///     ) {}
    ///     fn through_u<T: Scalar, const H: usize>(_: &mut [[T; H]], _: &()) {}
    ///     fn c(_: &mut C, _: usize) -> String { String::new() }
    /// }
    /// println!("{}", Recurrent::<Mine, 2, 1, 1, 1>::ARCHITECTURE);
    /// ```
    #[doc(hidden)]
    const OURS: bool = false;
    /// The activation that stands in its brackets, if one may.
    const ACTIVATION: Option<Text> = None;
    /// How many numbers of `a` and `u` a unit has.
    const GATES: usize;
    /// What is remembered from step to step besides h.
    type Memory<T: Scalar, const H: usize>: Copy + Debug + PartialEq + Zeroable + Send + Sync;
    /// What backward wants of a step besides the gates and the state before it.
    type Kept<T: Scalar, const H: usize>: Copy + Zeroable + Send + Sync;

    /// One step. `gates` are a, and become what backward wants of them.
    fn forward<const FUSED: bool, T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        u: &[[T; H]],
        kept: &mut Self::Kept<T, H>,
        h: &mut [T; H],
        memory: &mut Self::Memory<T, H>,
    );

    /// The same backward: `gates` become da. `dh` and `dmemory` are by the state behind the step, and become those by the state
    /// before it, `h` and `memory`; of `dh`, but for what went through U.
    fn backward<T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        kept: &mut Self::Kept<T, H>,
        h: &[T; H],
        memory: &Self::Memory<T, H>,
        dh: &mut [T; H],
        dmemory: &mut Self::Memory<T, H>,
    );

    /// Makes du of da, once the step has gone backward; they are the same where a + u is all that counts.
    #[inline(always)]
    fn through_u<T: Scalar, const H: usize>(_da: &mut [[T; H]], _kept: &Self::Kept<T, H>) {}

    /// The statements in C of one step of so many units: the arrays `gates`, `through` (u), `h` and `memory` are what `forward`
    /// has.
    #[cfg(feature = "std")]
    fn c(c: &mut C, units: usize) -> std::string::String;
}

/// What a recurrent layer remembers between two steps: all zeros before the first.
///
/// ```
/// use constrata::{bytemuck::Zeroable, layers::{Lstm, LstmCell, State}, Network};
/// let layer = Lstm::<1, 1, 2, 8>::zeros(); // 2 units
/// let (mut state, mut h) = (State::<LstmCell, f32, 2>::zeroed(), [0.0; 2]);
/// state.memory = [1.0, -1.0];
/// layer.step(&mut state, &[0.5], &mut h);
/// assert_eq!((state.memory, state.h), ([0.5, -0.5], h)); // gates that know nothing are half open
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State<C: Cell, T: Scalar, const H: usize> {
    /// What came out at the last step.
    pub h: [T; H],
    /// What else there is: c of [`LstmCell`](super::LstmCell), nothing of the others.
    pub memory: C::Memory<T, H>,
}

crate::__zeroable!([C: Cell, T: Scalar, const H: usize] State<C, T, H>, [] { h, memory });

/// y = f(a) of one gate, in place.
#[inline(always)]
pub(super) fn gate<A: Activation, const FUSED: bool, T: Scalar, const H: usize>(a: &mut [T; H]) {
    if FUSED {
        T::fused_epilogue::<A>(a, H);
    } else {
        <A as Epilogue>::run(a, H);
    }
}

/// a += u
#[inline(always)]
pub(super) fn add<T: Scalar, const H: usize>(a: &mut [[T; H]], u: &[[T; H]]) {
    for (a, u) in a.as_flattened_mut().iter_mut().zip(u.as_flattened()) {
        *a += *u;
    }
}
