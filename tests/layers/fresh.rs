//! What `initialize` leaves of a network that was something else before, and whose choice a weight is drawn by.

use constrata::prelude::*;
use rand::SeedableRng;
use rand::rngs::SmallRng;

fn rng() -> SmallRng {
    SmallRng::seed_from_u64(21)
}

/// Every number is written, buffers too.
fn writes_over_what_was_there<N: Network<Scalar = f32>>() {
    let (fresh, mut used) = (N::boxed(&mut rng()), N::boxed(&mut rng()));
    for index in 0..N::TENSORS {
        used.tensor_mut(index).fill(7.0);
    }
    used.initialize(None, &mut rng());
    for index in 0..N::TENSORS {
        assert_eq!(used.tensor(index), fresh.tensor(index), "{}, slice {index}", N::ARCHITECTURE);
    }
}

#[test]
fn nothing_is_left_of_what_was_there() {
    writes_over_what_was_there::<
        network!(3 => Dense<4, Tanh> => PRelu => Dense<4> => Swish => Dense<2, Softmax>),
    >();
    writes_over_what_was_there::<
        network!([4, 6, 6] => Conv2d<4, 3, Relu> => DepthwiseConv2d<2> => ConvTranspose2d<2, 2, stride = 2>),
    >();
    writes_over_what_was_there::<network!([6, 3] => Conv1d<4, 2, Relu> => Flatten => Dense<2>)>();
    writes_over_what_was_there::<network!(4 => BatchNorm => LayerNorm => RmsNorm => GroupNorm<2> => Dense<2>)>(
    );
    writes_over_what_was_there::<
        network!(4 => Residual(Dense<4, Relu> => Dense<4>) => Residual(Dense<3>, Relu, project = Dense<3>)
        => Repeat<3>(Dense<3, Tanh> => BatchNorm) => Parallel(concat: Dense<2>, PRelu, Dense<3> => LayerNorm)),
    >();
}

#[test]
fn fresh_norms_change_what_they_normalize_by_nothing() {
    network! { struct Norms: 4 => BatchNorm => LayerNorm => RmsNorm => GroupNorm<2> }
    let net = Norms::random(&mut rng());
    let (ones, zeros) = ([1.0; 4], [0.0; 4]);
    assert_eq!((net.batch_norm1.scale.as_slice(), net.batch_norm1.shift.as_slice()), (&ones[..], &zeros[..]));
    assert_eq!(
        (net.batch_norm1.mean.as_slice(), net.batch_norm1.variance.as_slice()),
        (&zeros[..], &ones[..])
    );
    assert_eq!((net.layer_norm2.scale.as_slice(), net.layer_norm2.shift.as_slice()), (&ones[..], &zeros[..]));
    assert_eq!(net.rms_norm3.scale.as_slice(), ones);
    assert_eq!((net.group_norm4.scale.as_slice(), net.group_norm4.shift.as_slice()), (&ones[..], &zeros[..]));
}

/// Whether `weights` are what this initialization draws next.
fn drawn_by(with: Initialization, weights: &[f64], fans: [usize; 2], rng: &mut SmallRng) -> bool {
    let mut wanted = vec![0.0; weights.len()];
    with.draw(&mut wanted, fans[0], fans[1], rng);
    wanted == weights
}

#[test]
fn the_activation_behind_a_sum_chooses_for_the_projection() {
    network! { struct Net: f64; 20 => Residual(Dense<30>, Relu, project = Dense<30>) => Dense<1> }
    let rng = &mut rng();
    let net = Net::random(&mut rng.clone());
    let mut branch = vec![0.0; 600];
    Initialization::GlorotUniform.draw(&mut branch, 20, 30, rng); // which begins at 0 after that
    assert_eq!(net.residual1.branch.weights.as_slice(), [0.0; 600]);
    let project = net.residual1.shortcut.weights.as_slice();
    assert!(drawn_by(Initialization::HeUniform, project, [20, 30], rng));
}

#[test]
fn the_next_copy_chooses_for_the_one_before_it() {
    network! { struct Net: f64; 20 => Repeat<3>(Swish => Dense<20>) => Dense<1> }
    let rng = &mut rng();
    let net = Net::random(&mut rng.clone());
    for (index, copy) in net.repeat1.layers.iter().enumerate() {
        // nothing that chooses stands behind the last
        let with = if index < 2 { Initialization::HeUniform } else { Initialization::GlorotUniform };
        assert!(drawn_by(with, copy.rest.weights.as_slice(), [20, 20], rng), "copy {index}");
    }
}

/// What follows a network, or a block, is for the last layer inside to know: those before have activations of their own.
#[test]
fn what_follows_a_network_chooses_for_its_last_layer() {
    network! { struct Inner: f64; 20 => Dense<20, Tanh> => Dense<20> }
    network! { struct Net: f64; 20 => inner: Inner => Relu => Repeat<2>(PRelu => Dense<20, Tanh> => Dense<20>) => Relu }
    let rng = &mut rng();
    let net = Net::random(&mut rng.clone());
    let [he, glorot] = [Initialization::HeUniform, Initialization::GlorotUniform];
    assert!(drawn_by(glorot, net.inner.dense1.weights.as_slice(), [20, 20], rng));
    assert!(drawn_by(he, net.inner.dense2.weights.as_slice(), [20, 20], rng));
    for copy in &net.repeat3.layers {
        assert!(drawn_by(glorot, copy.first.rest.weights.as_slice(), [20, 20], rng));
        assert!(drawn_by(he, copy.rest.weights.as_slice(), [20, 20], rng));
    }
}
