//! Backward is linear in `dz`, and gradients add up.

use super::*;

/// `backward(a dz + b dz') = a backward(dz) + b backward(dz')`
fn backward_is_linear<N: Learn>() {
    let rng = &mut rng();
    let (network, x) = (random::<N>(rng), random_input::<N, 3>(rng));
    let (one, two) = (random_output::<N, 3>(rng), random_output::<N, 3>(rng));
    let (a, b) = (N::Scalar::of(0.75), N::Scalar::of(-2.5));
    let mut both: Output<N, 3> = Zeroable::zeroed();
    let pairs = N::Output::flat(&one).iter().zip(N::Output::flat(&two));
    for (both, (one, two)) in N::Output::flat_mut(&mut both).iter_mut().zip(pairs) {
        *both = a * *one + b * *two;
    }
    let pass = &mut N::pass();
    let (one, two) = (backward(&network, &x, pass, &one), backward(&network, &x, pass, &two));
    let sum: Vec<_> = one.iter().zip(&two).map(|(one, two)| a * *one + b * *two).collect();
    let scale = sum.iter().fold(1.0, |scale, g| g.to_f64().abs().max(scale));
    near(&backward(&network, &x, pass, &both), &sum, 8.0 * scale);
    let nothing: Output<N, 3> = Zeroable::zeroed();
    assert!(backward(&network, &x, pass, &nothing).iter().all(|g| *g == N::Scalar::ZERO));
}
mod backward_linear {
    use super::*;
    for_networks!(backward_is_linear);
}

/// A second backward adds to the gradient and writes the input's gradient anew; without `dx` nothing else changes.
fn gradients_add_up<N: Learn>() {
    let rng = &mut rng();
    let (network, x, dz) = (random::<N>(rng), random_input::<N, 3>(rng), random_output::<N, 3>(rng));
    let mut pass = N::pass::<3>();
    let once = backward(&network, &x, &mut pass, &dz);
    let (mut gradient, mut dx): (N, Input<N, 3>) = (N::zeros(), Zeroable::zeroed());
    for _ in 0..2 {
        pass.logits(&network, &x);
        network.backward(&x, &mut pass.tape, &dz, Some(&mut dx), &mut gradient);
    }
    let (by_parameters, by_input) = once.split_at(N::PARAMETERS);
    let twice: Vec<_> = by_parameters.iter().map(|g| *g + *g).collect();
    let scale = twice.iter().fold(1.0, |scale, g| g.to_f64().abs().max(scale));
    near(&all(&gradient), &twice, 8.0 * scale);
    assert_eq!(bits(N::Input::numbers(&dx)), bits(by_input));

    let mut gradient = N::zeros();
    pass.logits(&network, &x);
    network.backward(&x, &mut pass.tape, &dz, None, &mut gradient);
    assert_eq!(bits(&all(&gradient)), bits(by_parameters));
}
mod gradients {
    use super::*;
    for_networks!(gradients_add_up);
}

/// A network that is its own gradient goes where `backward` says, and `dx` is of the parameters from before.
fn descends<N: Learn + Copy>() {
    let rng = &mut rng();
    let (network, x, dz) = (random::<N>(rng), random_input::<N, 3>(rng), random_output::<N, 3>(rng));
    let mut pass = N::pass::<3>();
    let ways = backward(&network, &x, &mut pass, &dz);
    let (by_parameters, by_input) = ways.split_at(N::PARAMETERS + N::BUFFERS);
    let wanted: Vec<_> = all(&network).iter().zip(by_parameters).map(|(w, g)| *w + *g).collect();
    let scale = wanted.iter().fold(1.0, |scale, w| w.to_f64().abs().max(scale));
    // what lies in the room means nothing
    let (mut descended, mut room, mut dx): (N, N, Input<N, 3>) = (network, network, Zeroable::zeroed());
    pass.logits(&network, &x);
    descended.backward_in_place(&x, &mut pass.tape, &dz, Some(&mut dx), &mut room);
    near(&all(&descended), &wanted, 8.0 * scale);
    assert_eq!(bits(N::Input::numbers(&dx)), bits(by_input));

    let mut again = network;
    pass.logits(&network, &x);
    again.backward_in_place(&x, &mut pass.tape, &dz, None, &mut room);
    assert_eq!(bits(&all(&again)), bits(&all(&descended)));
}
mod descent {
    use super::*;
    for_networks!(descends);

    #[test]
    fn blocks() {
        network! {
            struct Net<T>: T; [2, 5, 4] => Conv2d<4, 3, Relu, pad = same> => BatchNorm<Tanh>
            => Repeat<3>(Residual(Conv2d<4, 1, Tanh>, Sigmoid)) => Flatten => Dense<6, Tanh> => Repeat<3>(Dense<6, Tanh>)
            => Parallel(concat: Dense<2>, Dense<3, Tanh> => Dense<2>)
        }
        descends::<Net<f32>>();
        descends::<Net<f64>>();
        type InTypePosition = network!(4 => Dense<3, Tanh> => Repeat<1>(Dense<3, Gelu>) => Dense<2>);
        descends::<InTypePosition>();
    }

    /// Some steps of `descend` lead where as many of `gradient` and `Sgd` lead.
    #[test]
    fn is_sgd() {
        network! { struct Net: f64; 3 => Dense<5, Tanh> => BatchNorm => Dense<2, Softmax> }
        let rng = &mut rng();
        let (x, classes) = (random_input::<Net, 4>(rng), [0, 1, 1, 0]);
        let mut by_step = constrata::Training::<Net, Sgd, 4>::ZERO;
        by_step.network = random(rng);
        let mut by_descent = constrata::Training::<Net, Sgd, 4>::ZERO;
        let fresh = by_step.network;
        by_descent.network = fresh;
        for _ in 0..5 {
            let loss = by_step.step(&x, &classes, &CrossEntropy, &Sgd, 0.3);
            near(&[by_descent.descend(&x, &classes, &CrossEntropy, 0.3)], &[loss], 100.0);
        }
        near(&all(&by_descent.network), &all(&by_step.network), 100.0);
        // and that is far from where they began
        let way = all(&fresh)
            .iter()
            .zip(all(&by_descent.network))
            .map(|(from, to)| (from - to).abs())
            .fold(0.0, f64::max);
        assert!(way > 0.01, "{way}");
    }
}
