//! The file of a run, from which training resumes: whatever it claims, the run ends, and ends soon. Length and checksum are put right,
//! else nothing but them would be looked at.
#![no_main]

use constrata::{
    prelude::*,
    train::{Data, EarlyStopping, Fit, Metric, Monitor, Schedule, Session},
};
use libfuzzer_sys::fuzz_target;

network! { struct Small: 2 => hidden: Dense<2, Tanh> => Dropout<0.5> => output: Dense<2, Softmax> }

const X: [[f32; 2]; 5] = [[0.1, 0.9], [0.8, 0.3], [0.5, 0.5], [0.2, 0.1], [0.9, 0.8]];
const Y: [usize; 5] = [0, 1, 1, 0, 1];

fuzz_target!(|data: &[u8]| {
    let mut file = data.to_vec();
    if file.len() >= 24 {
        file[..12].copy_from_slice(b"\x89cnet\r\n\x1a\x01\0\0\0");
        let end = file.len();
        file[12..16].copy_from_slice(&(end as u32).to_le_bytes());
        file[end - 8..end - 4].copy_from_slice(b"end ");
        let checksum = crc32fast::hash(&file[..end - 4]);
        file[end - 4..].copy_from_slice(&checksum.to_le_bytes());
    }
    resume(&file, Adam::default());
    resume(&file, Sgd);
});

fn resume<O: Optimizer<f32>>(file: &[u8], optimizer: O)
where
    O::State<Small>: constrata::optimizer::Memory<f32>,
{
    let mut net = Small::zeros();
    let Ok(mut session) = Session::<_, O>::try_from_bytes(&mut net, file) else { return };
    let epochs = session.history.len() + 2;
    let schedule = Schedule::ReduceOnPlateau {
        monitor: Monitor::TrainingLoss,
        factor: 0.5,
        patience: 0,
        threshold: 0.0,
        end: 0.0,
    };
    let metrics = &[Metric::Accuracy, Metric::F1, Metric::RocAuc, Metric::Rmse];
    let fit = Fit { epochs, batch: 2, schedule, metrics, ..Fit::new(CrossEntropy, optimizer) };
    let best = || EarlyStopping::keep_best(Monitor::TrainingLoss);
    match fit.resume(&mut session, Data::new(&X, &Y), (best(), EarlyStopping::new(Monitor::TrainingLoss, 9)))
    {
        Ok(_) => {
            let numbers = (0..Small::TENSORS).flat_map(|index| session.network.tensor(index));
            assert!(numbers.into_iter().all(|number| number.is_finite()));
            let bytes = session.to_bytes().expect("a run that ended can be saved");
            let mut other = Small::zeros();
            Session::<_, O>::try_from_bytes(&mut other, &bytes).expect("and read");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
