//! Norms of a sample give the same for an input of any scale, and their derivatives by it shrink as it grows.
//!
//! `double` precision cannot stand in for the truth here: it takes the way of the large numbers too.

use constrata::activation::Differentiable;
use constrata::bytemuck::zeroed;
use constrata::layer::Input;
use constrata::prelude::*;

/// So large that epsilon is nothing beside its variance, and no more.
const ORDINARY: f64 = 1e3;
const SHAPE: [f64; 16] =
    [1.0, -1.0, 2.0, 0.0, 0.5, -0.25, 1.5, -2.0, 3.0, 0.0, 1.0, -3.0, 0.125, 2.5, -1.5, 0.75];

/// Output, derivative by the input and by the parameters.
fn computed<N: Network + Learn<Activation: Differentiable>>(x: &[f64]) -> [Vec<f64>; 3] {
    let (mut net, mut gradient, mut pass) = (N::zeros(), N::zeros(), N::pass::<1>());
    for index in 0..N::TENSORS {
        for (k, number) in net.tensor_mut(index).iter_mut().enumerate() {
            *number = N::Scalar::of(if index == 0 { 1.0 + k as f64 / 4.0 } else { k as f64 / 8.0 });
        }
    }
    let (mut input, mut dx): (Input<N, 1>, Input<N, 1>) = (zeroed(), zeroed());
    N::Input::numbers_mut(&mut input).iter_mut().zip(x).for_each(|(to, x)| *to = N::Scalar::of(*x));
    pass.forward(&net, &input);
    let y = N::Output::flat(&pass.output).to_vec();
    for (k, slope) in N::Output::flat_mut(&mut pass.gradient).iter_mut().enumerate() {
        *slope = N::Scalar::of([1.0, -0.5, 0.25, 2.0, 0.0][k % 5]);
    }
    pass.backward_through(&net, &input, Some(&mut dx), &mut gradient);
    let parameters = (0..N::TENSORS).flat_map(|index| gradient.tensor(index).to_vec()).collect();
    [y, N::Input::numbers(&dx).to_vec(), parameters]
        .map(|all: Vec<_>| all.iter().map(|x| x.to_f64()).collect())
}

/// Parts of the input that are normalized apart, each large in turn, and all of them.
fn free_of_scale<N: Network + Learn<Activation: Differentiable>>(
    parts: usize,
    sizes: &[f64],
    tolerance: f64,
) {
    let len = N::Input::LEN;
    let at = |large: usize, size: f64| {
        let sizes: Vec<f64> = (0..len)
            .map(|k| if large == parts || k * parts / len == large { size } else { ORDINARY })
            .collect();
        let x: Vec<f64> = SHAPE.iter().zip(&sizes).map(|(x, size)| x * size).collect();
        let [y, dx, parameters] = computed::<N>(&x);
        [y, dx.iter().zip(&sizes).map(|(dx, size)| dx * size).collect(), parameters]
    };
    let ordinary = at(0, ORDINARY);
    for (size, large) in sizes.iter().flat_map(|size| (0..=parts).map(move |large| (*size, large))) {
        for (what, (found, wanted)) in
            ["y", "dx", "parameters"].iter().zip(at(large, size).iter().zip(&ordinary))
        {
            let largest = wanted.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
            for (found, wanted) in found.iter().zip(wanted) {
                assert!(
                    (found - wanted).abs() <= tolerance * largest,
                    "{}, {what} at {size:e} in part {large}: {found}, not {wanted}",
                    N::ARCHITECTURE
                );
            }
        }
    }
}

network! { struct Layers<T>: T; 16 => LayerNorm }
network! { struct Roots<T>: T; 16 => RmsNorm }
network! { struct Groups<T>: T; [4, 1, 4] => GroupNorm<2> }

#[test]
fn norms_of_a_sample_see_no_scale() {
    let (single, double) =
        ([1e4, 1e11, 1e14, 1e19, 1e25, 1e36], [1e4, 1e11, 1e14, 1e30, 1e150, 1e160, 1e300]);
    free_of_scale::<Layers<f32>>(1, &single, 1e-5);
    free_of_scale::<Roots<f32>>(1, &single, 1e-5);
    free_of_scale::<Groups<f32>>(2, &single, 1e-5);
    free_of_scale::<Layers<f64>>(1, &double, 1e-9);
    free_of_scale::<Roots<f64>>(1, &double, 1e-9);
    free_of_scale::<Groups<f64>>(2, &double, 1e-9);
}
