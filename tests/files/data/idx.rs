//! IDX files: the MNIST format, of every kind of number, plain and compressed.

use std::io::Write;

use constrata::data::idx;
use constrata::{Image, Vector};
use flate2::{Compression, write::GzEncoder};

use super::said;

/// A file of `kind` with these dimensions.
pub(super) fn file(kind: u8, dimensions: &[u32], numbers: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, kind, dimensions.len() as u8];
    file.extend(dimensions.iter().flat_map(|size| size.to_be_bytes()));
    file.extend_from_slice(numbers);
    file
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_kind_of_number_is_read() {
    let read = |kind, numbers: &[u8]| {
        let file = file(kind, &[1, 2], numbers);
        let plain = idx::from_reader::<Vector<2>, f64>("t", &file[..]).unwrap();
        assert_eq!(idx::from_reader::<Vector<2>, f64>("t", &gzip(&file)[..]).unwrap(), plain);
        plain[0]
    };
    assert_eq!(read(0x08, &[0, 255]), [0.0, 255.0]);
    assert_eq!(read(0x09, &[127, 128]), [127.0, -128.0]);
    assert_eq!(read(0x0b, &[1, 0, 255, 254]), [256.0, -2.0]);
    assert_eq!(read(0x0c, &[0, 1, 0, 0, 255, 255, 255, 255]), [65536.0, -1.0]);
    assert_eq!(read(0x0d, &[1.5_f32.to_be_bytes(), (-2.25_f32).to_be_bytes()].concat()), [1.5, -2.25]);
    assert_eq!(read(0x0e, &[0.1_f64.to_be_bytes(), 1e300_f64.to_be_bytes()].concat()), [0.1, 1e300]);
}

#[test]
fn images_and_labels_go_together() {
    let folder = std::env::temp_dir().join(format!("constrata-idx-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (images, labels) = (folder.join("images.gz"), folder.join("labels"));
    let pixels: Vec<u8> = (0..3 * 6).collect();
    std::fs::write(&images, gzip(&file(0x08, &[3, 2, 3], &pixels))).unwrap();
    std::fs::write(&labels, file(0x08, &[3], &[7, 0, 9])).unwrap();
    let data = idx::open::<Image<1, 2, 3>, f32>(&images, &labels).unwrap();
    assert_eq!(data.inputs[1], [[[6.0, 7.0, 8.0], [9.0, 10.0, 11.0]]]);
    assert_eq!(data.targets, [7, 0, 9]);
    let flat = idx::open::<Vector<6>, f32>(&images, &labels).unwrap();
    assert_eq!(flat.inputs[1], [6.0, 7.0, 8.0, 9.0, 10.0, 11.0]);
    assert!(
        said(idx::labels(folder.join("none")))
            .ends_with("none: the file could not be read: there is no such file or folder")
    );
    std::fs::write(&labels, file(0x08, &[2], &[7, 0])).unwrap();
    assert_eq!(
        said(idx::open::<Vector<6>, f32>(&images, &labels)),
        "3 inputs and 2 targets: every input needs one target"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn other_files_are_refused() {
    fn refused<S: constrata::Numbers>(bytes: &[u8]) -> String {
        said(idx::from_reader::<S, f32>("t", bytes))
    }
    let whole = file(0x08, &[2, 2, 2], &[1; 8]);
    assert_eq!(
        refused::<Vector<5>>(&whole),
        "t: the file has dimensions [2, 2, 2], the samples first, but the network takes samples of [5]"
    );
    assert_eq!(
        refused::<Image<1, 1, 4>>(&whole),
        "t: the file has dimensions [2, 2, 2], the samples first, but the network takes samples of [1, 1, 4]"
    );
    for length in 0..whole.len() {
        let cut = refused::<Vector<4>>(&whole[..length]);
        match length {
            0..4 => assert_eq!(cut, "t: this is no IDX file: it begins otherwise"),
            4..16 => {
                assert_eq!(cut, format!("t: the file should have 16 bytes and has {length}: it was cut off"))
            }
            _ => {
                assert_eq!(cut, format!("t: the file should have 24 bytes and has {length}: it was cut off"))
            }
        }
        let packed = gzip(&whole);
        if length < packed.len() {
            refused::<Vector<4>>(&packed[..length]);
        }
    }
    let longer = [whole.as_slice(), &[0]].concat();
    assert_eq!(
        refused::<Vector<4>>(&longer),
        "t: the file should have 24 bytes and has more: it was added to"
    );
    assert_eq!(
        refused::<Vector<4>>(&file(0x0a, &[1, 4], &[0; 4])),
        "t: this is no IDX file: it begins otherwise"
    );
    assert_eq!(refused::<Vector<4>>(&file(0x08, &[], &[])), "t: this is no IDX file: it begins otherwise");
    // promises of 2^32 samples of 2^32 numbers are not believed
    let hollow = file(0x08, &[u32::MAX, u32::MAX, u32::MAX, u32::MAX], &[]);
    assert!(refused::<Vector<4>>(&hollow).starts_with("t: the file has dimensions"));
    let hollow = file(0x0e, &[u32::MAX, 4], &[]);
    assert_eq!(
        refused::<Vector<4>>(&hollow),
        "t: the file should have 137438953452 bytes and has 12: it was cut off"
    );
    let nan = file(0x0d, &[1, 1], &f32::NAN.to_be_bytes());
    assert!(refused::<Vector<1>>(&nan).contains("infinite, NaN"));
    let mut damaged = gzip(&whole);
    damaged[12] ^= 0x55;
    assert!(refused::<Vector<4>>(&damaged).starts_with("t: "));
}

/// What is a thousand times as long unpacked is refused before it fills the memory; a few honest zeros are not.
#[test]
fn what_only_expands_is_refused() {
    let packed = |samples: u32| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&file(8, &[samples, 1 << 14], &vec![0; (samples as usize) << 14])).unwrap();
        packed.finish().unwrap()
    };
    type Sample = Vector<{ 1 << 14 }>;
    let few = idx::from_reader::<Sample, f32>("few", &packed(64)[..]).unwrap();
    assert_eq!((few.len(), few[63][0]), (64, 0.0));
    let bomb = idx::from_reader::<Sample, f32>("bomb", &packed(5 << 10)[..]).unwrap_err();
    assert!(
        bomb.to_string().starts_with("bomb: the compressed file is hundreds of times as long unpacked"),
        "{bomb}"
    );
}
