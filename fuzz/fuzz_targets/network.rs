//! The file of a network, as a network, a model and a run. Length and checksum are put right, else nothing but them would be
//! looked at; of bytes that begin with 0xff they are left as they are.
#![no_main]

use constrata::{Model, prelude::*, train::Session};
use libfuzzer_sys::fuzz_target;

network! { struct Small: 3 => hidden: Dense<2, Tanh> => output: Dense<2, Softmax> }

fuzz_target!(|data: &[u8]| {
    let mut file = data.to_vec();
    if data.first() != Some(&0xff) && file.len() >= 24 {
        file[..12].copy_from_slice(b"\x89cnet\r\n\x1a\x01\0\0\0");
        let end = file.len();
        file[12..16].copy_from_slice(&(end as u32).to_le_bytes());
        file[end - 8..end - 4].copy_from_slice(b"end ");
        let checksum = crc32fast::hash(&file[..end - 4]);
        file[end - 4..].copy_from_slice(&checksum.to_le_bytes());
    }
    let mut net = Small::zeros();
    if let Ok(read) = Small::try_from_bytes(&file) {
        net = read;
        assert!(Small::try_from_bytes(&net.to_bytes()).is_ok());
    }
    if let Ok(model) = Model::<Small>::try_from_bytes(&file) {
        let bytes = model.to_bytes().expect("what was read can be written");
        let again = Model::<Small>::try_from_bytes(&bytes).expect("what was written can be read");
        assert_eq!((&again.classes, &again.features), (&model.classes, &model.features));
        assert_eq!((again.inputs, again.outputs), (model.inputs, model.outputs));
        let _ = model.class(&[1.0, 2.0, 3.0]);
    }
    let mut other = net;
    if let Ok(mut session) = Session::<_, Adam>::try_from_bytes(&mut net, &file) {
        let (bytes, history) = (session.to_bytes().unwrap(), session.history.len());
        let again = Session::<_, Adam>::try_from_bytes(&mut other, &bytes).expect("what was read can be written");
        assert_eq!((again.seed, again.history.len()), (session.seed, history));
    }
});
