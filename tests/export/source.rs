// Written by constrata 0.1.0.
#[rustfmt::skip]
#[allow(clippy::all)]
pub(crate) static WORKED: super::Worked = ::constrata::file::from_source(
    "f32; 3 => Dense<2, Sigmoid> => Dense<1, Sigmoid>",
    &[
        // tensor 0: weights, column by column
        0.2, -0.3, -0.5, 0.4, 0.1, 0.2,
        // tensor 1: bias
        -3.4028235e38, 1e-45,
        // tensor 2: weights, column by column
        3.1415927, -0.0,
        // tensor 3: bias
        0.33333334,
    ],
);
