//! Hostile numbers: nothing panics, and a NaN is seen in the output, never swallowed.

use super::*;

/// Any number a file or a sensor may hold.
const HOSTILE: [f64; 9] =
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 5e-324, -0.0, 1e38, -1e-39];

/// At any place of the input.
fn any_number_passes<N: Learn + Copy>() {
    let rng = &mut rng();
    let network: N = random(rng);
    for number in HOSTILE {
        for place in 0..N::Input::LEN {
            let mut x = random_input::<N, 2>(rng);
            N::Input::numbers_mut(&mut x)[place] = N::Scalar::of(number);
            let mut y: Output<N, 2> = Zeroable::zeroed();
            network.activate(&x, &mut y);
            let (hit, spared) = N::Output::flat(&y).split_at(N::Output::LEN);
            if number.is_nan() {
                assert!(hit.iter().any(|y| y.is_nan()), "a NaN at input {place} is not seen");
            }
            assert!(spared.iter().all(|y| y.is_finite()), "the other sample of the batch is hit");
            let (mut pass, mut gradient, mut dx) = (N::pass::<2>(), N::zeros(), x);
            pass.forward(&network, &x);
            let dz = pass.output;
            network.backward(&x, &mut pass.tape, &dz, Some(&mut dx), &mut gradient);
        }
    }
}
mod inputs {
    use super::*;
    for_networks!(any_number_passes);
}

/// Steps of every kind, with a gradient that is not finite; only that they come back.
#[test]
fn steps_come_back() {
    fn step<N: Learn + Copy, O: Optimizer<N::Scalar>>(network: &N, gradient: &N, optimizer: &O) {
        let (mut network, mut state) = (*network, Zeroable::zeroed());
        optimizer.step(&mut network, gradient, &mut state, N::Scalar::of(0.1));
    }
    fn steps<N: Learn + Copy>() {
        let rng = &mut rng();
        let network: N = random(rng);
        for number in HOSTILE {
            let mut gradient: N = random(rng);
            for index in 0..N::TENSORS {
                if let Some(g) = gradient.tensor_mut(index).last_mut() {
                    *g = N::Scalar::of(number);
                }
            }
            L2 { lambda: N::Scalar::of(0.1) }.gradient(&network, &mut gradient);
            step(&network, &gradient, &Sgd);
            step(&network, &gradient, &Momentum { nesterov: true, ..Momentum::default() });
            step(&network, &gradient, &AdaGrad::default());
            step(&network, &gradient, &RmsProp::default());
            step(&network, &gradient, &AdamW::default());
            constrata::optimizer::clip_by_value(&mut gradient, N::Scalar::ONE);
            constrata::optimizer::clip_by_norm(&mut gradient, N::Scalar::ONE);
        }
    }
    // of a few numbers, written out, and of many, by vectors
    steps::<network!(2 => Dense<8, PRelu> => Dense<1, Sigmoid>)>();
    steps::<network!(f64; 2 => Dense<8, PRelu> => Dense<1, Sigmoid>)>();
    steps::<network!(33 => Dense<65, Relu> => Dense<10, Softmax>)>();
}

/// A NaN weight is seen too.
fn nan_weights_are_seen<N: Learn + Copy>() {
    let rng = &mut rng();
    let (healthy, x) = (random::<N>(rng), random_input::<N, 2>(rng));
    let last = (0..N::TENSORS).rfind(|index| !healthy.tensor(*index).is_empty()).expect("has parameters");
    for index in 0..healthy.tensor(last).len() {
        let mut network = healthy;
        network.tensor_mut(last)[index] = N::Scalar::of(f64::NAN);
        let mut y: Output<N, 2> = Zeroable::zeroed();
        network.activate(&x, &mut y);
        assert!(N::Output::flat(&y).iter().any(|y| y.is_nan()));
    }
}
mod weights {
    use super::*;
    for_networks!(nan_weights_are_seen in f32);
}

/// Every loss: a NaN output or target makes it NaN, and the gradient too (but for the mean absolute error's, a sign, which
/// is 0 of NaN in PyTorch as here).
#[test]
fn losses_show_nan() {
    network! { struct Linear: f64; 3 => Identity }
    network! { struct Binary: f64; 3 => Sigmoid }
    network! { struct Classes: f64; 3 => Softmax }
    fn loss<
        N: Learn<Scalar = f64, Input = constrata::Vector<3>, Output = constrata::Vector<3>>,
        L: constrata::loss::Loss<N::Activation>,
    >(
        loss: L,
    ) {
        let is_sign = L::NAME.as_str() == "mean absolute error";
        let (usual, target) = ([[0.1, 0.2, 0.3]], [[0.2, 0.3, 0.5]]);
        let value = |x: &[[f64; 3]; 1], target: &[[f64; 3]; 1]| {
            let mut pass = N::pass::<1>();
            pass.logits(&N::zeros(), x);
            let value = pass.loss(&loss, target);
            (value, pass.gradient[0])
        };
        assert!(value(&usual, &target).0.is_finite());
        for place in 0..3 {
            let mut broken = usual;
            broken[0][place] = f64::NAN;
            let (loss, gradient) = value(&broken, &target);
            assert!(loss.is_nan() && (is_sign || gradient[place].is_nan()));
            let mut broken = target;
            broken[0][place] = f64::NAN;
            let (loss, gradient) = value(&usual, &broken);
            assert!(loss.is_nan() && (is_sign || gradient[place].is_nan()));
        }
    }
    loss::<Linear, _>(MeanSquaredError);
    loss::<Linear, _>(HalfSquaredError);
    loss::<Linear, _>(MeanAbsoluteError);
    loss::<Linear, _>(RootMeanSquaredError);
    loss::<Linear, _>(Huber::default());
    loss::<Linear, _>(BinaryCrossEntropyWithLogits);
    loss::<Linear, _>(CrossEntropyWithLogits);
    loss::<Binary, _>(BinaryCrossEntropy);
    loss::<Classes, _>(CrossEntropy);
}

/// No class of the network's: NaN, and no panic.
#[test]
fn a_class_out_of_range_is_a_nan_loss() {
    network! { struct Classes: 2 => Dense<3, Softmax> }
    network! { struct Logits: 2 => Dense<3> }
    let (net, logits) = (Classes::random(&mut rng()), Logits::random(&mut rng()));
    for class in [3, 4, 1000, usize::MAX] {
        let (mut pass, mut gradient) = (Classes::pass::<2>(), Classes::zeros());
        pass.logits(&net, &[[0.5, 1.0], [1.0, 0.5]]);
        assert!(pass.loss(&CrossEntropy, &[0, class]).is_nan());
        pass.backward(&net, &[[0.5, 1.0], [1.0, 0.5]], &mut gradient);
        let mut pass = Logits::pass::<1>();
        pass.logits(&logits, &[[0.5, 1.0]]);
        assert!(pass.loss(&CrossEntropyWithLogits, &class).is_nan());
    }
    for class in 0..3 {
        let mut pass = Classes::pass::<1>();
        pass.logits(&net, &[[0.5, 1.0]]);
        assert!(pass.loss(&CrossEntropy, &class).is_finite());
    }
}
