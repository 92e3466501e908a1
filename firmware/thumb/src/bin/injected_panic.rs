//! Must not link: whether an input is there is known at run time only, and a panic says that it is not.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata::prelude::*;
use constrata_thumb::networks::Worked;
use constrata_thumb::{program, say};

program!(run, Worked);

fn run(net: &mut Worked) {
    let inputs = [[2.0, 3.0, -1.0]; 3];
    let index = core::hint::black_box(1_usize);
    say("worked example", net.predict(&inputs[index])[0]);
}
