//! Vectors as values: a token stands for an instruction set, and its methods are that set's instructions.
//!
//! With what is beside it, the only `unsafe` of the engine. What makes it sound: a token is made in exactly one place, the
//! function of its module that is compiled for its instructions and entered only if the machine has them; and every load
//! and store goes through a slice or array that is at least as long.
#![cfg_attr(
    not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))),
    allow(dead_code, unused_macros) // no token is ever made
)]

/// The most lanes a vector has.
pub(in crate::kernel) const MOST: usize = 16;

/// The instructions of one set on vectors of `T`.
pub(in crate::kernel) trait Simd<T>: Copy {
    type Vector: Copy;
    /// Elements in a vector.
    const LANES: usize;
    /// Vectors the processor holds.
    const REGISTERS: usize;
    /// `x` in every lane.
    fn splat(self, x: T) -> Self::Vector;
    /// The first elements of `x`, which must fill a vector.
    fn load(self, x: &[T]) -> Self::Vector;
    /// Writes the first elements of `x`, which must hold a vector.
    fn store(self, v: Self::Vector, x: &mut [T]);
    /// All of `x`, no more than a vector, and zeros behind.
    fn load_part(self, x: &[T]) -> Self::Vector;
    /// Fills `x`, no more than a vector.
    fn store_part(self, v: Self::Vector, x: &mut [T]);
    /// a + b
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a - b
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a b
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a / b
    fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a b + c, rounded once where the set can.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The sum of the lanes.
    fn sum(self, v: Self::Vector) -> T;
    /// The lanes of both in turns: a₀ b₀ a₁ b₁ .., in two vectors.
    fn zip(self, a: Self::Vector, b: Self::Vector) -> [Self::Vector; 2];
    /// What is in turns in both, the reverse of [`Simd::zip`]: a₀ a₂ .. b₀ b₂ .., and a₁ a₃ .. b₁ b₃ ..
    fn unzip(self, a: Self::Vector, b: Self::Vector) -> [Self::Vector; 2];
    /// Within each 128 bits, the sums of neighbors: of `a`, then of `b`.
    fn pairwise_add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The sums of neighboring 128 bits: of `a`, then of `b`; no more than half of a vector is 128 bits.
    fn add_blocks(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `x` again and again, or as much of it as fills a vector; D is a power of two.
    fn broadcast_chunk<const D: usize>(self, x: &[T; D]) -> Self::Vector;
    /// The lanes of `v` in another order: lane `order[i]` becomes lane `i`.
    fn permute(self, v: Self::Vector, order: &[u32; MOST]) -> Self::Vector;
    /// Runs a part that is compiled once for these instructions, however many use it.
    fn call<P: Part<T>>(self, part: P);
    /// `x`, at an address that the compiler does not know: of several it would otherwise keep the distances, and add them up
    /// in every step of a loop.
    fn opaque(self, x: &[T]) -> &[T];
    /// Keeps a loop in which it stands from being unrolled.
    fn rolled(self);
    /// Has the processor bring the line of `x[at]` near, which may lie behind the end.
    fn prefetch(self, x: &[T], at: usize);
    /// Vectors of half the width, if there are any.
    type Half: Simd<T>;
    /// The token of half the width.
    fn half(self) -> Self::Half;
}

/// A part of a kernel, for [`Simd::call`]. Its `run` and all that it calls must be `#[inline(always)]`.
pub(in crate::kernel) trait Part<T> {
    fn run<S: Simd<T>>(self, s: S);
}

/// An instruction set.
pub(in crate::kernel) trait Isa: Simd<f32> + Simd<f64> {
    /// Whether a product and a sum are rounded once.
    const FUSED: bool;
}

/// What is compiled once per instruction set. Its `run` and all that it calls must be `#[inline(always)]`, and no closure may
/// touch a vector: code that stays a call is compiled without the instructions. Only a debug build, which is slow anyway, makes
/// calls of the tiles: all of them in one frame, where nothing shares a place, would need half a megabyte of stack.
pub(in crate::kernel) trait Kernel {
    type Output;
    /// Whether `run` uses its token; if not, the compiler's 128-bit vectors serve as well.
    const VECTORS: bool;
    fn run<I: Isa>(self, isa: I) -> Self::Output;
    /// The same by plain loops, in the one order of [`Level::Scalar`].
    fn plain(self) -> Self::Output;
}

/// [`Kernel`] for what has `plain`, and `run(self, token)` beside it for either scalar type. By reference: a copy would read
/// in vectors what was only just written in words, for which a processor waits.
macro_rules! by_vectors {
    ($Kernel:ident: $($T:ident)+) => { $(
        impl $crate::kernel::isa::Kernel for &mut $Kernel<'_, $T> {
            type Output = ();
            // of `f64`, 128 bits hold two, which plain loops fill as well
            const VECTORS: bool = size_of::<$T>() == 4 || cfg!(target_arch = "aarch64");
            #[inline(always)]
            fn run<I: $crate::kernel::isa::Isa>(self, isa: I) {
                run::<$T, I>(self, isa);
            }
            #[inline(always)]
            fn plain(self) {
                self.plain();
            }
        }
    )+ };
}
pub(in crate::kernel) use by_vectors;

macro_rules! simd {
    ($Isa:ident half $Half:ident, features $features:literal, $T:ident, $Vector:ident, lanes $lanes:literal, registers $registers:literal,
     $splat:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident $div:ident,
     mul_add($a:ident, $b:ident, $c:ident) $mul_add:expr, sum($v:ident) $sum:expr, zip $zip:ident, unzip $unzip:ident, pairwise_add $pairwise_add:ident, add_blocks $add_blocks:ident, broadcast_chunk $broadcast_chunk:ident, permute $permute:ident,
     load_part($from:ident) $load_part:expr, store_part($w:ident, $to:ident) $store_part:expr) => {
        // SAFETY, for all: the token says that the machine has the instructions; see also the head of the file
        impl Simd<$T> for $Isa {
            type Vector = $Vector;
            const LANES: usize = $lanes;
            const REGISTERS: usize = $registers;
            #[inline(always)]
            fn splat(self, x: $T) -> $Vector {
                unsafe { $splat(x) }
            }
            #[inline(always)]
            fn load(self, x: &[$T]) -> $Vector {
                let x = &x[..$lanes];
                unsafe { $load(x.as_ptr()) }
            }
            #[inline(always)]
            fn store(self, v: $Vector, x: &mut [$T]) {
                let x = &mut x[..$lanes];
                unsafe { $store(x.as_mut_ptr(), v) }
            }
            #[inline(always)]
            fn load_part(self, $from: &[$T]) -> $Vector {
                assert!($from.len() <= $lanes);
                unsafe { $load_part }
            }
            #[inline(always)]
            fn store_part(self, $w: $Vector, $to: &mut [$T]) {
                assert!($to.len() <= $lanes);
                unsafe { $store_part }
            }
            #[inline(always)]
            fn add(self, a: $Vector, b: $Vector) -> $Vector {
                unsafe { $add(a, b) }
            }
            #[inline(always)]
            fn sub(self, a: $Vector, b: $Vector) -> $Vector {
                unsafe { $sub(a, b) }
            }
            #[inline(always)]
            fn mul(self, a: $Vector, b: $Vector) -> $Vector {
                unsafe { $mul(a, b) }
            }
            #[inline(always)]
            fn div(self, a: $Vector, b: $Vector) -> $Vector {
                unsafe { $div(a, b) }
            }
            #[inline(always)]
            fn mul_add(self, $a: $Vector, $b: $Vector, $c: $Vector) -> $Vector {
                unsafe { $mul_add }
            }
            #[inline(always)]
            fn sum(self, $v: $Vector) -> $T {
                unsafe { $sum }
            }
            #[inline(always)]
            fn zip(self, a: $Vector, b: $Vector) -> [$Vector; 2] {
                unsafe { $zip(a, b) }
            }
            #[inline(always)]
            fn unzip(self, a: $Vector, b: $Vector) -> [$Vector; 2] {
                unsafe { $unzip(a, b) }
            }
            #[inline(always)]
            fn pairwise_add(self, a: $Vector, b: $Vector) -> $Vector {
                unsafe { $pairwise_add(a, b) }
            }
            #[inline(always)]
            fn add_blocks(self, a: $Vector, b: $Vector) -> $Vector {
                unsafe { $add_blocks(a, b) }
            }
            #[inline(always)]
            fn broadcast_chunk<const D: usize>(self, x: &[$T; D]) -> $Vector {
                const { assert!(D.is_power_of_two(), "as many as are read") };
                unsafe { $broadcast_chunk(x) }
            }
            #[inline(always)]
            fn permute(self, v: $Vector, order: &[u32; MOST]) -> $Vector {
                unsafe { $permute(v, order) }
            }
            #[inline(always)]
            fn call<P: Part<$T>>(self, part: P) {
                #[target_feature(enable = $features)]
                #[inline(never)]
                fn run<P: Part<$T>>(isa: $Isa, part: P) {
                    part.run(isa);
                }
                unsafe { run(self, part) }
            }
            #[inline(always)]
            fn rolled(self) {
                rolled();
            }
            #[inline(always)]
            fn opaque(self, x: &[$T]) -> &[$T] {
                opaque(x)
            }
            #[inline(always)]
            fn prefetch(self, x: &[$T], at: usize) {
                prefetch(x.as_ptr().wrapping_add(at).cast());
            }
            type Half = $Half;
            // whoever has a set of instructions has those of half the width
            #[inline(always)]
            fn half(self) -> $Half {
                $Half(())
            }
        }
    };
}
/// [`Simd::permute`] through memory.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[inline(always)]
pub(super) fn permute<T: crate::Scalar, S: Simd<T>>(s: S, v: S::Vector, order: &[u32; MOST]) -> S::Vector {
    let (mut from, mut to) = ([T::ZERO; MOST], [T::ZERO; MOST]);
    s.store(v, &mut from);
    for (to, order) in to.iter_mut().zip(order).take(S::LANES) {
        *to = from[*order as usize % S::LANES];
    }
    s.load(&to)
}

/// See [`Simd::rolled`].
#[inline(always)]
pub(super) fn rolled() {
    // miri knows no assembly
    #[cfg(not(miri))]
    // SAFETY: there is no instruction in it, so it changes nothing
    unsafe {
        core::arch::asm!("", options(nomem, nostack, preserves_flags));
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[inline(always)]
pub(super) fn opaque<T>(x: &[T]) -> &[T] {
    #[cfg_attr(miri, allow(unused_mut))]
    let mut start = x.as_ptr();
    // miri knows no assembly
    #[cfg(not(miri))]
    #[allow(clippy::pointers_in_nomem_asm_block, reason = "nobody reads there")]
    // SAFETY: there is no instruction in it, so it changes nothing
    unsafe {
        core::arch::asm!("/* {0} */", inout(reg) start, options(pure, nomem, nostack, preserves_flags));
    }
    // SAFETY: the pointer is the one that went in
    unsafe { core::slice::from_raw_parts(start, x.len()) }
}
