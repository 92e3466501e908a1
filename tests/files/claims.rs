//! Checkpoints with the right checksum that claim what cannot be: refused at once, whatever number it is.

use std::time::{Duration, Instant};

use constrata::Error;
use constrata::file::Refusal;
use constrata::prelude::*;
use constrata::train::{Callback, Data, EarlyStopping, Fit, Metric, Monitor, Session, Step, Stop};
use rand::{SeedableRng, rngs::SmallRng};

use super::seal::seal;

network! { struct Net: 2 => Dense<4, Tanh> => Dropout<0.5> => Dense<3, Softmax> }

const X: [[f32; 2]; 9] = [
    [0.1, 0.9],
    [0.8, 0.3],
    [0.5, 0.5],
    [0.2, 0.1],
    [0.9, 0.8],
    [0.3, 0.7],
    [0.6, 0.1],
    [0.4, 0.4],
    [0.7, 0.6],
];
const Y: [usize; 9] = [0, 1, 2, 0, 1, 2, 0, 1, 2];

/// Stops after two batches of the second epoch.
struct Within;
impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Within {
    fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
        Ok(((step.epoch, step.batch) == (2, 2)).then_some(Stop::Callback("enough")))
    }
}

fn fit() -> Fit<CrossEntropy, Sgd> {
    let metrics = &[Metric::Accuracy, Metric::F1, Metric::RocAuc];
    Fit { epochs: 3, batch: 2, learning_rate: 0.1, metrics, ..Fit::new(CrossEntropy, Sgd) }
}

fn stopping() -> EarlyStopping<Net> {
    EarlyStopping::keep_best(Monitor::TrainingLoss)
}

fn file() -> Vec<u8> {
    let mut net = Net::random(&mut SmallRng::seed_from_u64(1));
    let mut session = Session::new(&mut net, 3);
    fit().resume(&mut session, Data::new(&X, &Y), (stopping(), Within)).unwrap();
    session.to_bytes().unwrap()
}

/// Where the payload of a section begins, and its length.
fn section(file: &[u8], tag: &[u8; 4]) -> (usize, usize) {
    let mut at = 16;
    loop {
        let length = u32::from_le_bytes(file[at + 4..at + 8].try_into().unwrap()) as usize;
        if &file[at..at + 4] == tag {
            return (at + 8, length);
        }
        at += 8 + length.next_multiple_of(8);
    }
}

/// What becomes of the run in `file`.
fn resumed(file: &[u8]) -> Result<Net, Error> {
    let mut net = Net::zeros();
    let mut session = Session::try_from_bytes(&mut net, file)?;
    fit().resume(&mut session, Data::new(&X, &Y), stopping())?;
    Ok(net)
}

#[test]
fn no_number_of_a_place_makes_a_run_endless_or_panic() {
    let file = file();
    let whole = resumed(&file).unwrap();
    let (place, length) = section(&file, b"plac");
    assert!(length > 8 * 20, "all that metrics count");
    let start = Instant::now();
    for number in (0..length).step_by(8) {
        for claim in [1_u64 << 60, u64::MAX, u64::from(u32::MAX), 0, 7, f64::NAN.to_bits()] {
            let mut claims = file.clone();
            claims[place + number..][..8].copy_from_slice(&claim.to_le_bytes());
            seal(&mut claims);
            match resumed(&claims) {
                // the loss so far says which epoch is best; no other number has a say in the weights
                Ok(net) => assert!(net == whole || number == 4 * 8, "number {number} as {claim}"),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    }
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn what_a_place_claims_is_named() {
    let file = file();
    let (place, length) = section(&file, b"plac");
    let said = |number: usize, claim: u64| {
        let mut claims = file.clone();
        claims[place + 8 * number..][..8].copy_from_slice(&claim.to_le_bytes());
        seal(&mut claims);
        resumed(&claims).unwrap_err().to_string()
    };
    for (number, claim, setting) in [
        (0, 6, "the number of batches"),
        (1, 3, "`Fit::batch`"),
        (2, 10, "the number of samples"),
        (3, 1 << 60, "what its layers draw at random"),
        (3, 0, "what its layers draw at random"),
        (7, 1 << 60, "`Fit::metrics`"),              // samples
        (8, u64::MAX, "`Fit::metrics`"),             // samples of which all labels are right
        (9, 10, "`Fit::metrics`"),                   // samples by the rank of their class
        (12, u64::MAX, "`Fit::metrics`"),            // a cell of the confusion matrix
        (length / 8 - 1, 1 << 60, "`Fit::metrics`"), // whether the last sample has the last class
    ] {
        let said = said(number, claim);
        assert!(said.contains(&format!(", and {setting} is not as it was")), "{number} as {claim}: {said}");
    }
    assert_eq!(said(0, 0), "section `plac` does not fit in the file");
    for number in [4, 5] {
        let said = said(number, f64::INFINITY.to_bits());
        assert_eq!(said, "section `plac` has a number that is infinite or NaN, or divides by 0");
    }
}

#[test]
fn what_the_best_weights_claim_is_refused() {
    let file = file();
    let (best, length) = section(&file, b"best");
    let numbers = (Net::PARAMETERS + Net::BUFFERS) * 4;
    // one best epoch, and no last weights, as the run stopped within an epoch, whose weights are in the network
    assert_eq!(length, 4 + 12 + 8 + 8 + numbers + 4 + numbers);
    for (at, claim, refusal) in [
        (0, u32::MAX, Refusal::Section { tag: *b"best" }), // as many best epochs
        (4, 9, Refusal::Section { tag: *b"best" }),        // of a monitor there is not
        (24, 2, Refusal::Section { tag: *b"best" }),       // an epoch that is not over
        (24, 0, Refusal::Section { tag: *b"best" }),
        (32, f32::NAN.to_bits(), Refusal::Numbers { tag: *b"best" }), // a weight
        (36 + numbers, f32::INFINITY.to_bits(), Refusal::Numbers { tag: *b"best" }),
        (32 + numbers, 0, Refusal::Section { tag: *b"best" }), // bytes to spare
    ] {
        let mut claims = file.clone();
        claims[best + at..][..4].copy_from_slice(&claim.to_le_bytes());
        seal(&mut claims);
        assert_eq!(resumed(&claims).err(), Some(Error::File(refusal)), "{at}");
    }
}
