// Written by constrata 0.1.0.
#[rustfmt::skip]
#[allow(clippy::all)]
pub(crate) static IRIS: ::constrata::Model<super::Iris> = ::constrata::Model {
network: ::constrata::file::from_source(
    "f32; 4 => Dense<5, Tanh> => Dense<3, Softmax>",
    &[
        // tensor 0: weights, column by column
        -1.25, 0.5, -0.5, 1.25, 0.25, -0.75, 1.0, 0.0,
        -1.0, 0.75, -0.25, -1.25, 0.5, -0.5, 1.25, 0.25,
        -0.75, 1.0, 0.0, -1.0,
        // tensor 1: bias
        -0.5, 1.25, 0.25, -0.75, 1.0,
        // tensor 2: weights, column by column
        0.25, -0.75, 1.0, 0.0, -1.0, 0.75, -0.25, -1.25,
        0.5, -0.5, 1.25, 0.25, -0.75, 1.0, 0.0,
        // tensor 3: bias
        1.0, 0.0, -1.0,
    ],
),
inputs: ::constrata::data::Scaler { shift: [5.8, 3.0, 3.7, 0.001], scale: [0.8, 0.4, 1.7, 0.7] },
outputs: ::constrata::data::Scaler { shift: [0.0, 0.0, 0.0], scale: [1.0, 1.0, 1.0] },
classes: ::constrata::file::Names::of(&["setosa", "say \"??/\" \\ 1\n", "röd7"]),
features: ::constrata::file::Features::of_section(b"\x04\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00a\x00\x00\x00\x00\x0b\x00\x00\x00b */ \"x\" /*\x00\x00\x00\x00\x03\x00\x00\x00c\\\n\x00\x00\x00\x00\x04\x00\x00\x00r\xc3\xb6d"),
};
// Written by constrata 0.1.0.
#[rustfmt::skip]
#[allow(clippy::all)]
pub(crate) static IMAGE: ::constrata::Model<super::Image> = ::constrata::Model {
network: ::constrata::file::from_source(
    "f64; [2, 1, 3] => Flatten => Dense<2, Identity>",
    &[
        // tensor 0: weights, column by column
        -0.3602270351488779, 0.19301871466729034, -0.6963481400012324, -0.7645079062026993, 0.04686305255475926, 0.35196260490923004, -0.0697738966016679, -0.7482617121152008,
        0.6633053885922431, 0.612078454232783, 0.704200546292866, 0.6725007183405965,
        // tensor 1: bias
        0.0, 0.0,
    ],
),
inputs: ::constrata::data::Scaler { shift: [[[0.1, -2.0, 3.0]], [[1e-9, 5.5, 0.0]]], scale: [[[3.0, 7.0, 0.3]], [[1.0, 10000000000.0, -2.0]]] },
outputs: ::constrata::data::Scaler { shift: [1000.0, -0.1], scale: [17.0, 0.3] },
classes: ::constrata::file::Names::of(&[]),
features: ::constrata::file::Features::of_section(b""),
};
