//! Layers of one's own say what folding makes of them.

use core::marker::PhantomData;

use constrata::activation::{Identity, Tanh};
use constrata::layer::{Input, Output};
use constrata::module::{Describe, Folded};
use constrata::nalgebra::{SMatrix, SVector};
use constrata::prelude::*;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

/// z = W x + b
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe))]
#[repr(C)]
struct Own<A> {
    #[weights]
    weights: SMatrix<f32, 2, 3>,
    #[bias]
    bias: SVector<f32, 2>,
    activation: PhantomData<A>,
}

impl<A: Activation> Layer for Own<A> {
    type Scalar = f32;
    type Input = Vector<3>;
    type Output = Vector<2>;
    type Activation = A;
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        for (x, z) in x.iter().zip(z) {
            *z = (self.weights * SVector::from(*x) + self.bias).into();
        }
    }
}

impl<A: Activation> Describe for Own<A> {
    const NAME: Text = Text::new("Own<").join(&A::NAME).text(">");
    const FOLDED: Folded = Folded::affine::<Self>(const { &[Text::new("Own<"), Text::new(">")] });
}

/// z = x; its name has to do with no layer of this crate.
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe))]
struct Noise<T> {
    numbers: PhantomData<T>,
}

impl<T: Scalar> Layer for Noise<T> {
    type Scalar = T;
    type Input = Vector<2>;
    type Output = Vector<2>;
    type Activation = Identity;
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        *z = *x;
    }
}

impl<T: Scalar> Describe for Noise<T> {
    const NAME: Text = Text::new("BatchNormal<Dropout<Identity>>");
    const IS_IDENTITY: bool = true;
    const FOLDED: Folded = Folded::goes::<Self>();
}

network! { struct Learns: 3 => Own<Identity> => Noise<f32> => BatchNorm => Noise<f32> => BatchNorm<Tanh> => Dense<2> => Noise<f32> }
network! { struct Runs: 3 => Own<Tanh> => Dense<2> }

#[test]
fn a_layer_of_ones_own_takes_norms_and_another_goes() {
    let mut rng = SmallRng::seed_from_u64(5);
    let mut net = Learns::zeros();
    for index in 0..Learns::TENSORS {
        net.tensor_mut(index).iter_mut().for_each(|number| *number = rng.random_range(0.5..1.5));
    }
    let runs: Runs = net.fold();
    for _ in 0..20 {
        let x = [0; 3].map(|_| rng.random_range(-1.0..1.0));
        let (a, b) = (net.predict(&x), runs.predict(&x));
        assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5), "{a:?} {b:?}");
    }
    // not by chance: the norms were something
    assert_ne!(runs.own1.bias, net.own1.bias);
}
