//! A model on the heap.

use std::alloc::{Layout, alloc_zeroed, handle_alloc_error};
use std::boxed::Box;

use crate::data::Scaler;
use crate::file::{Features, Names};
use crate::{Model, Network};

/// A model whose parameters are all 0 and that scales nothing, made where it lies.
pub(crate) fn boxed_model<N: Network>() -> Box<Model<N>> {
    let layout = Layout::new::<Model<N>>();
    // SAFETY: the layout is not of size 0, as there are names in a model.
    let place = unsafe { alloc_zeroed(layout) }.cast::<Model<N>>();
    if place.is_null() {
        handle_alloc_error(layout);
    }
    // a field that is forgotten below does not compile here
    let _ = |Model { network: _, inputs: _, outputs: _, classes: _, features: _ }: Model<N>| ();
    // SAFETY: `place` is as large and aligned as a model; its network is `Zeroable`, and every other field is written.
    unsafe {
        (&raw mut (*place).inputs).write(Scaler::identity());
        (&raw mut (*place).outputs).write(Scaler::identity());
        (&raw mut (*place).classes).write(Names::of(&[]));
        (&raw mut (*place).features).write(Features::none());
        Box::from_raw(place)
    }
}
