//! Deep networks: a hundred layers that learn, and what is found inside blocks.

use crate::directions;
use constrata::layer::{Input, Output};
use constrata::prelude::*;
use rand::{RngExt, SeedableRng, rngs::SmallRng};

network! {
    #[budget(parameters = 425_000, ram = 3_000, stack = 4_000)]
    struct Hundred: 16 => Dense<64, Relu> => Repeat<49>(Residual(Dense<64, Relu> => Dense<64>)) => Dense<3, Softmax>
}
network! {
    struct Double: f64; 16 => Dense<64, Relu> => Repeat<49>(Residual(Dense<64, Relu> => Dense<64>)) => Dense<3, Softmax>
}

/// The class is where the largest of three sums lies.
fn samples<T: Scalar, const B: usize>(rng: &mut SmallRng) -> ([[T; 16]; B], [usize; B]) {
    let numbers: [[f64; 16]; B] = [(); B].map(|()| [(); 16].map(|()| rng.random_range(-1.0..1.0)));
    let class = |x: &[f64; 16]| {
        let sums = [0, 5, 10].map(|start| x[start..start + 5].iter().sum::<f64>());
        (0..3).max_by(|a, b| sums[*a].total_cmp(&sums[*b])).unwrap()
    };
    let classes = std::array::from_fn(|sample| class(&numbers[sample]));
    (numbers.map(|x| x.map(T::of)), classes)
}

#[test]
fn a_hundred_layers_learn() {
    assert_eq!(Hundred::PARAMETERS, 17 * 64 + 98 * 65 * 64 + 65 * 3);
    let rng = &mut SmallRng::seed_from_u64(1);
    let (mut net, mut gradient) = (Hundred::boxed(rng), constrata::boxed::<Hundred>());
    let mut pass = constrata::boxed::<Pass<Hundred, 32>>();
    let mut moments = constrata::boxed::<constrata::optimizer::Moments<Hundred>>();
    let (x, classes) = samples::<f32, 32>(rng);
    let losses: Vec<f32> = (0..20)
        .map(|_| {
            gradient.fill(0.0);
            let loss = net.gradient(&x, &classes, &CrossEntropy, &mut pass, &mut gradient);
            Adam::default().step(&mut *net, &gradient, &mut moments, 1e-3);
            loss
        })
        .collect();
    // a fresh block is 0: the network begins as its two outer layers
    assert!(losses[0] < 2.0 && losses[19] < losses[0] / 5.0, "{losses:?}");
}

#[test]
fn a_hundred_layers_pass_the_gradient_check() {
    let rng = &mut SmallRng::seed_from_u64(2);
    let mut net = Double::boxed(rng);
    for block in &mut net.repeat2.layers {
        block.branch.rest.weights.iter_mut().for_each(|w| *w = rng.random_range(-0.05..0.05));
    }
    let (x, classes) = samples::<f64, 4>(rng);
    let gradient = directions::gradient(&mut *net, &x, &classes, rng, 1e-5);
    assert!(gradient.repeat2.layers.iter().all(|block| block.branch.first.weights.norm() > 1e-3));
}

network! { struct Blocks: 3
    => Residual(Dense<4, Tanh> => Dense<3>, Relu)
    => Residual(Dense<2>, project = Dense<2>)
    => Repeat<2>(Residual(Dense<2, Tanh>))
    => Parallel(concat: Dense<2>, Dense<1> => Dense<2, Tanh>)
    => Parallel(add: Dense<2>, Identity => Dense<2>)
}

#[test]
fn a_fresh_block_hands_on_its_input() {
    let rng = &mut SmallRng::seed_from_u64(3);
    type Kept =
        network!(3 => Residual(Dense<4, Relu> => Dense<3>) => Residual(Dense<5, Gelu> => Dense<3> => PRelu));
    let net = Kept::random(rng);
    assert_eq!(net.predict(&[1.0, -2.0, 3.0]), [1.0, -2.0, 3.0]);
    assert!(net.first.branch.first.weights.iter().all(|w| *w != 0.0));
    // behind a ReLU nothing would ever move
    type Drawn = network!(3 => Residual(Dense<4> => Dense<3, Relu>) => Residual(Dense<3> => Relu));
    let net = Drawn::random(rng);
    assert!(net.first.branch.rest.weights.iter().all(|w| *w != 0.0));
    assert!(net.rest.branch.first.weights.iter().all(|w| *w != 0.0));
    type Projected = network!(3 => Residual(Dense<4, Tanh> => Dense<2>, Relu, project = Dense<2>));
    let net = Projected::random_with(Initialization::HeNormal, rng);
    assert!(
        net.branch.rest.weights.iter().all(|w| *w == 0.0) && net.shortcut.weights.iter().all(|w| *w != 0.0)
    );
}

#[test]
fn rows_are_what_inspect_shows() {
    let (mut rows, mut seen) = (Vec::new(), Vec::new());
    Blocks::nodes(&mut |node| rows.extend(node.row()));
    let (mut net, x) = (Blocks::zeros(), [[1.0, 2.0, 3.0]]);
    let mut y: Output<Blocks, 1> = [[0.0; 2]];
    net.inspect(&x, &mut y, &mut |row, outputs| {
        assert_eq!(row.output, outputs.len().to_string());
        seen.push(row);
    });
    assert_eq!(rows, seen);
    let names: Vec<_> = rows.iter().map(|row| row.layer).collect();
    assert_eq!(
        names.join(" | "),
        "Dense<4, Tanh> | Dense<3, Identity> | Residual(.., Relu) | Dense<2, Identity> | Dense<2, Identity> | \
         Residual(.., Identity) | Dense<2, Tanh> | Residual(.., Identity) | Dense<2, Tanh> | Residual(.., Identity) | \
         Dense<2, Identity> | Dense<1, Identity> | Dense<2, Tanh> | Parallel(concat: ..) | \
         Dense<2, Identity> | Identity | Dense<2, Identity> | Parallel(add: ..)"
    );
    assert_eq!(rows.iter().map(|row| row.parameters).sum::<usize>(), Blocks::PARAMETERS);

    // a NaN is found where it begins
    let mut first_bad = |net: &Blocks, x: &Input<Blocks, 1>| {
        let (mut place, mut found) = (0, None);
        net.inspect(x, &mut y, &mut |_, outputs| {
            place += 1;
            if outputs.iter().any(|number| !number.is_finite()) {
                found = found.or(Some(place));
            }
        });
        found
    };
    net.repeat3.layers[1].branch.bias[0] = f32::NAN;
    assert_eq!(first_bad(&net, &x), Some(9));
    net = Blocks::zeros();
    net.parallel4.branches.rest.first.bias[0] = f32::INFINITY;
    assert_eq!(first_bad(&net, &x), Some(12));
    net = Blocks::zeros();
    net.residual2.branch.bias[0] = f32::MAX; // finite, as the projection is; their sum is not
    net.residual2.shortcut.bias[0] = f32::MAX;
    assert_eq!(first_bad(&net, &x), Some(6));
}

/// A file of it, the same read by the compiler's way, and both forms of the macro.
#[test]
fn files_hold_every_copy() {
    type Row = network!(3
        => Residual(Dense<4, Tanh> => Dense<3>, Relu)
        => Residual(Dense<2>, project = Dense<2>)
        => Repeat<2>(Residual(Dense<2, Tanh>))
        => Parallel(concat: Dense<2>, Dense<1> => Dense<2, Tanh>)
        => Parallel(add: Dense<2>, Identity => Dense<2>)
    );
    assert_eq!(Row::ARCHITECTURE_HASH, Blocks::ARCHITECTURE_HASH);
    assert_eq!(
        Blocks::ARCHITECTURE,
        "3 => Residual(Dense<4, Tanh> => Dense<3, Identity>, Relu) => \
         Residual(Dense<2, Identity>, Identity, project = Dense<2, Identity>) => \
         Repeat<2>(Residual(Dense<2, Tanh>, Identity)) => Parallel(concat: Dense<2, Identity>, Dense<1, Identity> => \
         Dense<2, Tanh>) => Parallel(add: Dense<2, Identity>, Identity => Dense<2, Identity>)"
    );
    let mut net = Blocks::zeros();
    let mut number = 0.0;
    for index in 0..Blocks::TENSORS {
        for parameter in net.tensor_mut(index) {
            number += 0.01;
            *parameter = number;
        }
    }
    let bytes = net.to_bytes();
    assert_eq!(Blocks::from_bytes(&bytes), net);
    let row = Row::from_bytes(&bytes);
    assert_eq!(row.predict(&[1.0, 2.0, 3.0]), net.predict(&[1.0, 2.0, 3.0]));
    assert_eq!(net.tensor(Blocks::TENSORS), &[] as &[f32]);
    assert_eq!(Blocks::MACS, (12 + 12) + (6 + 6) + 2 * 4 + (4 + 2 + 2) + (8 + 8));
}

/// What a layer of the user's own puts out is asked of its type.
#[test]
fn networks_stand_inside() {
    network! { struct Wide<T>: T; 4 => Dense<6, Tanh> }
    network! { struct Same<T>: T; 4 => Dense<4, Tanh> }
    network! { struct Net: 4
        => Residual(Wide<f32> => Dense<4>) => Residual(Same<f32>, Relu) => Residual(Dense<6>, project = Wide<f32>)
        => Dense<4> => Repeat<3>(Same<f32>) => Parallel(concat: Wide<f32>, Dense<2>, Wide<f32>) => Parallel(add: Dense<6>, Dense<4> => Wide<f32>)
    }
    assert_eq!(Net::zeros().parallel6.predict(&[0.0; 4]), [0.0; 14]);
    assert!(Net::random(&mut SmallRng::seed_from_u64(1)).predict(&[1.0; 4])[0].is_finite());
    let mut pass = Net::pass::<2>();
    pass.logits(&Net::zeros(), &[[1.0; 4]; 2]);
}

/// `x` itself is neither copied nor kept; of several branches all but the first share the place of a derivative by `x`.
#[test]
fn what_hands_on_its_input_takes_no_room() {
    type Inside = network!(64 => Dense<8, Relu> => Dense<64>);
    type Block = network!(64 => Residual(Dense<8, Relu> => Dense<64>));
    type Three = network!(64 => Parallel(add: Dense<64>, Dense<64>, Dense<64>));
    assert_eq!(size_of::<<Block as Train>::Tape<4>>(), size_of::<Pass<Inside, 4>>());
    assert_eq!(size_of::<<Three as Train>::Tape<4>>(), (3 * 2 + 1) * size_of::<[[f32; 64]; 4]>());
    assert_eq!(Block::COST.scratch_bytes, Inside::COST.scratch_bytes);
    assert_eq!(<network!(64 => Parallel(add: Identity, Dropout<0.5>))>::COST.scratch_bytes, 0);
    assert_eq!(<network!(64 => Dense<8> => Identity => Dense<1>)>::COST.scratch_bytes, size_of::<[f32; 8]>());
}
