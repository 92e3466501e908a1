//! Networks whose modules have other names in a file.

use std::boxed::Box;
use std::format;
use std::path::Path;
use std::string::ToString;
use std::vec::Vec;

use super::names::{Named, named};
use super::{Refusal, bytes_of, read_numbers};
use crate::file::{Float, Save};
use crate::{Error, Network};

/// As [`read`](super::read), of a file that calls modules or tensors otherwise: pairs of the name here and the name there.
///
/// `("0", "fc1")` says that `0.weight` and `0.bias` are `fc1.weight` and `fc1.bias` in the file; `("2.bias", "output.shift")`
/// names a tensor. Of several pairs that fit, the first with the longest name here counts; what none fits keeps its name.
/// [`names`](super::names) lists the names here.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// network! { struct Digits: 64 => Dense<32, Relu> => Dense<10> }
/// // in Python: self.fc1 = nn.Linear(64, 32); self.fc2 = nn.Linear(32, 10)
/// let names = [("0", "fc1"), ("2", "fc2")];
/// let net = Digits::random(&mut rand::rng());
/// let file = safetensors::to_bytes_renamed(&net, &names)?;
/// let mut read = Digits::zeros();
/// safetensors::read_renamed(&mut read, &file, &names)?;
/// assert_eq!(read, net);
/// let refused = safetensors::read_renamed(&mut read, &file, &[("0", "fc1"), ("1", "fc2")]).unwrap_err().to_string();
/// assert_eq!(refused, "no tensor of this network is called `1` or `1.…`; it has `0.weight` [32, 64], `0.bias` [32], `2.weight` [10, 32], `2.bias` [10]");
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// # Errors
/// As [`read`](super::read); where a name here is none of the network's, or two tensors would have one name.
pub fn read_renamed<N: Save>(network: &mut N, bytes: &[u8], names: &[(&str, &str)]) -> Result<(), Error>
where
    N::Scalar: Float,
{
    let wanted = renamed(network, names)?;
    read_numbers::<N, false>(network, bytes, wanted)
}

/// As [`load`](super::load), with names as [`read_renamed`] takes them.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// type Net = network!(2 => Dense<1>);
/// # let path = std::env::temp_dir().join(format!("constrata-renamed-{}.safetensors", std::process::id()));
/// safetensors::save_renamed(&Net::zeros(), &path, &[("0", "fc")])?;
/// assert_eq!(*safetensors::load_renamed::<Net>(&path, &[("0", "fc")])?, Net::zeros());
/// assert!(safetensors::load::<Net>(&path).unwrap_err().to_string().starts_with("there is no tensor `0.weight`"));
/// # std::fs::remove_file(path).ok();
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// # Errors
/// As [`read_renamed`]; [`Error::Io`], where the file cannot be read.
pub fn load_renamed<N: Save>(path: impl AsRef<Path>, names: &[(&str, &str)]) -> Result<Box<N>, Error>
where
    N::Scalar: Float,
{
    let bytes = crate::file::read_file(path.as_ref())?;
    let mut network = crate::boxed::<N>();
    read_renamed(&mut *network, &bytes, names)?;
    Ok(network)
}

/// As [`to_bytes`](super::to_bytes), with names as [`read_renamed`] takes them.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// let bytes = safetensors::to_bytes_renamed(&<network!(2 => Dense<1>)>::zeros(), &[("0.bias", "shift")])?;
/// assert!(bytes.windows(7).any(|text| text == b"\"shift\"") && bytes.windows(10).any(|text| text == b"\"0.weight\""));
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// # Errors
/// Where a name here is none of the network's, or two tensors would have one name.
pub fn to_bytes_renamed<N: Save>(network: &N, names: &[(&str, &str)]) -> Result<Vec<u8>, Error>
where
    N::Scalar: Float,
{
    Ok(bytes_of(network, renamed(network, names)?))
}

/// As [`save`](super::save), with names as [`read_renamed`] takes them, which has an example.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// let net = <network!(2 => Dense<1>)>::zeros();
/// let refused = safetensors::save_renamed(&net, "line.safetensors", &[("0.weight", "w"), ("0.bias", "w")]);
/// assert_eq!(refused.unwrap_err().to_string(), "two tensors would be called `w`: `0.weight` and `0.bias`");
/// ```
///
/// # Errors
/// As [`to_bytes_renamed`]; [`Error::Io`], where the folder cannot be written to.
pub fn save_renamed<N: Save>(network: &N, path: impl AsRef<Path>, names: &[(&str, &str)]) -> Result<(), Error>
where
    N::Scalar: Float,
{
    crate::file::replace_file(path.as_ref(), &to_bytes_renamed(network, names)?)
}

/// The slices under their names there.
fn renamed<N: Network>(network: &N, names: &[(&str, &str)]) -> Result<Vec<Named>, Refusal> {
    let mut slices = named(network);
    let ours: Vec<_> = slices.iter().map(|slice| slice.name.clone()).collect();
    let inside = |name: &str, here: &str| {
        name.strip_prefix(here)
            .filter(|rest| rest.is_empty() || rest.starts_with('.'))
            .map(ToString::to_string)
    };
    for (here, _) in names {
        if !ours.iter().any(|name| inside(name, here).is_some()) {
            let wanted =
                slices.iter().map(|slice| (slice.name.clone(), slice.tensor.shape().to_vec())).collect();
            return Err(Refusal::Unknown { name: (*here).into(), wanted });
        }
    }
    for slice in &mut slices {
        let fits =
            names.iter().filter_map(|(here, there)| Some((here.len(), inside(&slice.name, here)?, there)));
        // the first of the longest
        let best = fits.reduce(|best, other| if other.0 > best.0 { other } else { best });
        if let Some((_, rest, there)) = best {
            slice.name = format!("{there}{rest}");
        }
    }
    for (index, slice) in slices.iter().enumerate() {
        if let Some(other) = slices.iter().take(index).position(|other| other.name == slice.name) {
            let [a, b] = [other, index].map(|index| ours[index].clone());
            return Err(Refusal::Twice { name: slice.name.clone(), slices: [a, b] });
        }
    }
    Ok(slices)
}
