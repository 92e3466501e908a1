//! Files that PyTorch and others share: [safetensors](https://github.com/huggingface/safetensors), with PyTorch's names and
//! layout.
//!
//! What is written here, `torch.nn.Sequential` loads by `load_state_dict(load_file(..))`; and what it saved by
//! `save_file(model.state_dict(), ..)`, is read here. A network counts as `Sequential`, in which
//!
//! * every layer is a module, and so is the activation of a `Dense`: `64 => Dense<32, Relu> => Dense<10, Softmax>` is
//!   `Sequential(Linear(64, 32), ReLU(), Linear(32, 10), Softmax())`, its tensors `0.weight`, `0.bias`, `2.weight`, `2.bias`;
//! * a network in a network is a `Sequential` in a `Sequential`: `1.0.weight`. In the type form, a network that ends another
//!   is one with it, for so are their types;
//! * a `Residual` is a module that has `branch` and `project`, a `Parallel` one with a `ModuleList` called `branches`, a `Repeat` a
//!   `Sequential` of its copies; what is one module in there is that module, what is more, a `Sequential`: `1.branch.0.weight`;
//! * a module that names its parts, `self.fc1 = nn.Linear(..)`, is read with a list of those names: [`read_renamed`];
//! * matrices are `[outputs, inputs]`, row by row, and the weights of convolutions `[outputs, channels, rows, columns]`, or `[outputs, features, steps]`.
//!
//! ```
//! use constrata::{prelude::*, safetensors};
//! network! { struct Digits: 64 => Dense<32, Relu> => Dense<10, Softmax> }
//! let net = Digits::random(&mut rand::rng());
//! # let path = std::env::temp_dir().join("constrata-digits.safetensors");
//! safetensors::save(&net, &path)?;                    // load_file("digits.safetensors") in Python
//! assert_eq!(*safetensors::load::<Digits>(&path)?, net);
//!
//! let names: Vec<_> = safetensors::names::<Digits>().into_iter().map(|(name, _)| name).collect();
//! assert_eq!(names, ["0.weight", "0.bias", "2.weight", "2.bias"]);
//! # std::fs::remove_file(path).ok();
//! # Ok::<(), constrata::Error>(())
//! ```

mod names;
mod refusal;
mod renamed;

use std::boxed::Box;
use std::format;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use safetensors_crate::SafeTensors;
use safetensors_crate::tensor::{Dtype, TensorView};

use crate::file::{Float, Save};
use crate::{Error, Network};
use names::{Named, named};
pub use refusal::Refusal;
pub use renamed::{load_renamed, read_renamed, save_renamed, to_bytes_renamed};

/// The names and shapes of a network's tensors, in their order here; files have them in any.
///
/// ```
/// use constrata::{prelude::*, safetensors::names};
/// type Net = network!(64 => Dense<10, Softmax>);
/// assert_eq!(names::<Net>(), [("0.weight".into(), vec![10, 64]), ("0.bias".into(), vec![10])]);
/// ```
#[must_use]
pub fn names<N: Network>() -> Vec<(String, Vec<usize>)> {
    named(&*crate::boxed::<N>())
        .into_iter()
        .map(|named| (named.name, named.tensor.shape().to_vec()))
        .collect()
}

/// The file as bytes.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// let bytes = safetensors::to_bytes(&<network!(2 => Dense<1>)>::zeros());
/// assert!(bytes.windows(10).any(|text| text == b"\"0.weight\""));
/// ```
pub fn to_bytes<N: Save>(network: &N) -> Vec<u8>
where
    N::Scalar: Float,
{
    bytes_of(network, named(network))
}

fn bytes_of<N: Save>(network: &N, slices: Vec<Named>) -> Vec<u8>
where
    N::Scalar: Float,
{
    let tensors: Vec<_> = slices
        .into_iter()
        .map(|Named { name, tensor, slice }| {
            let mut bytes = Vec::new();
            for index in tensor.places() {
                if let Some(number) = network.tensor(slice).get(index) {
                    number.write(&mut |number| bytes.extend_from_slice(number));
                }
            }
            (name, tensor.shape().to_vec(), bytes)
        })
        .collect();
    let views = tensors.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(kind::<N::Scalar>(), shape.clone(), bytes);
        (name, view.expect("as many bytes as the shape has numbers"))
    });
    safetensors_crate::serialize(views, None).expect("names and shapes are plain text")
}

/// Reads the file `bytes` into `network`, which stays as it was where they are refused.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// type Net = network!(2 => Dense<1>);
/// let (mut net, mut other) = (Net::zeros(), Net::zeros());
/// net.fill(3.0);
/// safetensors::read(&mut other, &safetensors::to_bytes(&net))?;
/// assert_eq!(other, net);
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// # Errors
/// [`Error::Tensors`], where they are damaged, a tensor is missing, has another shape or scalar, has no place here, or has a number
/// that is infinite or NaN.
pub fn read<N: Save>(network: &mut N, bytes: &[u8]) -> Result<(), Error>
where
    N::Scalar: Float,
{
    let wanted = named(network);
    read_numbers::<N, false>(network, bytes, wanted)
}

/// As [`read`], where infinities and NaN are meant, or are to be looked at.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// let (mut net, mut read) = (<network!(2 => Dense<1>)>::zeros(), <network!(2 => Dense<1>)>::zeros());
/// net.weights[1] = f32::NAN;
/// let file = safetensors::to_bytes(&net);
/// let refused = safetensors::read(&mut read, &file).unwrap_err().to_string();
/// assert!(refused.starts_with("tensor `0.weight` has a number that is infinite or NaN"), "{refused}");
/// safetensors::read_allowing_nan(&mut read, &file)?;
/// assert!(read.weights[1].is_nan());
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// # Errors
/// As [`read`] for all else.
pub fn read_allowing_nan<N: Save>(network: &mut N, bytes: &[u8]) -> Result<(), Error>
where
    N::Scalar: Float,
{
    let wanted = named(network);
    read_numbers::<N, true>(network, bytes, wanted)
}

fn read_numbers<N: Save, const NAN: bool>(
    network: &mut N,
    bytes: &[u8],
    wanted: Vec<Named>,
) -> Result<(), Error>
where
    N::Scalar: Float,
{
    let damaged = |why: String| Error::from(Refusal::Damaged(why));
    if !names::numbers_are_sizes(bytes) {
        return Err(damaged("a size in its header is beyond all files".into()));
    }
    let file = SafeTensors::deserialize(bytes).map_err(|error| damaged(error.to_string()))?;
    // how many batches PyTorch's `BatchNorm` has seen, which counts for nothing where a momentum is given
    let counts = |name: &str| {
        let module = name.strip_suffix("num_batches_tracked");
        module.is_some_and(|module| {
            wanted.iter().any(|wanted| wanted.name.strip_prefix(module) == Some("running_mean"))
        })
    };
    let mut found: Vec<(String, TensorView)> = file.tensors();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let listed = || found.iter().map(|(name, view)| (name.clone(), view.shape().to_vec())).collect();
    let mut matched = Vec::new();
    for Named { name, tensor, slice } in &wanted {
        let shape = tensor.shape().to_vec();
        let Ok(place) = found.binary_search_by(|(found, _)| found.cmp(name)) else {
            return Err(Refusal::Missing { name: name.clone(), shape, found: listed() }.into());
        };
        let view = &found[place].1;
        if view.shape() != shape {
            let (name, found, wanted) = (name.clone(), view.shape().to_vec(), shape);
            return Err(Refusal::Shape { name, found, wanted }.into());
        }
        if view.dtype() != kind::<N::Scalar>() {
            let (name, found) = (name.clone(), format!("{:?}", view.dtype()));
            return Err(Refusal::Scalar { name, found, wanted: <N::Scalar as crate::Scalar>::NAME }.into());
        }
        if !NAN && crate::memory::first_not_finite::<true>(view.data(), size_of::<N::Scalar>()).is_some() {
            return Err(Refusal::NotFinite { name: name.clone() }.into());
        }
        matched.push((*slice, tensor, view.data()));
    }
    if let Some((name, view)) =
        found.iter().find(|(name, _)| !counts(name) && wanted.iter().all(|wanted| wanted.name != *name))
    {
        let wanted = wanted.iter().map(|named| (named.name.clone(), named.tensor.shape().to_vec())).collect();
        return Err(Refusal::Surplus { name: name.clone(), shape: view.shape().to_vec(), wanted }.into());
    }
    for (slice, tensor, mut bytes) in matched {
        let numbers = network.tensor_mut(slice);
        for index in tensor.places() {
            let (Some((value, rest)), Some(number)) = (N::Scalar::read(bytes), numbers.get_mut(index)) else {
                break;
            };
            (*number, bytes) = (value, rest);
        }
    }
    Ok(())
}

/// Writes the file `path`; whatever happens meanwhile, there is the old file or the new one, and never a part.
///
/// ```
/// use constrata::{prelude::*, safetensors};
/// let net = <network!(2 => Dense<1>)>::zeros();
/// # let folder = std::env::temp_dir();
/// safetensors::save(&net, folder.join("line.safetensors"))?;
/// assert_eq!(std::fs::read(folder.join("line.safetensors")).ok(), Some(safetensors::to_bytes(&net)));
/// # std::fs::remove_file(folder.join("line.safetensors")).ok();
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// # Errors
/// [`Error::Io`], where the folder cannot be written to.
pub fn save<N: Save>(network: &N, path: impl AsRef<Path>) -> Result<(), Error>
where
    N::Scalar: Float,
{
    crate::file::replace_file(path.as_ref(), &to_bytes(network))
}

/// The network in the file `path`; on the heap, as it may be big.
///
/// ```
/// use constrata::{Error, prelude::*, safetensors};
/// type Net = network!(2 => Dense<1>);
/// let refused = safetensors::load::<Net>("there/is/none.safetensors");
/// assert!(matches!(refused, Err(Error::Io { kind: std::io::ErrorKind::NotFound, .. })));
/// ```
///
/// # Errors
/// As [`read`]; [`Error::Io`], where the file cannot be read.
pub fn load<N: Save>(path: impl AsRef<Path>) -> Result<Box<N>, Error>
where
    N::Scalar: Float,
{
    let bytes = crate::file::read_file(path.as_ref())?;
    let mut network = crate::boxed::<N>();
    read(&mut *network, &bytes)?;
    Ok(network)
}

/// What the file calls `T`, which is `f32` or `f64`.
fn kind<T: Float>() -> Dtype {
    if size_of::<T>() == 4 { Dtype::F32 } else { Dtype::F64 }
}
