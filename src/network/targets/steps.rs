//! A class for each step of a sequence, or for some of them.

use super::{Targets, write_class};
use crate::{Scalar, Sequence};

macro_rules! classes {
    ($step:ty, $optional:literal, $has:expr, $class:expr) => {
        #[diagnostic::do_not_recommend]
        impl<T: Scalar, const STEPS: usize, const N: usize, const B: usize> Targets<Sequence<STEPS, N>, T, B>
            for [[$step; STEPS]; B]
        {
            const CLASSES: bool = true;
            const OPTIONAL: bool = $optional;
            #[inline]
            fn write(&self, target: &mut [[[T; N]; STEPS]; B]) {
                let rows = target.as_flattened_mut().iter_mut();
                for (step, target) in self.as_flattened().iter().zip(rows) {
                    match $class(step) {
                        Some(class) => write_class(class, target),
                        None => *target = [T::ZERO; N],
                    }
                }
            }
            #[inline]
            fn has(&self, row: usize) -> bool {
                self.as_flattened().get(row).is_some_and($has)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Scalar, const STEPS: usize, const N: usize> Targets<Sequence<STEPS, N>, T, 1>
            for [$step; STEPS]
        {
            const CLASSES: bool = true;
            const OPTIONAL: bool = $optional;
            #[inline]
            fn write(&self, target: &mut [[[T; N]; STEPS]; 1]) {
                Targets::<Sequence<STEPS, N>, T, 1>::write(core::array::from_ref(self), target);
            }
            #[inline]
            fn has(&self, row: usize) -> bool {
                self.get(row).is_some_and($has)
            }
        }
    };
}

classes!(usize, false, |_| true, |class: &usize| Some(*class));
classes!(Option<usize>, true, Option::is_some, |class: &Option<usize>| *class);
