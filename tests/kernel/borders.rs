//! One below, at and one above each threshold of the kernels, at every level: `src/kernel/{gemm,conv}/select.rs`.

use constrata::kernel::{Level, conv_sizes as conv, gemm_sizes as gemm};
use constrata::{Geometry, Scalar};

use crate::convolutions::check;
use crate::levels::at_every_level;
use crate::products::{Layer, doors};
use crate::random::Random;

fn around(threshold: usize) -> [usize; 3] {
    [threshold - 1, threshold, threshold + 1]
}

/// Thresholds of sizes that the compiler knows.
fn known_sizes(level: Level, random: &mut Random) {
    const {
        let whole = gemm::ONE_KERNEL == 16 && gemm::UNROLLED == 512 && gemm::OWN_KERNEL == 4096;
        let sides = gemm::LONG_INPUT == 32 && gemm::LONG_OUTPUT == 16 && gemm::CHAINS == 8;
        assert!(whole && sides, "a threshold has moved: move the sizes below as well");
    }
    // 15, 16 and 17 multiplications; 511, 512 and 513, of one sample and of several
    doors!(level, random; 15 1 1, 16 1 1, 17 1 1, 7 73 1, 16 32 1, 27 19 1, 73 1 7, 8 16 4, 3 3 57);
    // 4095, 4096 and 4097
    doors!(level, random; 63 65 1, 64 64 1, 17 241 1);
    // 31, 32 and 33 inputs; 7, 8 and 9
    doors!(level, random; 31 4 1, 32 4 1, 33 4 1, 7 3 1, 8 3 1, 9 3 1, 7 1 1, 8 1 1, 9 1 1);
    // 127, 128 and 129 multiplications and 15, 16 and 17 outputs
    doors!(level, random; 1 127 1, 8 16 1, 1 129 1, 9 15 1, 9 16 1, 9 17 1, 34 15 1, 35 15 1);
}

/// Thresholds of sizes that are known at run time.
fn products<T: Scalar>(level: Level, random: &mut Random) {
    let mut layer = |inputs, outputs, batch| Layer::<T>::random(random, inputs, outputs, batch).check(level);
    for n in around(gemm::SMALL_DEPTH) {
        layer(n, 37, 9);
        layer(37, n, 9);
    }
    for few in [2, 3] {
        for inputs in around(gemm::TRANSPOSED / few) {
            layer(inputs, few, 33);
        }
    }
    for batch in around(gemm::FEW_SAMPLES) {
        layer(21, 37, batch);
    }
    for outputs in around(gemm::LONG_COLUMNS * 5) {
        layer(21, outputs, 5);
    }
    // rows that share vectors of 4, 8 or 16 lanes
    for (rows, lanes) in
        [(2, 4), (3, 4), (2, 8), (3, 8), (6, 8), (2, 16), (5, 16), (8, 16), (10, 16), (12, 16)]
    {
        for depth in around(gemm::FEW_ROWS / (rows + 3) - lanes) {
            layer(depth, rows, 7);
            layer(rows, depth, 101);
        }
    }
    for batch in around(gemm::K_BLOCK) {
        layer(13, 128, batch);
    }
    // columns that lie 1024 bytes apart
    for outputs in around(1024 / size_of::<T>()) {
        layer(7, outputs, gemm::K_BLOCK + 1);
    }
    for inputs in around(gemm::DEEP).into_iter().chain(around(gemm::PREFETCH_DEPTH)) {
        layer(inputs, 35, 23);
        layer(inputs, 16, 23);
    }
    // columns that stay in registers; several columns in a vector
    for depth in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17] {
        for outputs in [4, 7, 8, 9, 16, 19] {
            layer(depth, outputs, 9);
        }
        for outputs in [1, 2, 3, 4, 5, 7, 8, 9] {
            layer(depth, outputs, 1);
        }
    }
}

#[test]
fn products_at_the_borders() {
    at_every_level(|level| {
        let mut random = Random(7);
        known_sizes(level, &mut random);
        products::<f32>(level, &mut random);
        products::<f64>(level, &mut random);
    });
}

/// Windows without dilation or groups.
fn windows(
    channels: [usize; 2],
    x: [usize; 2],
    size: [usize; 2],
    stride: [usize; 2],
    pad: [usize; 2],
) -> Geometry {
    let [channels, outputs] = channels;
    let z = [0, 1].map(|axis| (x[axis] + 2 * pad[axis] - size[axis]) / stride[axis] + 1);
    Geometry { channels, x, outputs, z, size, stride, pad, dilation: [1; 2], groups: 1, sequence: false }
}

/// Sizes on both sides of each threshold of convolutions.
fn convolutions() -> Vec<Geometry> {
    let (one, none) = ([1; 2], [0; 2]);
    let mut all = Vec::new();
    for n in around(conv::BAND_LENGTH) {
        all.push(windows([1, 2], [3, n], [2, 3], one, none));
        all.push(windows([1, 2], [3, n - 2], [3, 3], one, one));
    }
    // windows of 511, 512 and 513 numbers; channels of nine, up to as many together
    assert_eq!(conv::WINDOW_NUMBERS, 512);
    for [a, b] in [[7, 73], [16, 32], [19, 27]] {
        all.push(windows([1, 2], [a + 2, b + 3], [a, b], one, none));
    }
    for channels in around(conv::WINDOW_NUMBERS / 9) {
        all.push(windows([channels, 2], [4, 5], [3, 3], one, none));
    }
    // rows of 64 numbers, three of which a window needs
    for channels in around(conv::BAND_NUMBERS / 64 / 3) {
        all.push(windows([channels, 1], [5, 62], [3, 3], one, one));
    }
    for outputs in around(8).into_iter().chain(around(conv::BAND_OUTPUTS)) {
        for width in 5..9 {
            all.push(windows([2, outputs], [4, width], [2, 3], one, none));
        }
    }
    // too long for a band: gathered, in as many numbers of a window as there are for the fewest windows
    for channels in around(conv::IM2COL_NUMBERS / conv::IM2COL_WINDOWS / 2) {
        all.push(windows([channels, 1], [1, 600], [1, 2], one, none));
    }
    for channels in around(conv::IM2COL_NUMBERS / conv::IM2COL_LONG_ROWS) {
        all.push(windows([channels, 2], [1, 1300], one, [1, 2], none));
    }
    // 4095, 4096 and 4097 weights
    assert_eq!(conv::MIRRORED_WEIGHTS, 4096);
    all.push(windows([13, 35], [4, 4], [3, 3], one, none));
    all.push(windows([16, 64], [4, 4], [2, 2], one, none));
    all.push(windows([1, 17], [1, 244], [1, 241], one, [0, 120]));
    for pixels in around(3 * conv::MIRRORED_PIXELS) {
        all.push(windows([2, 3], [1, pixels], [1, pixels - 2], one, none));
    }
    all
}

#[test]
fn convolutions_at_the_borders() {
    at_every_level(|level| {
        let mut random = Random(8);
        for g in convolutions() {
            for finite in [true, false] {
                check::<f32>(&g, 2, &mut random, level, finite);
                check::<f64>(&g, 1, &mut random, level, finite);
            }
        }
    });
}
