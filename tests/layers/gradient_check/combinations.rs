//! Every activation with every loss it fits, and every activation inside.

use super::random_networks::Softsign;
use super::*;

fn check<N, M, L, const OUT: usize>(loss: &L, rng: &mut SmallRng)
where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    M: Learn<Scalar = Near, Input = N::Input, Output = Vector<OUT>>,
    L: Loss<N::Activation> + Kinks,
{
    for _ in 0..3 {
        against_differences(&mut draw::<N, M, OUT, 2>(rng, loss), loss);
    }
}

macro_rules! activations {
    ($($name:ident: [$($activation:tt)*] $(, $fitting:ident)*;)*) => {$(
        #[test]
        fn $name() {
            let rng = &mut SmallRng::seed_from_u64(1);
            network! { struct Last<T>: T; 3 => Dense<4, Tanh> => Dense<3, $($activation)*> }
            type M = Last<Near>;
            check::<Last<f64>, M, _, 3>(&MeanSquaredError, rng);
            check::<Last<f64>, M, _, 3>(&HalfSquaredError, rng);
            check::<Last<f64>, M, _, 3>(&MeanAbsoluteError, rng);
            check::<Last<f64>, M, _, 3>(&RootMeanSquaredError, rng);
            check::<Last<f64>, M, _, 3>(&Huber { delta: 0.5 }, rng);
            $(check::<Last<f64>, M, _, 3>(&$fitting, rng);)*
            network! { struct Hidden<T>: T; 3 => Dense<4, $($activation)*> => Dense<3, Softmax> }
            check::<Hidden<f64>, Hidden<Near>, _, 3>(&CrossEntropy, rng);
        }
    )*};
}

activations! {
    identity: [Identity], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    sigmoid: [Sigmoid], BinaryCrossEntropy;
    tanh: [Tanh];
    hard_sigmoid: [HardSigmoid];
    hard_sigmoid6: [HardSigmoid6];
    hard_tanh: [HardTanh];
    relu: [Relu];
    leaky_relu: [LeakyRelu<0.01>];
    elu: [Elu<1.0>];
    half_elu: [Elu<0.5>];
    softmax: [Softmax], CrossEntropy;
    // these are layers of their own, behind which the network ends in no activation
    softplus: [Softplus], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    silu: [Silu], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    gelu: [Gelu], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    gelu_tanh: [GeluTanh], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    gelu_sigmoid: [GeluSigmoid], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    prelu: [PRelu], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    swish: [Swish], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    maxout: [Maxout<3>], BinaryCrossEntropyWithLogits, CrossEntropyWithLogits;
    their_own: [self::Softsign];
}
