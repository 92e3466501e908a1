//! Predicts and learns on a Cortex-M4F, in QEMU, and says every number with its bits.
//!
//! On a desktop the same program says the desktop's numbers: `firmware/build` compares the two.
#![cfg_attr(target_os = "none", no_std, no_main)]

mod programs;
#[cfg(target_os = "none")]
mod semihosting;

#[cfg(target_os = "none")]
#[cortex_m_rt::entry]
fn main() -> ! {
    // the attribute makes it `&'static mut`: the one owner of memory that is laid out at compile time, in .bss
    static mut LEARNING: programs::Learning = programs::Learning::NEW;
    programs::run(LEARNING, semihosting::write);
    semihosting::exit(0)
}

#[cfg(not(target_os = "none"))]
fn main() {
    let mut learning = programs::Learning::NEW;
    programs::run(&mut learning, |text| print!("{text}"));
}
