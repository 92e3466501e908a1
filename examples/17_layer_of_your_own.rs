//! A layer of your own: radial basis functions, each unit a bump around a place of its own, which it learns.
//!
//! `cargo run --release --example 17_layer_of_your_own`
//!
//! A layer is a struct and two functions that mirror each other, `infer` and `backward`. Networks, optimizers and files take it as one
//! of theirs, and `gradient_check` says whether the two fit.

use constrata::prelude::*;
use constrata::train::{Data, Fit};
use constrata::{activation::Identity, gradient_check, nalgebra::SMatrix, rand_core::Rng};
use rand::{SeedableRng, rngs::StdRng};

/// z_o = exp(-|x - c_o|^2); column o of the matrix is the center c_o.
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Initialize))]
struct Bumps<const IN: usize, const OUT: usize> {
    #[weights]
    centers: SMatrix<f64, IN, OUT>,
}

impl<const IN: usize, const OUT: usize> Layer for Bumps<IN, OUT> {
    type Scalar = f64;
    type Input = Vector<IN>;
    type Output = Vector<OUT>;
    type Activation = Identity;

    fn infer<const B: usize>(&self, x: &[[f64; IN]; B], z: &mut [[f64; OUT]; B]) {
        for (x, z) in x.iter().zip(z) {
            for (z, center) in z.iter_mut().zip(self.centers.column_iter()) {
                *z = (-x.iter().zip(center.iter()).map(|(x, c)| (x - c) * (x - c)).sum::<f64>()).exp();
            }
        }
    }
}

impl<const IN: usize, const OUT: usize> Initialize for Bumps<IN, OUT> {
    fn initialize(&mut self, _: Option<Initialization>, rng: &mut impl Rng) {
        Initialization::GlorotUniform.draw(self.centers.as_mut_slice(), 1, 1, rng);
    }
}

impl<const IN: usize, const OUT: usize> Train for Bumps<IN, OUT> {
    type Tape<const B: usize> = [[f64; OUT]; B]; // z, as `forward` found it

    fn forward<const B: usize>(&self, x: &[[f64; IN]; B], tape: &mut Self::Tape<B>, z: &mut [[f64; OUT]; B]) {
        self.infer(x, z);
        *tape = *z;
    }

    #[rustfmt::skip]
    fn backward<const B: usize>(
        &self, x: &[[f64; IN]; B], z: &mut Self::Tape<B>, dz: &[[f64; OUT]; B], mut dx: Option<&mut [[f64; IN]; B]>, gradient: &mut Self,
    ) {
        if let Some(dx) = &mut dx { **dx = [[0.0; IN]; B]; }               // the first layer of a network is not asked
        for b in 0..B {
            for o in 0..OUT {
                for i in 0..IN {
                    let dc = 2.0 * (x[b][i] - self.centers[(i, o)]) * z[b][o] * dz[b][o];
                    gradient.centers[(i, o)] += dc;                        // dz/dc = 2 (x - c) z
                    if let Some(dx) = &mut dx { dx[b][i] -= dc; }          // dz/dx = -dz/dc
                }
            }
        }
    }
}

network! { struct Net: f64; 2 => bumps: Bumps<2, 8> => Dense<1, Sigmoid> }

fn main() -> Result<(), constrata::Error> {
    let (x, y) = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]);
    let mut net = Net::random(&mut StdRng::seed_from_u64(1));
    // the backward pass against differences, before anything is learned with it
    let check = gradient_check(&mut net, &x, &y, &BinaryCrossEntropy);
    println!("backward is off by {:.0e}, {:.0e}\n{}", check.parameters, check.input, Net::summary());
    assert!(check.parameters < 1e-8 && check.input < 1e-8);

    let fit =
        Fit { epochs: 600, batch: 4, learning_rate: 0.05, ..Fit::new(BinaryCrossEntropy, Adam::default()) };
    fit.run(&mut net, Data::new(&x, &y), ())?;
    net.bumps.centers.column_iter().for_each(|c| println!("a bump around ({:5.2}, {:5.2})", c[0], c[1]));
    for (x, [wanted]) in x.iter().zip(y) {
        println!("{} xor {}: {:.3}, wanted {wanted}", x[0], x[1], net.predict(x)[0]);
        assert!((net.predict(x)[0] - wanted).abs() < 0.1);
    }
    Ok(())
}
