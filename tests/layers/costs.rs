//! Multiplications and room between layers, counted by hand.

use constrata::prelude::*;

macro_rules! macs {
    ($([$($body:tt)*] = $wanted:expr;)*) => {
        $(assert_eq!(<network!($($body)*)>::MACS, $wanted, stringify!($($body)*));)*
    };
}

#[test]
fn multiplications() {
    macs! {
        [4 => Dense<3>] = 4 * 3;
        [4 => Dense<3> => Dense<2>] = 4 * 3 + 3 * 2;
        [[12, 5] => Conv1d<7, 3>] = 10 * 7 * (5 * 3); // steps, features, numbers of a window
        [[4, 9, 10] => Conv2d<6, [3, 2]>] = (7 * 9) * 6 * (4 * 6);
        [[4, 9, 10] => Conv2d<6, [3, 2], groups = 2>] = (7 * 9) * 6 * (2 * 6);
        [[4, 5, 6] => ConvTranspose2d<8, [3, 2]>] = (5 * 6) * 4 * (8 * 6); // pixels that come in
        [[4, 5, 6] => ConvTranspose2d<8, [3, 2], groups = 2>] = (5 * 6) * 4 * (4 * 6);
        [4 => Repeat<3>(Dense<4>)] = 3 * 16;
        [4 => Residual(Dense<3> => Dense<5>, project = Dense<5>)] = 12 + 15 + 20;
        [4 => Parallel(concat: Dense<2>, Dense<3> => Dense<1>, Identity)] = 8 + 12 + 3;
        [4 => BatchNorm => Relu => Dropout<0.5>] = 0;
    }
}

/// What lies between the layers of a row at once, and what a branch puts out before it is joined.
#[test]
fn room_between_layers() {
    let numbers = size_of::<f32>();
    assert_eq!(<network!(4 => Dense<3> => Dense<5> => Dense<2>)>::COST.scratch_bytes, (3 + 5) * numbers);
    assert_eq!(<network!(4 => Repeat<2>(Dense<4>))>::COST.scratch_bytes, 4 * numbers);
    let inside = <network!(4 => Dense<3> => Dense<5>)>::COST.scratch_bytes;
    assert_eq!(inside, 3 * numbers);
    assert_eq!(
        <network!(4 => Residual(Dense<3> => Dense<5>, project = Dense<5>))>::COST.scratch_bytes,
        inside + 5 * numbers
    );
    assert_eq!(<network!(4 => Residual(Dense<3> => Dense<4>))>::COST.scratch_bytes, 3 * numbers);
    // of the three branches: 2 numbers, 5 with the 3 between its layers, and x itself
    type Three = network!(4 => Parallel(concat: Dense<2>, Dense<3> => Dense<5>, Identity));
    assert_eq!(Three::COST.scratch_bytes, (2 + 5 + 3) * numbers);
}
