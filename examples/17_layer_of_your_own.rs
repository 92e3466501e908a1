//! A layer of your own: radial basis functions, each unit a bump around a place of its own that it learns.
//!
//! `cargo run --release --example 17_layer_of_your_own`
//!
//! A layer is one struct and two functions that mirror each other, `infer` and `backward`. Networks, optimizers and files take it as
//! one of theirs, and `gradient_check` says whether the two fit.

use constrata::prelude::*;
use constrata::train::{Data, Fit};
use constrata::{activation::Identity, gradient_check, nalgebra::SMatrix, rand_core::Rng};
use rand::{SeedableRng, rngs::StdRng};

/// z_o = exp(-|x - c_o|^2), the centers c being the columns of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Parameters)]
struct Bumps<const IN: usize, const OUT: usize, T> {
    #[weights]
    centers: SMatrix<T, IN, OUT>,
}

impl<const IN: usize, const OUT: usize, T: Scalar> Layer for Bumps<IN, OUT, T> {
    type Input = Vector<IN>;
    type Output = Vector<OUT>;
    type Activation = Identity;
    const NAME: Text = Text::new("Bumps<").number(OUT).text(">");

    fn infer<const B: usize>(&self, x: &[[T; IN]; B], z: &mut [[T; OUT]; B]) {
        for (x, z) in x.iter().zip(z) {
            for (o, z) in z.iter_mut().enumerate() {
                let mut distance = T::ZERO;
                for i in 0..IN {
                    distance += (x[i] - self.centers[(i, o)]) * (x[i] - self.centers[(i, o)]);
                }
                *z = (-distance).exp(); // z = exp(-|x - c|^2)
            }
        }
    }

    fn initialize(&mut self, _: Option<Initialization>, rng: &mut impl Rng) {
        Initialization::GlorotUniform.draw(self.centers.as_mut_slice(), 1, 1, rng);
    }
}

impl<const IN: usize, const OUT: usize, T: Scalar> Train for Bumps<IN, OUT, T> {
    /// What `forward` leaves for `backward`: nothing, z is computed again.
    type Tape<const B: usize> = ();

    fn backward<const B: usize>(
        &self,
        x: &[[T; IN]; B],
        _: &mut (),
        dz: &[[T; OUT]; B],
        mut dx: Option<&mut [[T; IN]; B]>,
        gradient: &mut Self,
    ) {
        let mut z = [[T::ZERO; OUT]; B];
        self.infer(x, &mut z);
        for b in 0..B {
            for i in 0..IN {
                let mut sum = T::ZERO;
                for o in 0..OUT {
                    let away = x[b][i] - self.centers[(i, o)];
                    let dc = T::of(2.0) * away * z[b][o] * dz[b][o]; // dz/dc = 2 (x - c) z = -dz/dx
                    gradient.centers[(i, o)] += dc;
                    sum -= dc;
                }
                if let Some(dx) = &mut dx {
                    dx[b][i] = sum;
                } // the first layer is not asked
            }
        }
    }
}

// exclusive or needs no other hidden layer: a bump for each corner that is 1
network! { struct Net<T>: T; 2 => bumps: Bumps<2, 4, T> => Dense<4 => 1, Sigmoid> }

fn main() -> Result<(), constrata::Error> {
    let rng = &mut StdRng::seed_from_u64(1);
    // the backward pass against differences, before anything is learned with it
    let check = gradient_check(
        &mut Net::<f64>::random(rng),
        &[[0.3, -0.8], [1.1, 0.2]],
        &[[1.0], [0.0]],
        &BinaryCrossEntropy,
    );
    println!("backward off by {:.0e} and {:.0e}", check.parameters, check.input);
    assert!(check.parameters < 1e-7 && check.input < 1e-7);

    let (x, y) = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]);
    let mut net = Net::<f32>::random(rng);
    let fit =
        Fit { epochs: 500, batch: 4, learning_rate: 0.05, ..Fit::new(BinaryCrossEntropy, Adam::default()) };
    let history = fit.run(&mut net, Data::new(&x, &y), ())?;
    println!("{}", Net::<f32>::summary());
    println!("loss {:.4}; the bumps lie around", history.epochs[499].loss);
    net.bumps.centers.column_iter().for_each(|c| println!("({:5.2}, {:5.2})", c[0], c[1]));
    for (x, [wanted]) in x.iter().zip(y) {
        let [y] = net.predict(x);
        println!("{} xor {}: {y:.3}, wanted {wanted}", x[0], x[1]);
        assert!((y - wanted).abs() < 0.1);
    }
    Ok(())
}
