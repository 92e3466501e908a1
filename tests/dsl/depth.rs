//! What the macro accepts, the compiler follows: layers as deep and rows as long as may be.

use constrata::prelude::*;

#[rustfmt::skip]
type Deep = network!(2 => Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Dense<2>))))))))))))))))))))))))))))))) => Dense<1>);
#[rustfmt::skip]
type Long = network!(2 => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<1>);
#[rustfmt::skip]
network! { struct Both: 2 => Residual(Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<2>) => Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Dense<2>))))))))))))))))))))))))))))))) }

#[test]
fn as_deep_as_the_macro_allows() {
    assert_eq!(Deep::PARAMETERS, 6 + 3);
    assert_eq!(Long::PARAMETERS, 94 * 6 + 3);
    // zero weights leave x; then each of 31 blocks adds it once
    assert_eq!(Both::zeros().predict(&[1.0, 2.0]), [31.0, 62.0]);
}
