//! Backward is linear in `dz`, and gradients add up.

use super::*;

/// `backward(a dz + b dz') = a backward(dz) + b backward(dz')`
fn backward_is_linear<N: Train>() {
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
fn gradients_add_up<N: Train>() {
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
    assert_eq!(bits(N::Input::flat(&dx)), bits(by_input));

    let mut gradient = N::zeros();
    pass.logits(&network, &x);
    network.backward(&x, &mut pass.tape, &dz, None, &mut gradient);
    assert_eq!(bits(&all(&gradient)), bits(by_parameters));
}
mod gradients {
    use super::*;
    for_networks!(gradients_add_up);
}
