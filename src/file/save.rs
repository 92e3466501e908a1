//! Writing and loading a network.

use super::Float;
use super::checksum::crc32;
use super::sections::{ARCHITECTURE, END, MAGIC, PARAMETERS, VERSION, padding};
use crate::{Error, Network, Scalar, Text};

#[cfg(feature = "std")]
use std::{boxed::Box, path::Path, vec::Vec};

/// What files can hold: every network over `f32` or `f64`.
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(2 => Dense<3, Tanh> => Dense<1>);
/// type Other = network!(2 => Dense<3, Relu> => Dense<1>);
/// let net = Net::random(&mut rand::rng());
/// let bytes = net.to_bytes();
/// assert_eq!(Net::try_from_bytes(&bytes), Ok(net));
/// let refused = Other::try_from_bytes(&bytes).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "layer 1: the file has Dense<3, Tanh>, this network Dense<3, Relu>"
/// );
/// ```
pub trait Save: Network<Scalar: Float> {
    /// How many bytes its file has. A network whose file would be longer than the format can say, 4 GiB, does not compile where it
    /// is saved.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// type Net = network!(2 => Dense<1>);
    /// static FLASH: [u8; Net::FILE_BYTES] = [0xff; Net::FILE_BYTES]; // a place for it
    /// assert_eq!(FLASH.len(), Net::zeros().to_bytes().len());
    /// ```
    const FILE_BYTES: usize = {
        let text = Self::Scalar::NAME.len() + 2 + Self::ARCHITECTURE.len();
        let (text, numbers) = (8 + text, super::bytes_of_parameters::<Self>());
        let bytes = 16 + (8 + text + padding(text)) + (8 + numbers + padding(numbers)) + 8;
        if bytes > super::sections::LONGEST {
            let text = Text::new("a file of this network would have ")
                .number(bytes)
                .text(" bytes, and a file holds ");
            panic!(
                "{}",
                text.number(super::sections::LONGEST)
                    .text(": save its parts as networks of their own")
                    .as_str()
            );
        }
        bytes
    };

    /// Hands the file's bytes to `sink`, piece by piece: to a serial line or into flash, where there is no heap.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// let net = <network!(2 => Dense<1>)>::zeros();
    /// let mut count = 0;
    /// net.write(|piece| count += piece.len());
    /// assert_eq!(count, <network!(2 => Dense<1>)>::FILE_BYTES);
    /// ```
    fn write(&self, mut sink: impl FnMut(&[u8])) {
        let mut checksum = 0;
        let mut sum = |bytes: &[u8]| {
            checksum = crc32::<{ cfg!(feature = "std") }>(checksum, bytes);
            sink(bytes);
        };
        const ZEROS: [u8; 8] = [0; 8];
        sum(&MAGIC);
        sum(&VERSION.to_le_bytes());
        sum(&(Self::FILE_BYTES as u32).to_le_bytes());

        let text = 8 + Self::Scalar::NAME.len() + 2 + Self::ARCHITECTURE.len();
        sum(&ARCHITECTURE);
        sum(&(text as u32).to_le_bytes());
        sum(&Self::ARCHITECTURE_HASH.to_le_bytes());
        for part in [Self::Scalar::NAME, "; ", Self::ARCHITECTURE] {
            sum(part.as_bytes());
        }
        sum(ZEROS.split_at(padding(text)).0);

        let numbers = super::bytes_of_parameters::<Self>();
        sum(&PARAMETERS);
        sum(&(numbers as u32).to_le_bytes());
        for index in 0..Self::TENSORS {
            for number in self.tensor(index) {
                number.write(&mut sum);
            }
        }
        sum(ZEROS.split_at(padding(numbers)).0);
        sum(&END);
        sink(&checksum.to_le_bytes());
    }

    /// Reads the file `bytes`; the network stays as it was where they are refused.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// let mut net = <network!(2 => Dense<1>)>::zeros();
    /// let mut file = net.to_bytes();
    /// file[40] ^= 1; // one bit
    /// assert!(net.read(&file).unwrap_err().to_string().starts_with("the file is damaged: its checksum is"));
    /// ```
    ///
    /// # Errors
    /// [`Error::File`], where they are damaged, hold another network, a [`Model`](crate::Model) whose scaler would be lost, or a
    /// parameter that is infinite or NaN.
    fn read(&mut self, bytes: &[u8]) -> Result<(), Error> {
        super::read::<Self, false>(self, bytes)
    }

    /// As [`read`](Self::read), where infinities and NaN among the parameters are meant, or are to be looked at.
    ///
    /// ```
    /// use constrata::{Error, file::Refusal, prelude::*};
    /// let (mut net, mut read) = (<network!(2 => Dense<1>)>::zeros(), <network!(2 => Dense<1>)>::zeros());
    /// net.weights[1] = f32::NAN;
    /// assert_eq!(read.read(&net.to_bytes()), Err(Error::File(Refusal::NotFinite { parameter: 1 })));
    /// read.read_allowing_nan(&net.to_bytes())?; // of a file, std::fs::read("diverged.net")?
    /// assert!(read.weights[1].is_nan());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read) for all else.
    fn read_allowing_nan(&mut self, bytes: &[u8]) -> Result<(), Error> {
        super::read::<Self, true>(self, bytes)
    }

    /// The network in the file `bytes`, by value; one too big for the stack is read by [`read`](Self::read) where it lies,
    /// or by [`boxed_from_bytes`](Self::boxed_from_bytes).
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn try_from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut network = Self::zeros();
        network.read(bytes)?;
        Ok(network)
    }

    /// The network in the file `bytes`, made on the heap: no part of it crosses the stack.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Big: 512 => Dense<1000, Relu> => Dense<1> }
    /// let bytes = constrata::boxed::<Big>().to_bytes();
    /// let net: Box<Big> = Big::boxed_from_bytes(&bytes)?;
    /// assert_eq!(net.dense2.bias[0], 0.0);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read).
    #[cfg(feature = "std")]
    fn boxed_from_bytes(bytes: &[u8]) -> Result<Box<Self>, Error> {
        let mut network = crate::boxed::<Self>();
        network.read(bytes)?;
        Ok(network)
    }

    /// The file as bytes.
    #[cfg(feature = "std")]
    #[must_use]
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::FILE_BYTES);
        self.write(|piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// Writes the file `path`. If the program or the system stops meanwhile, the file is the old one or the new one, never a part.
    ///
    /// ```
    /// use constrata::{Error, prelude::*};
    /// let net = <network!(2 => Dense<1>)>::zeros();
    /// assert!(matches!(net.save("there/is/no/folder.net"), Err(Error::Io { kind: std::io::ErrorKind::NotFound, .. })));
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`], where the folder cannot be written to; [`Error::File`], where a layer of your own has other numbers than its
    /// [`Parameters`](crate::Parameters) declares.
    #[cfg(feature = "std")]
    fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        super::refusal::counted(self)?;
        super::disk::replace(path.as_ref(), &self.to_bytes())
    }

    /// The network in the file `path`; on the heap, as it may be big.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Line: 1 => Dense<1> }
    /// let mut net = Line::zeros();
    /// net.fill(0.25);
    /// # let path = std::env::temp_dir().join(format!("constrata-line-{}.net", std::process::id()));
    /// net.save(&path)?;
    /// let loaded: Box<Line> = Line::load(&path)?;
    /// assert_eq!(loaded.predict(&[1.0]), [0.5]);
    /// # std::fs::remove_file(path).ok();
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`], where the file cannot be read; [`Error::Load`], where it is damaged, holds another network, or a
    /// [`Model`](crate::Model) whose scaler would be lost.
    #[cfg(feature = "std")]
    fn load(path: impl AsRef<Path>) -> Result<Box<Self>, Error> {
        let bytes = super::disk::read_network(path.as_ref())?;
        Self::boxed_from_bytes(&bytes).map_err(Error::at(path.as_ref()))
    }
}

impl<N: Network<Scalar: Float>> Save for N {}
