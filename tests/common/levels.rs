//! Every level of instructions that this machine has.

use std::sync::{Mutex, PoisonError};

use constrata::kernel::Level;

const LEVELS: [Level; 5] = [Level::Scalar, Level::Neon, Level::Sse2, Level::Avx2, Level::Avx512];

/// The level belongs to the whole process, so that one test at a time chooses it.
static CHOICE: Mutex<()> = Mutex::new(());

/// Runs this at one level after another, and at the end leaves the best in place.
pub(crate) fn at_every_level(mut run: impl FnMut(Level)) {
    let _choice = CHOICE.lock().unwrap_or_else(PoisonError::into_inner);
    for level in LEVELS {
        Level::limit(level);
        assert!(Level::active() <= level);
        if Level::active() == level {
            run(level);
        } else {
            println!("this machine has no {level:?}");
        }
    }
    Level::limit(Level::Avx512);
    assert_eq!(Level::active(), Level::detected());
}
