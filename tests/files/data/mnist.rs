//! MNIST's four files: under every name they go by, and with what is said where one is missing or does not belong.

use std::fs;
use std::path::{Path, PathBuf};

use constrata::data::mnist;
use constrata::{Image, Vector};

use super::idx::{file, gzip};
use super::said;

/// A folder of the four files, three images of 2 x 2 to learn from and one to test with, under the names that `name` makes of theirs.
fn folder(of: &str, name: impl Fn(&str) -> String) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("constrata-mnist-{of}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (half, count, first) in [("train", 3, 0), ("t10k", 1, 100)] {
        let pixels: Vec<u8> = (first..first + 4 * count).collect();
        let labels: Vec<u8> = (7..7 + count).collect();
        write(
            &folder,
            &name(&format!("{half}-images-idx3-ubyte")),
            &file(0x08, &[count.into(), 2, 2], &pixels),
        );
        write(&folder, &name(&format!("{half}-labels-idx1-ubyte")), &file(0x08, &[count.into()], &labels));
    }
    folder
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let bytes = if name.ends_with(".gz") { gzip(bytes) } else { bytes.to_vec() };
    fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn every_name_is_found() {
    for (of, name) in [
        ("dash", (|name| name.to_string()) as fn(&str) -> String),
        ("dash-gz", |name| format!("{name}.gz")),
        ("dot", |name| name.replace("-idx", ".idx")),
        ("dot-gz", |name| format!("{}.gz", name.replace("-idx", ".idx"))),
        (
            "mixed",
            |name| if name.contains("labels") { format!("{name}.gz") } else { name.replace("-idx", ".idx") },
        ),
    ] {
        let folder = folder(of, name);
        let (train, test) = mnist::<Image<1, 2, 2>, f32>(&folder).unwrap();
        assert_eq!((train.inputs[1], train.targets), ([[[4.0, 5.0], [6.0, 7.0]]], vec![7, 8, 9]), "{of}");
        assert_eq!((test.inputs, test.targets), (vec![[[[100.0, 101.0], [102.0, 103.0]]]], vec![7]), "{of}");
        assert_eq!(mnist::<Vector<4>, f32>(&folder).unwrap().0.inputs[0], [0.0, 1.0, 2.0, 3.0]);
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn what_is_missing_or_does_not_belong_is_named() {
    let folder = folder("missing", str::to_string);
    for name in [
        "t10k-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "train-images-idx3-ubyte",
    ] {
        fs::remove_file(folder.join(name)).unwrap();
        let wanted = format!(
            "{}: the file could not be read: there is no such file or folder",
            folder.join(name).display()
        );
        assert_eq!(said(mnist::<Image<1, 2, 2>, f32>(&folder)), wanted);
    }
    write(&folder, "train-images-idx3-ubyte", &file(0x08, &[2, 2, 2], &[0; 8]));
    write(&folder, "train-labels-idx1-ubyte", &file(0x08, &[3], &[0; 3]));
    assert_eq!(
        said(mnist::<Vector<4>, f32>(&folder)),
        "2 inputs and 3 targets: every input needs one target"
    );
    let other = "but the network takes samples of [1, 28, 28]";
    assert!(said(mnist::<Image<1, 28, 28>, f32>(&folder)).ends_with(other));
    fs::remove_dir_all(folder).unwrap();
}
