//! Names an iris by a model that lies in flash. Begins here after `cargo run --release -p laptop`, which writes `iris.net`.
#![no_std]
#![no_main]

use constrata::Model;
use cortex_m_rt::entry;
use cortex_m_semihosting::{debug, hprintln};
use network::Iris; // the crate that the laptop's program shares
use panic_halt as _; // constrata does not panic; what else a program does may

// read by the compiler: the file of another network does not compile
static IRIS: Model<Iris> = Model::from_bytes(include_bytes!("../iris.net"));

#[entry]
fn main() -> ! {
    let lengths = [6.1, 2.8, 4.7, 1.2]; // from your sensor, in the units of the training data
    hprintln!("{}", IRIS.class(&lengths).unwrap_or("unknown"));
    debug::exit(debug::EXIT_SUCCESS); // leaves QEMU
    loop {}
}
