//! The file of a network: what is written comes back, in bits; what is not it is refused, and nothing panics.

use crate::seal::seal;
use constrata::file::{Refusal, from_bytes_allowing_nan};
use constrata::{Error, Parameters, prelude::*};
use rand::{Rng, RngExt, SeedableRng, rngs::Xoshiro128PlusPlus};

network! { struct Small: 3 => hidden: Dense<2, Tanh> => output: Dense<1, Sigmoid> }
network! { struct Generic<T>: T; [1, 2, 2] => Flatten => Dense<5, LeakyRelu<0.1>, bias = false> => PRelu => Dense<3, Softmax> }
network! { struct Nested: 3 => Small => Dense<4, Maxout<2>> => Swish }
type Row = network!(f64; 7 => Dense<3, Gelu> => Dense<1>);

/// The committed file of `small()`: what was written by an earlier release must be read by this one.
const COMMITTED: &[u8] = include_bytes!("small.net");
static FLASHED: Small = Small::from_bytes(COMMITTED);

fn rng(seed: u64) -> Xoshiro128PlusPlus {
    Xoshiro128PlusPlus::seed_from_u64(seed)
}

fn small() -> Small {
    let mut net = Small::zeros();
    let mut number = 0.5_f32;
    for index in 0..Small::TENSORS {
        for w in net.tensor_mut(index) {
            *w = number;
            number *= -1.25;
        }
    }
    net
}

/// Any bits: NaNs with payloads, infinities, denormals.
fn any_bits<N: Network<Scalar = f32>>(rng: &mut impl Rng) -> N {
    let mut net = N::zeros();
    for index in 0..N::TENSORS {
        net.tensor_mut(index).iter_mut().for_each(|w| *w = f32::from_bits(rng.next_u32()));
    }
    net
}

fn bits<N: Network<Scalar = f32>>(net: &N) -> Vec<u32> {
    (0..N::TENSORS).flat_map(|index| net.tensor(index)).map(|w| w.to_bits()).collect()
}

#[test]
fn the_format_stays_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/small.net");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, small().to_bytes()).unwrap();
    }
    assert_eq!(small().to_bytes(), COMMITTED, "BLESS=1 writes it anew; a new format needs a new version");
    assert_eq!(FLASHED, small());
}

#[test]
fn what_is_written_comes_back() {
    fn comes_back<N: Save<Scalar = f32>>(flat: fn(&[u8]) -> N) {
        for seed in 0..20 {
            let net: N = any_bits(&mut rng(seed));
            let file = net.to_bytes();
            assert_eq!(file.len(), N::FILE_BYTES);
            assert_eq!(file.len() % 8, 0);
            let mut read = N::zeros();
            read.read_allowing_nan(&file).unwrap();
            assert_eq!(bits(&read), bits(&net));
            assert_eq!(bits(&flat(&file)), bits(&net));
        }
    }
    comes_back::<Small>(from_bytes_allowing_nan);
    comes_back::<Nested>(from_bytes_allowing_nan);
    comes_back::<Generic<f32>>(from_bytes_allowing_nan);
    let net = Row::random(&mut rng(1));
    assert_eq!(Row::from_bytes(&net.to_bytes()), net);
    let net = Generic::<f64>::random(&mut rng(1));
    assert_eq!(Generic::<f64>::from_bytes(&net.to_bytes()), net);
}

#[test]
fn a_layer_of_the_users_lies_flat() {
    use constrata::activation::Identity;
    use constrata::nalgebra::SVector;

    #[derive(Clone, Copy, Debug, PartialEq, Module)]
    #[repr(C)]
    struct Shift {
        #[bias]
        offset: SVector<f32, 2>,
        #[weights]
        factor: SVector<f32, 2>,
    }
    impl Layer for Shift {
        type Scalar = f32;
        type Input = Vector<2>;
        type Output = Vector<2>;
        type Activation = Identity;
        fn infer<const B: usize>(&self, x: &[[f32; 2]; B], z: &mut [[f32; 2]; B]) {
            z.copy_from_slice(x);
        }
    }
    network! { struct Shifted: 2 => Shift => Dense<2> }
    let mut net: Shifted = any_bits(&mut rng(3));
    net.shift1.offset = SVector::from([1.0, 2.0]);
    net.shift1.factor = SVector::from([3.0, 4.0]);
    assert_eq!(bits(&Shifted::from_bytes(&net.to_bytes())), bits(&net));
}

#[test]
fn unknown_sections_are_skipped() {
    let net = small();
    let file = net.to_bytes();
    for place in [16, file.len() - 8] {
        for payload in [&b""[..], b"1", b"12345678", b"123456789"] {
            let mut longer = file[..place].to_vec();
            longer.extend_from_slice(b"more");
            longer.extend_from_slice(&(payload.len() as u32).to_le_bytes());
            longer.extend_from_slice(payload);
            longer.resize(longer.len().next_multiple_of(8), 0);
            longer.extend_from_slice(&file[place..]);
            seal(&mut longer);
            assert_eq!(Small::try_from_bytes(&longer), Ok(net));
            assert_eq!(Small::from_bytes(&longer), net);
        }
    }
}

#[test]
fn damage_is_refused() {
    let file = small().to_bytes();
    for length in 0..file.len() {
        let refused = Small::try_from_bytes(&file[..length]).unwrap_err();
        assert!(matches!(refused, Error::File(Refusal::NotANetwork | Refusal::Length { .. })), "{refused}");
    }
    for index in 0..file.len() {
        for bit in 0..8 {
            let mut damaged = file.clone();
            damaged[index] ^= 1 << bit;
            let mut net = small();
            net.hidden.bias[0] = 9.0;
            let before = net;
            assert!(matches!(net.read(&damaged), Err(Error::File(_))), "byte {index}, bit {bit}");
            assert_eq!(net, before, "a refused file changes nothing");
        }
    }
}

#[test]
fn other_networks_are_refused_by_layer() {
    type Other = network!(3 => Dense<2, Tanh> => Dense<1, Tanh>);
    type Deeper = network!(3 => Dense<2, Tanh> => Dense<1, Sigmoid> => Dense<1>);
    type Doubles = network!(f64; 3 => Dense<2, Tanh> => Dense<1, Sigmoid>);
    let file = small().to_bytes();
    let said = |refused: Error| refused.to_string();
    assert_eq!(
        said(Other::try_from_bytes(&file).unwrap_err()),
        "layer 2: the file has Dense<1, Sigmoid>, this network Dense<1, Tanh>"
    );
    assert_eq!(
        said(Deeper::try_from_bytes(&file).unwrap_err()),
        "layer 3: the file has none, this network Dense<1, Identity>"
    );
    assert_eq!(
        said(Doubles::try_from_bytes(&file).unwrap_err()),
        "scalar and input: the file has f32; 3, this network f64; 3"
    );
    assert_eq!(
        <network!(3 => Dense<2, Tanh> => Dense<1, Sigmoid>)>::try_from_bytes(&file).map(|net| bits(&net)),
        Ok(bits(&small())),
        "the two forms share their files"
    );
}

/// Hostile files with right checksums.
#[test]
fn no_file_panics() {
    let (file, mut rng) = (small().to_bytes(), rng(11));
    let mut accepted = 0;
    for _ in 0..100_000 {
        let mut hostile = file.clone();
        for _ in 0..rng.random_range(1..4) {
            let index = rng.random_range(8..hostile.len());
            hostile[index] = [0, 1, 7, 8, 255, rng.random()][rng.random_range(0..6)];
        }
        let length = rng.random_range(16..=hostile.len());
        if rng.random_range(0..4) == 0 {
            hostile.truncate(length);
        }
        if hostile.len() >= 24 {
            hostile[8..12].copy_from_slice(&1_u32.to_le_bytes());
            seal(&mut hostile);
        }
        accepted += usize::from(Small::try_from_bytes(&hostile).is_ok());
    }
    assert!((1000..99_000).contains(&accepted), "{accepted} accepted: the sections are reached, and refuse");
}

#[test]
fn a_save_replaces_the_file_whole() {
    let folder = std::env::temp_dir().join(format!("constrata-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("small.net");
    small().save(&path).unwrap();
    let mut second = small();
    second.output.bias[0] = 7.0;
    second.save(&path).unwrap();
    assert_eq!(*Small::load(&path).unwrap(), second);
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["small.net"], "nothing is left beside it");

    let missing = Small::load(folder.join("none")).unwrap_err();
    assert_eq!(missing, Error::Io { path: folder.join("none"), kind: std::io::ErrorKind::NotFound });
    // `fn main() -> Result<(), Error>` prints the second
    assert_eq!(
        missing.to_string(),
        format!("{}: there is no such file or folder", folder.join("none").display())
    );
    assert_eq!(format!("{missing:?}"), missing.to_string());
    let nowhere = folder.join("no/where");
    let kind = std::io::ErrorKind::NotFound;
    assert_eq!(small().save(&nowhere).unwrap_err(), Error::Io { path: nowhere, kind });
    // a folder stands where the file should: the rename fails, and the temporary file is gone
    std::fs::create_dir(folder.join("taken")).unwrap();
    assert!(matches!(small().save(folder.join("taken")), Err(Error::Io { .. })));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    std::fs::remove_dir_all(folder).unwrap();
}

/// A hand-written `Parameters` that counts wrong: what it would save, nobody could read.
#[test]
#[allow(unsafe_code, reason = "zero bytes are valid of what derives nothing, too")]
fn what_counts_wrong_is_not_saved() {
    use constrata::activation::Identity;
    #[derive(Clone, Copy, Debug, Module)]
    #[module(own(Parameters))]
    struct Wrong([f32; 3]);
    // SAFETY: three numbers
    unsafe impl constrata::bytemuck::Zeroable for Wrong {}
    impl Parameters for Wrong {
        type Number = f32;
        const TENSORS: usize = 1;
        const PARAMETERS: usize = 2;
        fn tensor(&self, _index: usize) -> &[f32] {
            &self.0
        }
        fn tensor_mut(&mut self, _index: usize) -> &mut [f32] {
            &mut self.0
        }
    }
    impl Layer for Wrong {
        type Scalar = f32;
        type Input = Vector<1>;
        type Output = Vector<1>;
        type Activation = Identity;
        fn infer<const B: usize>(&self, x: &[[f32; 1]; B], z: &mut [[f32; 1]; B]) {
            *z = *x;
        }
    }
    let path = std::env::temp_dir().join(format!("constrata-wrong-{}.net", std::process::id()));
    let refused = Wrong([1.0; 3]).save(&path);
    assert_eq!(refused, Err(Error::File(Refusal::Count { found: 3, declared: 2 })));
    assert!(!path.exists());
}
