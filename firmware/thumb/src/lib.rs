//! What the programs share: their networks, saying numbers, and the board.
//!
//! Every program also runs on a desktop and says the desktop's numbers, for `firmware/run` to compare.
#![cfg_attr(target_os = "none", no_std)]

pub mod measured;
pub mod networks;
pub mod random;
mod say;
mod stack;
#[cfg(target_os = "none")]
pub mod target;

pub use say::{say, say_count, write};
pub use stack::painted;

/// The program: a function that is given its state, all zeros at first, which lies in `.bss`.
#[macro_export]
macro_rules! program {
    ($run:path, $State:ty) => {
        #[cfg(target_os = "none")]
        #[cortex_m_rt::entry]
        fn main() -> ! {
            // the attribute makes it `&'static mut`: the one owner of memory that is laid out at compile time
            static mut STATE: $State = constrata::bytemuck::zeroed();
            $run(STATE);
            $crate::target::exit(0)
        }

        #[cfg(not(target_os = "none"))]
        fn main() {
            $run(&mut *constrata::boxed::<$State>());
        }
    };
}
