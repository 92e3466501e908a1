//! The walk over the parameters, and the steps of the optimizers.

use super::*;

/// The slices are all the parameters, each once: exactly [`Parameters::PARAMETERS`] numbers, in memory one by one.
fn walk_is_complete<N: Learn + Copy>() {
    let mut network = N::zeros();
    assert!(all(&network).iter().all(|w| *w == N::Scalar::ZERO));
    assert_eq!(all(&network).len(), N::PARAMETERS);
    assert_eq!(N::PARAMETER_BYTES, N::PARAMETERS * size_of::<N::Scalar>());
    for index in 0..N::TENSORS {
        let first = all(&network).iter().filter(|w| **w != N::Scalar::ZERO).count();
        network.tensor_mut(index).fill(N::Scalar::ONE);
        let now = all(&network).iter().filter(|w| **w != N::Scalar::ZERO).count();
        assert_eq!(now - first, network.tensor(index).len(), "two slices overlap");
    }
    assert!(all(&network).iter().all(|w| *w == N::Scalar::ONE));
    // past the end there is nothing
    assert!(network.tensor(N::TENSORS).is_empty() && network.tensor_mut(N::TENSORS + 7).is_empty());
    network.fill(N::Scalar::of(0.25));
    assert!(all(&network).iter().all(|w| *w == N::Scalar::of(0.25)));
    let mut rows = 0;
    N::nodes(&mut |node| rows += node.row().map_or(0, |row| row.parameters));
    assert_eq!(rows, N::PARAMETERS);
}
mod walk {
    use super::*;
    for_networks!(walk_is_complete in f64);
}

/// Weights are what multiplies an input, and only they feel L2 and weight decay.
#[test]
fn roles() {
    network! { struct Net: f64; 3 => Dense<4, PRelu> => Dense<4, Swish> => Dense<2, bias = false> }
    let roles = [Role::Weights, Role::Bias, Role::Bias, Role::Weights, Role::Bias, Role::Bias, Role::Weights];
    for (index, role) in roles.iter().enumerate() {
        assert_eq!(Net::role(index), *role, "slice {index}");
    }
    let (mut net, mut gradient) = (Net::zeros(), Net::zeros());
    net.fill(2.0);
    let penalty = L2 { lambda: 0.5 }.gradient(&net, &mut gradient);
    assert_eq!(penalty, 0.25 * 4.0 * (12.0 + 16.0 + 8.0));
    let mut moments = Zeroable::zeroed();
    AdamW { weight_decay: 0.5, ..AdamW::default() }.step(&mut net, &Net::zeros(), &mut moments, 0.5);
    for (index, role) in roles.iter().enumerate() {
        let (pulled, decayed) = if *role == Role::Weights { (1.0, 1.5) } else { (0.0, 2.0) };
        assert!(gradient.tensor(index).iter().all(|g| *g == pulled));
        assert!(net.tensor(index).iter().all(|w| *w == decayed));
    }
}

/// A gradient of zeros moves nothing (weight decay apart), and no optimizer divides 0 by 0.
fn zero_gradient_stays<N: Learn + Copy>() {
    fn steps<N: Learn + Copy, O: Optimizer<N::Scalar>>(optimizer: &O, still: bool) {
        let before: N = random(&mut rng());
        let (mut network, mut state) = (before, Zeroable::zeroed());
        for _ in 0..3 {
            optimizer.step(&mut network, &N::zeros(), &mut state, N::Scalar::of(0.1));
        }
        assert!(all(&network).iter().all(|w| w.is_finite()));
        if still {
            assert_eq!(bits(&all(&network)), bits(&all(&before)));
        }
    }
    steps::<N, _>(&Sgd, true);
    steps::<N, _>(&Momentum::default(), true);
    steps::<N, _>(&Momentum { nesterov: true, ..Momentum::default() }, true);
    steps::<N, _>(&AdaGrad::default(), true);
    steps::<N, _>(&RmsProp::default(), true);
    steps::<N, _>(&Adam::default(), true);
    steps::<N, _>(&AdamW { weight_decay: N::Scalar::ZERO, ..AdamW::default() }, true);
    steps::<N, _>(&AdamW::default(), false);
}
mod zero_gradient {
    use super::*;
    for_networks!(zero_gradient_stays in f32);
}

/// Fresh networks: finite, not all alike, biases 0; and `random_with` obeys.
fn fresh<N: Learn + Copy>() {
    let network = N::random(&mut rng());
    assert!(all(&network).iter().all(|w| w.is_finite()));
    for index in (0..N::TENSORS).filter(|index| N::role(*index) == Role::Weights) {
        let weights = network.tensor(index);
        assert!(weights.iter().any(|w| *w != weights[0]), "slice {index} is one number");
    }
    let zero = N::random_with(Initialization::Zero, &mut rng());
    for index in (0..N::TENSORS).filter(|index| N::role(*index) == Role::Weights) {
        assert!(zero.tensor(index).iter().all(|w| *w == N::Scalar::ZERO));
    }
    let other = N::random(&mut SmallRng::seed_from_u64(12));
    assert!(bits(&all(&network)) != bits(&all(&other)));
}
mod fresh_networks {
    use super::*;
    for_networks!(fresh in f32);
}
