//! W x without a jump.

use crate::Scalar;

/// `sum` + W x, a column of W for each input; the first 32 are written out, as the compiler unrolls no loop that long.
#[inline(always)]
pub(super) fn columns<T: Scalar, const IN: usize, const OUT: usize>(
    columns: &[[T; OUT]; IN],
    x: &[T; IN],
    mut sum: [T; OUT],
) -> [T; OUT] {
    macro_rules! each {
        ($($i:literal)*) => {
            $(if $i < IN {
                add(&mut sum, &columns[$i], x[$i]);
            })*
        };
    }
    each!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
    for (column, x) in columns.iter().zip(x).skip(32) {
        add(&mut sum, column, *x);
    }
    sum
}

/// sum += w x
#[inline(always)]
fn add<T: Scalar, const OUT: usize>(sum: &mut [T; OUT], column: &[T; OUT], x: T) {
    for (sum, &w) in sum.iter_mut().zip(column) {
        *sum += w * x;
    }
}
