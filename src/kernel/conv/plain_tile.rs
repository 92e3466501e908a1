//! A few outputs at a few places of an image, summed in registers: what the plain convolutions spend their time in.
#![allow(clippy::needless_range_loop)]

use crate::Scalar;

/// What a place of `z` sees of `x`, and where its weights lie: channels, rows and columns of the window, as far as they are
/// on the image.
pub(super) struct Overlap {
    /// How many there are.
    pub(super) count: [usize; 3],
    /// From one to the next in `x`.
    pub(super) x_step: [usize; 3],
    /// From one to the next in the weights.
    pub(super) w_step: [usize; 3],
    /// From what a place sees first to what the next does.
    pub(super) place: usize,
    /// From an output to the next in `z`.
    pub(super) plane: usize,
}

impl Overlap {
    /// How many numbers there are from the first to the last that steps like these reach, and `more` behind it; none, where a
    /// window is beside the image.
    #[inline]
    fn reach(&self, steps: &[usize; 3], more: usize) -> usize {
        if self.count.contains(&0) {
            return 0;
        }
        let last =
            self.count.iter().zip(steps).map(|(count, step)| count.saturating_sub(1).saturating_mul(*step));
        last.fold(more, usize::saturating_add)
    }

    /// N outputs at `places` places in a row that all see as much, P at once; `x`, `weights` and `z` begin where the first does.
    #[inline]
    pub(super) fn row<T: Scalar, const N: usize, const P: usize>(
        &self,
        places: usize,
        start: &[T; N],
        weights: &[T],
        x: &[T],
        z: &mut [T],
    ) {
        let others = places.saturating_sub(1);
        if places == 0
            || self.reach(&self.x_step, others.saturating_mul(self.place).saturating_add(1)) > x.len()
            || self.reach(&self.w_step, N) > weights.len()
            || (N - 1).saturating_mul(self.plane).saturating_add(places) > z.len()
        {
            return;
        }
        let mut place = 0;
        while place < places {
            let left = places - place;
            // a step back, and some places anew, takes no longer than one place after another
            let several = left >= P || places >= P && left > 1;
            place = if several { place.min(places - P) } else { place };
            // SAFETY: from `place` on there are as many places as are computed, and all that they read and write was compared
            // with the lengths above.
            unsafe {
                let (x, z) = (x.as_ptr().wrapping_add(place * self.place), z.as_mut_ptr().add(place));
                if several {
                    tile::<T, N, P>(self, start, weights.as_ptr(), x, z);
                } else {
                    tile::<T, N, 1>(self, start, weights.as_ptr(), x, z);
                }
            }
            place += if several { P } else { 1 };
        }
    }
}

/// N outputs at P places. Each sum is one chain from the start on, through channels, rows and columns. A call that all layers
/// share, so that its registers are its own.
///
/// # Safety
/// `x` and `weights` must begin as many numbers as `overlap` reaches there, `z` N planes of P numbers.
// SAFETY: (of those who call it) as above
#[inline(never)]
unsafe fn tile<T: Scalar, const N: usize, const P: usize>(
    overlap: &Overlap,
    start: &[T; N],
    mut weights: *const T,
    mut x: *const T,
    z: *mut T,
) {
    let &Overlap { count: [channels, rows, columns], x_step, w_step, place, plane } = overlap;
    let mut sum = [*start; P];
    for _ in 0..channels {
        let (mut w_row, mut x_row) = (weights, x);
        for _ in 0..rows {
            let (mut w, mut x) = (w_row, x_row);
            for _ in 0..columns {
                w = opaque(w);
                // SAFETY: within what the caller promises.
                let column = unsafe { &*w.cast::<[T; N]>() };
                for p in 0..P {
                    // SAFETY: as above.
                    let x = unsafe { *x.add(p * place) };
                    for n in 0..N {
                        sum[p][n] += column[n] * x;
                    }
                }
                // behind the last, these point anywhere
                (w, x) = (w.wrapping_add(w_step[2]), x.wrapping_add(x_step[2]));
            }
            (w_row, x_row) = (w_row.wrapping_add(w_step[1]), x_row.wrapping_add(x_step[1]));
        }
        (weights, x) = (weights.wrapping_add(w_step[0]), x.wrapping_add(x_step[0]));
    }
    for n in 0..N {
        for p in 0..P {
            // SAFETY: as above.
            unsafe { *z.add(n * plane + p) = sum[p][n] };
        }
    }
}

/// The pointer; on a microcontroller the compiler is not to know, as it would do two columns at once and run out of registers.
#[inline(always)]
fn opaque<T>(pointer: *const T) -> *const T {
    #[cfg(any(target_arch = "arm", target_arch = "riscv32"))]
    {
        let mut pointer = pointer;
        // SAFETY: it does nothing.
        unsafe {
            core::arch::asm!("/* {0} */", inout(reg) pointer, options(pure, nomem, nostack, preserves_flags))
        };
        return pointer;
    }
    #[cfg(not(any(target_arch = "arm", target_arch = "riscv32")))]
    pointer
}
