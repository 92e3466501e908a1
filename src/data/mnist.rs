//! The four files of MNIST in a folder, under any of the names they go by.

use std::format;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::string::ToString;

use super::{Dataset, Flaw, Problem, idx};
use crate::{Error, Scalar, Shape};

/// MNIST, to learn from and to test with: the handwritten digits of Y. LeCun, C. Cortes and C. Burges, 60 000 and 10 000 of 28
/// x 28 pixels from 0 to 255; or another data set in four files of the same names, as Fashion-MNIST.
///
/// The files are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`;
/// with a dot before `idx`, as some unpackers write it, and with `.gz` behind they are found too.
///
/// ```no_run
/// use constrata::{Image, data};
/// let (train, test) = data::mnist::<Image<1, 28, 28>, f32>("mnist")?;
/// assert_eq!((train.len(), test.len()), (60_000, 10_000));
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// ```
/// let refused = constrata::data::mnist::<constrata::Vector<784>, f32>("no folder").unwrap_err().to_string();
/// assert!(refused.contains("train-images-idx3-ubyte: the file could not be read"));
/// ```
///
/// # Errors
/// As [`idx::open`]; of a file that is there under none of its names, by the first of them.
pub fn mnist<S: Shape, T: Scalar>(folder: impl AsRef<Path>) -> Result<Halves<S, T>, Error> {
    let half = |name: &str| {
        let images = find(folder.as_ref(), name, "images", "idx3")?;
        idx::open::<S, T>(images, find(folder.as_ref(), name, "labels", "idx1")?)
    };
    Ok((half("train")?, half("t10k")?))
}

/// What is learned from, and what is not.
type Halves<S, T> = (Dataset<<S as Shape>::Sample<T>, usize>, Dataset<<S as Shape>::Sample<T>, usize>);

/// The first of the names that a file is there for.
fn find(folder: &Path, half: &str, what: &str, dimensions: &str) -> Result<PathBuf, Error> {
    let name = |dot: char, end: &str| folder.join(format!("{half}-{what}{dot}{dimensions}-ubyte{end}"));
    let names = [name('-', ""), name('-', ".gz"), name('.', ""), name('.', ".gz")];
    let missing = names[0].display().to_string();
    let found = names.into_iter().find(|path| path.exists());
    found.ok_or_else(|| Flaw::of(Problem::Io(ErrorKind::NotFound)).file(&missing).into())
}
