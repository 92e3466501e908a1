//! A training run in a file, to resume later.

use std::path::Path;
use std::vec::Vec;

use super::best::{self, BEST, best};
use super::extra::{Payload, put_numbers, put_text, with_sections};
use super::report::{report, reported};
use super::sections::LONGEST;
use super::{Float, Refusal, Save, disk};
use crate::optimizer::{Memory, Optimizer};
use crate::train::{Place, Session};
use crate::{Error, Scalar, Text};

const RUN: [u8; 4] = *b"run ";
const SETTINGS: [u8; 4] = *b"sett";
const PLACE: [u8; 4] = *b"plac";

/// A run in a file: the network's own file, with the optimizer's state, the seed, the reports and the best weights in further sections.
impl<'a, N: Save, O: Optimizer<N::Scalar>> Session<'a, N, O>
where
    N::Scalar: Float,
    O::State<N>: Memory<N::Scalar>,
{
    /// The file as bytes. [`Save`] reads the network in it, and skips the rest.
    ///
    /// ```
    /// use constrata::{prelude::*, train::Session};
    /// let mut net = <network!(1 => Dense<1>)>::zeros();
    /// let bytes = Session::<_, Adam>::new(&mut net, 7).to_bytes()?;
    /// assert_eq!(<network!(1 => Dense<1>)>::try_from_bytes(&bytes)?, net);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::File`], where it would be longer than a file can be; where that is known to the compiler, it does not compile.
    pub fn to_bytes(&mut self) -> Result<Vec<u8>, Error> {
        // Adam's moments take twice what the network does
        const {
            let bytes = N::FILE_BYTES + size_of::<O::State<N>>();
            if bytes > LONGEST {
                let text = Text::new("a file of this run would have ")
                    .number(bytes)
                    .text(" bytes or more, and a file holds ");
                panic!("{}", text.number(LONGEST).as_str());
            }
        }
        super::refusal::counted(&*self.network)?;
        let mut payload = Vec::new();
        put_text(&mut payload, O::NAME.as_str());
        payload.extend_from_slice(&self.seed.to_le_bytes());
        payload.extend_from_slice(&(self.history.len() as u32).to_le_bytes());
        for epoch in &self.history {
            let report = report(epoch);
            payload.extend_from_slice(&(report.len() as u32).to_le_bytes());
            payload.extend_from_slice(&report);
        }
        Memory::<N::Scalar>::walk(&mut *self.state, |numbers| put_numbers(&mut payload, numbers));
        let mut settings = (self.settings.len() as u32).to_le_bytes().to_vec();
        for (name, value) in &self.settings {
            put_text(&mut settings, name);
            settings.extend_from_slice(&value.to_le_bytes());
        }
        let mut sections = std::vec![(RUN, payload), (SETTINGS, settings)];
        if let Some(numbers) = self.place.numbers() {
            sections.push((PLACE, numbers.iter().flat_map(|number| number.to_le_bytes()).collect()));
        }
        sections.extend(best(&self.kept).map(|payload| (BEST, payload)));
        Ok(with_sections(self.network.to_bytes(), &sections)?)
    }

    /// Writes the file `path`. If the program or the system stops meanwhile, the file is the old one or the new one, never a part.
    ///
    /// ```
    /// use constrata::{Error, prelude::*, train::Session};
    /// let mut net = <network!(1 => Dense<1>)>::zeros();
    /// let saved = Session::<_, Adam>::new(&mut net, 7).save("there/is/no/folder.net");
    /// assert!(matches!(saved, Err(Error::Io { kind: std::io::ErrorKind::NotFound, .. })));
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`], where the folder cannot be written to.
    pub fn save(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        disk::replace(path.as_ref(), &self.to_bytes()?)
    }

    /// The session in the file `path`, whose network is put into `network`. With the same data and settings,
    /// [`resume`](crate::train::Fit::resume) continues bit for bit as if the run had never stopped.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, Fit, Session}};
    /// network! { struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> }
    /// let (x, y) = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]);
    /// let (data, fit) = (Data::new(&x, &y), Fit { batch: 1, ..Fit::new(BinaryCrossEntropy, Adam::default()) });
    /// # let path = std::env::temp_dir().join("constrata-session.net");
    ///
    /// let (fresh, mut monday) = (Xor::random(&mut rand::rng()), Xor::zeros());
    /// monday.clone_from(&fresh);
    /// let mut session = Session::new(&mut monday, 7);
    /// Fit { epochs: 3, ..fit }.resume(&mut session, data, ())?;
    /// session.save(&path)?;
    ///
    /// let mut tuesday = Xor::zeros();
    /// let mut session = Session::load(&mut tuesday, &path)?;
    /// fit.resume(&mut session, data, ())?;
    ///
    /// let mut at_once = fresh;
    /// Fit { seed: 7, ..fit }.run(&mut at_once, data, ())?;
    /// assert_eq!(tuesday, at_once);
    /// # std::fs::remove_file(path).ok();
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`], where the file cannot be read; [`Error::File`], where it is damaged, holds another network, no run, or
    /// the state of another optimizer.
    pub fn load(network: &'a mut N, path: impl AsRef<Path>) -> Result<Self, Error> {
        let bytes = disk::read_network(path.as_ref())?;
        Self::try_from_bytes(network, &bytes).map_err(Error::at(path.as_ref()))
    }

    /// The session in the file `bytes`; `network` stays as it was where they are refused.
    ///
    /// ```
    /// use constrata::{prelude::*, train::Session};
    /// network! { struct Line: 1 => Dense<1> }
    /// let (mut net, mut other) = (Line::zeros(), Line::zeros());
    /// net.fill(2.0);
    /// let bytes = Session::<_, Adam>::new(&mut net, 7).to_bytes()?;
    /// assert_eq!(Session::<_, Adam>::try_from_bytes(&mut other, &bytes)?.seed, 7);
    /// assert_eq!(other, net);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn try_from_bytes(network: &'a mut N, bytes: &[u8]) -> Result<Self, Error> {
        let mut read = crate::boxed::<N>();
        read.read(bytes)?;
        let mut payload = Payload::of(bytes, RUN)?.ok_or(Refusal::NoRun)?;
        let optimizer = payload.text()?;
        if optimizer != O::NAME.as_str() {
            return Err(Refusal::optimizer(optimizer, O::NAME.as_str()).into());
        }
        let mut session = Session::new(network, payload.u64()?);
        for epoch in 1..=payload.u32()? as usize {
            let length = payload.u32()? as usize;
            let report = Payload { tag: RUN, rest: payload.bytes(length)? };
            session.history.push(reported(epoch, report)?);
        }
        let mut refused = Ok(());
        Memory::<N::Scalar>::walk(&mut *session.state, |numbers| {
            if refused.is_ok() {
                refused = payload.numbers(numbers);
            }
            // what has diverged is not gone on with
            if refused.is_ok() && !numbers.iter().all(|number| number.is_finite()) {
                refused = Err(Refusal::Numbers { tag: RUN });
            }
        });
        refused?;
        payload.end()?;
        // files of earlier versions have none
        if let Some(mut payload) = Payload::of(bytes, SETTINGS)? {
            for _ in 0..payload.u32()? {
                let name = payload.text()?.into();
                session.settings.push((name, payload.f64()?));
            }
            payload.end()?;
        }
        if let Some(mut payload) = Payload::of(bytes, PLACE)? {
            let mut numbers = Vec::new();
            while !payload.rest.is_empty() {
                numbers.push(payload.u64()?);
            }
            session.place = Place::of(&numbers).ok_or(Refusal::Section { tag: PLACE })?;
            if !session.place.is_finite() {
                return Err(Refusal::Numbers { tag: PLACE }.into());
            }
        }
        if let Some(payload) = Payload::of(bytes, BEST)? {
            session.kept = best::read(payload, session.history.len())?;
        }
        for index in 0..N::TENSORS {
            session.network.tensor_mut(index).copy_from_slice(read.tensor(index));
        }
        Ok(session)
    }
}
