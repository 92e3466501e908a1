use core::fmt::Debug;

use bytemuck::Zeroable;

/// The last `PAST` frames, the state of a causal [`Conv1d`](crate::layers::Conv1d): the oldest is where the next one goes.
///
/// No frame moves. How many there have been is known too, as a convolution passes over what lies before the first one.
///
/// ```
/// use constrata::prelude::*;
/// use constrata::stream::Ring;
/// network! { struct Sum: [9, 1] => Conv1d<1, 3, pad = causal> }
/// let mut net = Sum::zeros();
/// net.conv1d1.weights.fill(1.0);
/// let mut state = Ring::after([[10.0], [20.0]]); // not from the beginning: what came before is known
/// assert_eq!([1.0, 2.0, 3.0].map(|x| net.step(&mut state, &[x])), [[31.0], [23.0], [6.0]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Ring<F, const PAST: usize> {
    frames: [F; PAST],
    /// Frames so far while there are less than `PAST`; then `PAST` and the place of the next one.
    time: u32,
}

crate::__zeroable!([F, const PAST: usize] Ring<F, PAST>, [[F; PAST]: Zeroable] { frames, time });

impl<F: Copy, const PAST: usize> Ring<F, PAST> {
    const COUNTED: () = assert!(PAST < 1 << 31, "Ring: more frames than are counted");

    /// After these frames, the oldest first.
    #[must_use]
    pub const fn after(frames: [F; PAST]) -> Self {
        const { Self::COUNTED };
        Ring { frames, time: PAST as u32 }
    }

    /// Takes in a frame, and shows of it and of those before it each `apart`-th, the oldest first; returns how many of these lie
    /// before the first frame there was.
    #[inline(always)]
    pub(crate) fn push(&mut self, frame: &F, apart: usize, shown: &mut [F]) -> usize {
        const { Self::COUNTED };
        let time = self.time as usize;
        let (known, place) = if time < PAST { (time, time) } else { (PAST, time - PAST) };
        let Some((last, before)) = shown.split_last_mut() else { return 0 };
        let missing = before.len() - before.len().min(known.checked_div(apart).unwrap_or(0));
        let mut at = place;
        for shown in before {
            if let Some(frame) = self.frames.get(at) {
                *shown = *frame;
            }
            at += apart;
            at = if at < PAST { at } else { at - PAST };
        }
        *last = *frame;
        if let Some(oldest) = self.frames.get_mut(place) {
            *oldest = *frame;
            self.time = (if time + 1 < 2 * PAST { time + 1 } else { PAST }) as u32;
        }
        missing
    }
}
