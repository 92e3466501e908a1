//! Dropout: what it computes, when it computes nothing, and that its randomness is explicit.

use constrata::layers::Dropout;
use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Net: 6 => Dense<40, Relu> => Dropout<0.25> => Dense<3, Softmax> }
network! { struct Plain: 6 => Dense<40, Relu> => Dense<3, Softmax> }
network! { struct Image: [2, 3, 3] => Dropout<0.5> => Flatten => Dropout<0.1> => Dense<2> => Dropout<0.3> }
type Row = network!(6 => Dense<40, Relu> => Dropout<0.25> => Dense<3, Softmax>);

const X: [[f32; 6]; 5] = [[0.1, -0.2, 0.3, 0.4, -0.5, 0.6]; 5];

fn rng(seed: u64) -> SmallRng {
    SmallRng::seed_from_u64(seed)
}

/// The same parameters in another network.
fn copied<A: Parameters<Number = f32>, Z: Network<Scalar = f32>>(from: &A) -> Z {
    let mut to = Z::zeros();
    for index in 0..A::TENSORS {
        to.tensor_mut(index).copy_from_slice(from.tensor(index));
    }
    to
}

#[test]
fn a_network_predicts_as_if_there_were_none() {
    let net = Net::random(&mut rng(1));
    let (plain, row): (Plain, Row) = (copied(&net), copied(&net));
    assert_eq!(net.predict(&X), plain.predict(&X));
    assert_eq!(row.predict(&X), plain.predict(&X));
    assert_eq!([Net::INFERENCE_BYTES, <Row as Network>::INFERENCE_BYTES], [Plain::INFERENCE_BYTES; 2]);
    assert_eq!(
        (Net::PARAMETERS, Net::MACS, size_of::<Net>()),
        (Plain::PARAMETERS, Plain::MACS, size_of::<Plain>())
    );
    // first, last, on images
    let mut image = Image::zeros();
    image.dense4.weights.fill(1.0);
    assert_eq!(image.predict(&[[[1.0; 3]; 3]; 2]), [18.0; 2]);
    assert_eq!(
        Image::ARCHITECTURE,
        "[2, 3, 3] => Dropout<5 / 10> => Flatten => Dropout<1 / 10> => Dense<2, Identity> => Dropout<3 / 10>"
    );
    // who looks into it sees it
    let mut seen = Vec::new();
    net.inspect(&[X[0]], &mut [[0.0; 3]], &mut |row, outputs| seen.push((row.layer, outputs.to_vec())));
    assert_eq!((seen[1].0, &seen[1].1), ("Dropout<25 / 100>", &seen[0].1));
}

#[test]
fn the_share_is_dropped_and_the_rest_made_up_for() {
    type Quarter = Dropout<Vector<1000>, 1, 4>;
    let (mut pass, mut rng) = (Quarter::pass::<8>(), rng(3));
    let layer = Quarter::default();
    let (mut kept, mut before) = (0, pass.tape);
    for _ in 0..10 {
        Quarter::sample_noise(&mut pass.tape, &mut rng);
        assert_ne!(pass.tape, before, "every time anew");
        before = pass.tape;
        pass.logits(&layer, &[[3.0; 1000]; 8]);
        let z = pass.output.as_flattened();
        assert!(z.iter().all(|z| *z == 0.0 || *z == 4.0)); // 3 / (1 - 1/4)
        kept += z.iter().filter(|z| **z > 0.0).count();
    }
    // of 80 000; 5 standard deviations are 612
    assert!((59_388..60_612).contains(&kept), "{kept}");
    let mut nothing = Dropout::<Vector<100>, 0, 1>::pass::<1>();
    Dropout::<Vector<100>, 0, 1>::sample_noise(&mut nothing.tape, &mut rng);
    assert_eq!(nothing.tape, [[1.0; 100]]);
}

#[test]
fn the_gradient_passes_where_the_number_did() {
    type Half = Dropout<Vector<50>, 1, 2, f64>;
    let (mut pass, layer) = (Half::pass::<2>(), Half::default());
    Half::sample_noise(&mut pass.tape, &mut rng(4));
    let (mut dx, mut gradient) = ([[9.0; 50]; 2], layer);
    pass.logits(&layer, &[[1.0; 50]; 2]);
    layer.backward(&[[1.0; 50]; 2], &mut pass.tape, &[[1.0; 50]; 2], Some(&mut dx), &mut gradient);
    assert_eq!(dx, pass.output);
    assert_eq!(dx.as_flattened().iter().filter(|dx| **dx == 2.0).count(), {
        pass.tape.as_flattened().iter().filter(|m| **m != 0.0).count()
    });
}

/// What 40 ones become where each is dropped or doubled, in two passes; `of` the network with its parameters.
fn in_two_passes<N: Learn<Scalar = f32>>(of: &N, x: &constrata::layer::Input<N, 1>) -> [Vec<f32>; 2] {
    let (mut pass, rng) = (N::pass::<1>(), &mut rng(8));
    [(); 2].map(|()| {
        N::sample_noise(&mut pass.tape, rng);
        pass.logits(of, x);
        let y = N::Output::flat(&pass.output).to_vec();
        assert!(y.iter().all(|y| [0.0, 2.0].contains(y)) && y.contains(&0.0) && y.contains(&2.0), "{y:?}");
        y
    })
}

#[test]
fn every_branch_and_projection_draws_its_own_mask() {
    network! { struct Branches: 40 => Parallel(concat: Dropout<0.5>, Dropout<0.5>, Dropout<0.5>) }
    let [one, two] = in_two_passes(&Branches::zeros(), &[[1.0; 40]]);
    assert!(one != two && one[..40] != one[40..80] && one[..40] != one[80..] && one[40..80] != one[80..]);
    network! { struct Projection: 40 => Residual(Dense<20>, project = Dense<20> => Dropout<0.5>) }
    let mut net = Projection::zeros();
    net.residual1.shortcut.first.bias.fill(1.0);
    let [one, two] = in_two_passes(&net, &[[1.0; 40]]);
    assert!(one != two);
}

#[test]
fn a_tape_that_nobody_randomized_lets_nothing_through() {
    let net = Net::random(&mut rng(5));
    let (mut pass, mut gradient) = (Net::pass(), Net::zeros());
    let classes = [0_usize, 1, 2, 0, 1];
    net.gradient(&X, &classes, &CrossEntropy, &mut pass, &mut gradient);
    assert_eq!(pass.output, [[1.0 / 3.0; 3]; 5]); // of biases that are 0
    assert_eq!(gradient.dense1, Net::zeros().dense1);
    assert_eq!(gradient.dense3.weights, Net::zeros().dense3.weights);
    // randomized, it learns; and what is not randomized again stays as it was
    Net::sample_noise(&mut pass.tape, &mut rng(6));
    let [first, second] = [(); 2].map(|()| {
        let mut gradient = Net::zeros();
        net.gradient(&X, &classes, &CrossEntropy, &mut pass, &mut gradient);
        gradient
    });
    assert_ne!(first.dense1, Net::zeros().dense1);
    assert_eq!(first, second);
}

#[test]
fn fit_draws_from_its_seed() {
    let x: Vec<[f32; 6]> =
        (0..90).map(|i| std::array::from_fn(|j| ((i * 7 + j * 3) % 11) as f32 / 11.0)).collect();
    let y: Vec<usize> = (0..90).map(|i| i % 3).collect();
    let trained = |seed| {
        let mut net = Net::random(&mut rng(7));
        let fit = Fit { epochs: 3, seed, ..Fit::new(CrossEntropy, Adam::default()) };
        fit.run(&mut net, Data::new(&x, &y), ()).unwrap();
        net
    };
    assert_eq!(trained(1), trained(1));
    // the seed shuffles too: without dropout the same samples in one batch come to nearly the same
    let spread = |a: &Net, b: &Net| (0..3).map(|i| (a.dense3.bias[i] - b.dense3.bias[i]).abs()).sum::<f32>();
    assert!(spread(&trained(1), &trained(2)) > 0.0);
}
