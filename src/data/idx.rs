//! IDX, the format of the MNIST files, plain or compressed by gzip.
//!
//! Source: the description at the foot of Y. LeCun's MNIST page. Two zeros, a kind of number (0x08 for bytes), how many
//! dimensions, the dimensions (32 bits each), then the numbers: everything big-endian.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::string::ToString;
use std::vec::Vec;

use flate2::bufread::MultiGzDecoder;

use super::{Dataset, Flaw, Problem};
use crate::{Error, Scalar, Shape};

/// Whatever it was packed to, so many bytes may come out of it.
const HARMLESS: u64 = 64 << 20;
/// More than so many times what it was packed to, and it is no data set.
const MOST: u64 = 200;

/// Inputs of shape `S` and their classes, out of two files.
///
/// ```no_run
/// use constrata::{Image, data::idx};
/// let mnist = idx::open::<Image<1, 28, 28>, f32>("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")?;
/// assert_eq!(mnist.len(), 60_000);
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// ```
/// use constrata::{Vector, data::idx};
/// # let folder = std::env::temp_dir().join(format!("constrata-idx-open-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let (inputs, classes) = (folder.join("inputs.idx"), folder.join("classes.idx"));
/// std::fs::write(&inputs, [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255])?; // two samples of three bytes
/// std::fs::write(&classes, [0, 0, 8, 1, 0, 0, 0, 2, 7, 9])?;
/// let data = idx::open::<Vector<3>, f32>(&inputs, &classes)?;
/// assert_eq!((data.inputs[1], data.targets), ([4.0, 5.0, 255.0], vec![7, 9]));
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read`], and where the files have not the same number of samples.
pub fn open<S: Shape, T: Scalar>(
    inputs: impl AsRef<Path>,
    classes: impl AsRef<Path>,
) -> Result<Dataset<S::Sample<T>, usize>, Error> {
    Dataset::new(read::<S, T>(inputs)?, labels(classes)?)
}

/// The samples of the file `path`, each of shape `S`: its numbers as they are, a byte from 0 to 255.
///
/// Dimensions of 1 are not looked at, and a vector takes any that multiply to its length: 28 x 28 goes into an
/// `Image<1, 28, 28>` and a `Vector<784>`.
///
/// ```
/// use constrata::{Image, data::idx};
/// # let folder = std::env::temp_dir().join(format!("constrata-idx-read-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("images.idx");
/// std::fs::write(&path, [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 10, 20, 30, 40])?; // one image of 2 x 2
/// assert_eq!(idx::read::<Image<1, 2, 2>, f32>(&path)?, [[[[10.0, 20.0], [30.0, 40.0]]]]);
/// let refused = idx::read::<Image<1, 4, 1>, f32>(&path).unwrap_err();
/// assert!(refused.to_string().ends_with("but the network takes samples of [1, 4, 1]"));
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where the file cannot be read, is no IDX file, has other dimensions, or is cut off or longer than it says; as
/// [`Error::Data`].
pub fn read<S: Shape, T: Scalar>(path: impl AsRef<Path>) -> Result<Vec<S::Sample<T>>, Error> {
    let file = path.as_ref().display().to_string();
    let opened = File::open(path).map_err(|error| Flaw::of(Problem::Io(error.kind())).file(&file))?;
    from_reader::<S, T>(&file, opened)
}

/// The classes in the file `path`.
///
/// ```
/// use constrata::data::idx;
/// # let folder = std::env::temp_dir().join(format!("constrata-idx-labels-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("labels.idx");
/// std::fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4])?; // as MNIST's begin
/// assert_eq!(idx::labels(&path)?, [5, 0, 4]);
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read`], and where a label is below 0 or has decimals, or the file has more than one axis.
pub fn labels(path: impl AsRef<Path>) -> Result<Vec<usize>, Error> {
    let file = path.as_ref().display().to_string();
    let opened = File::open(path).map_err(|error| Flaw::of(Problem::Io(error.kind())).file(&file))?;
    let refused = |problem| Flaw::of(problem).file(&file);
    let (dimensions, labels) = parse::<crate::Vector<1>, f64>(opened).map_err(refused)?;
    // samples of one number on several axes are no labels, but images of one pixel, say
    if dimensions.len() != 1 {
        return Err(refused(Problem::Dimensions { found: dimensions, wanted: Vec::new() }).into());
    }
    let class = |(place, [label]): (usize, [f64; 1])| {
        let class = label as usize;
        if class as f64 == label {
            Ok(class)
        } else {
            Err(refused(Problem::NoClassIndex(label)).row(place + 1))
        }
    };
    labels.into_iter().enumerate().map(class).collect::<Result<_, _>>().map_err(Error::from)
}

/// As [`read`], of anything that can be read; errors call it `file`.
///
/// ```
/// use constrata::{Vector, data::idx};
/// let two_samples_of_three = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255];
/// let samples = idx::from_reader::<Vector<3>, f32>("small", &two_samples_of_three[..])?;
/// assert_eq!(samples, [[1.0, 2.0, 3.0], [4.0, 5.0, 255.0]]);
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// # Errors
/// As [`read`].
pub fn from_reader<S: Shape, T: Scalar>(file: &str, source: impl Read) -> Result<Vec<S::Sample<T>>, Error> {
    let parsed = parse::<S, T>(source).map_err(|problem| Flaw::of(problem).file(file));
    Ok(parsed?.1)
}

/// The dimensions of a file, and its samples.
type Parsed<S, T> = (Vec<usize>, Vec<<S as Shape>::Sample<T>>);

fn parse<S: Shape, T: Scalar>(source: impl Read) -> Result<Parsed<S, T>, Problem> {
    let packed = Cell::new(0);
    let mut source = BufReader::new(Counted { source, count: &packed });
    if io::BufRead::fill_buf(&mut source).map_err(io_problem)?.starts_with(&[0x1f, 0x8b]) {
        samples::<S, T>(Unpacked { source: MultiGzDecoder::new(source), packed: &packed, count: 0 })
    } else {
        samples::<S, T>(source)
    }
}

fn samples<S: Shape, T: Scalar>(mut source: impl Read) -> Result<Parsed<S, T>, Problem> {
    let Header { kind, dimensions } = header(&mut source)?;
    let Some(size) = kind.size() else { return Err(Problem::NotIdx) };
    let (count, sample) = dimensions.split_first().ok_or(Problem::NotIdx)?;
    if !fits::<S>(sample) {
        return Err(Problem::Dimensions { found: dimensions, wanted: wanted::<S>() });
    }
    let header = 4 + 4 * dimensions.len() as u64;
    let wanted = *count as u64 * (S::LEN * size) as u64; // below 2^32 times what fits in memory
    // what the header promises is not believed: memory grows with what is there
    let mut samples = Vec::new();
    let mut bytes = std::vec![0; S::LEN * size];
    for done in 0..*count as u64 {
        let found = fill(&mut source, &mut bytes)?;
        if found < bytes.len() {
            let found = header + done * bytes.len() as u64 + found as u64;
            return Err(Problem::Bytes { expected: header + wanted, found });
        }
        let mut sample: S::Sample<T> = bytemuck::Zeroable::zeroed();
        let numbers = S::numbers_mut(core::slice::from_mut(&mut sample)).iter_mut();
        for (number, bytes) in numbers.zip(bytes.chunks_exact(size)) {
            *number = T::of(kind.number(bytes));
            if !number.is_finite() {
                return Err(Problem::NotFinite);
            }
        }
        samples.try_reserve(1).map_err(|_| Problem::Io(io::ErrorKind::OutOfMemory))?;
        samples.push(sample);
    }
    if fill(&mut source, &mut [0])? > 0 {
        return Err(Problem::Bytes { expected: header + wanted, found: header + wanted + 1 });
    }
    Ok((dimensions, samples))
}

/// What counts the bytes it has read.
struct Counted<'a, R> {
    source: R,
    count: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(bytes)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// What is unpacked, as long as it is no bomb: data are a few times, or a few ten times, as long as what they are packed to, zeros
/// a thousand times.
struct Unpacked<'a, R> {
    source: R,
    packed: &'a Cell<u64>,
    count: u64,
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(bytes)?;
        self.count += read as u64;
        if self.count > HARMLESS && self.count / MOST > self.packed.get() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(read)
    }
}

struct Header {
    kind: Kind,
    dimensions: Vec<usize>,
}

fn header(source: &mut impl Read) -> Result<Header, Problem> {
    let mut start = [0; 4];
    let begins = fill(source, &mut start)? == 4;
    let [0, 0, kind, dimensions] = start else { return Err(Problem::NotIdx) };
    if !begins {
        return Err(Problem::NotIdx);
    }
    let mut lengths = Vec::new();
    for done in 0..u64::from(dimensions) {
        let mut length = [0; 4];
        let found = fill(source, &mut length)? as u64;
        if found < 4 {
            return Err(Problem::Bytes {
                expected: 4 + 4 * u64::from(dimensions),
                found: 4 + 4 * done + found,
            });
        }
        lengths.push(u32::from_be_bytes(length) as usize);
    }
    Ok(Header { kind: Kind(kind), dimensions: lengths })
}

/// What numbers the file holds.
#[derive(Clone, Copy)]
struct Kind(u8);

impl Kind {
    fn size(self) -> Option<usize> {
        match self.0 {
            0x08 | 0x09 => Some(1),
            0x0b => Some(2),
            0x0c | 0x0d => Some(4),
            0x0e => Some(8),
            _ => None,
        }
    }

    fn number(self, bytes: &[u8]) -> f64 {
        match (self.0, bytes) {
            (0x09, [a]) => i8::from_be_bytes([*a]).into(),
            (_, [a]) => (*a).into(),
            (_, [a, b]) => i16::from_be_bytes([*a, *b]).into(),
            (0x0c, [a, b, c, d]) => i32::from_be_bytes([*a, *b, *c, *d]).into(),
            (_, [a, b, c, d]) => f32::from_be_bytes([*a, *b, *c, *d]).into(),
            (_, [a, b, c, d, e, f, g, h]) => f64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]),
            _ => f64::NAN,
        }
    }
}

/// The dimensions of a shape, as its name writes them: `784`, `[1, 28, 28]`.
fn wanted<S: Shape>() -> Vec<usize> {
    S::NAME.as_str().split(|c: char| !c.is_ascii_digit()).filter_map(|size| size.parse().ok()).collect()
}

fn fits<S: Shape>(sample: &[usize]) -> bool {
    let wanted = wanted::<S>();
    let product = sample.iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
    let beyond_one = |sizes: &[usize]| sizes.iter().copied().filter(|size| *size != 1).collect::<Vec<_>>();
    product == Some(S::LEN) && (wanted.len() == 1 || beyond_one(sample) == beyond_one(&wanted))
}

/// Reads until `bytes` are full or there is no more; how many were read.
fn fill(source: &mut impl Read, bytes: &mut [u8]) -> Result<usize, Problem> {
    let mut filled = 0;
    while filled < bytes.len() {
        match source.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io_problem(error)),
        }
    }
    Ok(filled)
}

fn io_problem(error: io::Error) -> Problem {
    match error.kind() {
        // the end of what is compressed, before its checksum
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            Problem::Compressed
        }
        io::ErrorKind::FileTooLarge => Problem::Expands,
        kind => Problem::Io(kind),
    }
}
