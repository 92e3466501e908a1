//! Data sets: what is read is what stands in the file, every flaw is said with its place, and the same seed gives the same
//! bits.

use constrata::data::{self, Csv, Dataset, Scaler, one_hot};
use constrata::{Error, Image, Vector};
use rand::{SeedableRng, rngs::Xoshiro128PlusPlus};

mod guesses;
mod idx;
mod mnist;

use crate::refusal::said;

fn rng(seed: u64) -> Xoshiro128PlusPlus {
    Xoshiro128PlusPlus::seed_from_u64(seed)
}

fn csv(text: &str) -> Csv {
    Csv::from_bytes("t.csv", text)
}

#[test]
fn every_flaw_is_said_with_file_row_and_column() {
    let classes = |text: &str| said(csv(text).classes::<2, f32>("y"));
    for (text, words) in [
        (
            "a,b,y\n1,2,u\n1,,v\n",
            "t.csv, row 3, column `b`: the value is missing: fill it in, by `impute` if it is a feature's, or leave such rows out by `drop_missing`",
        ),
        (
            "a,b,y\n1,N/A,u\n",
            "t.csv, row 2, column `b`: the value is missing (`N/A`): fill it in, by `impute` if it is a feature's, or leave such rows out by `drop_missing`; or say by `missing` what else stands for that",
        ),
        (
            "a,b,y\n1,2,\n",
            "t.csv, row 2, column `y`: the value is missing: fill it in, by `impute` if it is a feature's, or leave such rows out by `drop_missing`",
        ),
        ("a,b,y\r\n\r\n1,2,u\n  \n\n3,x4,v\n", "t.csv, row 6, column `b`: `x4` is no number"),
        ("a,b,y\n1,\"2\n\",u\n3,x4,v\n", "t.csv, row 4, column `b`: `x4` is no number"),
        (
            "a,b,y\n1,\"2,5\",u\n",
            "t.csv, row 2, column `b`: `2,5` is no number: if that is a decimal comma, say so by `decimal_comma`",
        ),
        (
            "a,b,y\n1,inf,u\n",
            "t.csv, row 2, column `b`: the number is infinite, NaN or too large: clean or drop the sample",
        ),
        (
            "a,b,y\n1,1e39,u\n",
            "t.csv, row 2, column `b`: the number is infinite, NaN or too large: clean or drop the sample",
        ),
        ("a,b,y\n1,2,u\n1,2\n", "t.csv, row 3: 2 cells, where the first row has 3"),
        ("a,b,z\n1,2,u\n", "t.csv, column `y`: there is no such column, but `a`, `b`, `z`"),
        ("a,y,y\n1,2,u\n", "t.csv, column `y`: several columns have this name: rename all but one"),
        (
            "a,y\n1,u\n",
            "t.csv: 1 feature (`a`), but the network takes 2: choose by `columns` or `except`, or change the network",
        ),
        ("a,b,y\n", "t.csv: there is no sample"),
        ("", "t.csv, column `y`: there is no such column, but none"),
    ] {
        assert_eq!(classes(text), words, "{text:?}");
    }
    let bytes = Csv::from_bytes("t.csv", &b"a,b,y\n1,2,u\n1,\xff,u\n"[..]);
    assert_eq!(
        said(bytes.classes::<2, f32>("y")),
        "t.csv, row 3, column `b`: the text is not UTF-8: save the file as that"
    );
    let bytes = Csv::from_bytes("t.csv", &b"a,\xff,y\n1,2,u\n"[..]);
    assert_eq!(
        said(bytes.classes::<2, f32>("y")),
        "t.csv, row 1: the text is not UTF-8: save the file as that"
    );
    let known = ["u".to_string(), "v".to_string()];
    assert_eq!(
        said(csv("a,b,y\n1,2,w\n").classes_of::<2, f32>("y", &known)),
        "t.csv, row 2, column `y`: `w` is none of the classes `u`, `v`"
    );
    assert_eq!(
        said(Csv::open("no/such.csv")),
        "no/such.csv: the file could not be read: there is no such file or folder"
    );
}

/// Arrays of another width do not compile (`tests/compile_fail/tests/ui/data-set-of-another-width.rs`); a file is known to the running program only.
#[test]
fn a_file_of_another_width_than_the_network_is_refused() {
    let file = || csv("a,b,c,y\n1,2,u,3\n4,5,v,6\n");
    let advice = "choose by `columns` or `except`, or change the network";
    let refused = |found: &str| format!("t.csv: {found}, but the network takes 2: {advice}");
    assert_eq!(said(file().classes::<2, f32>("y")), refused("3 features (`a`, `b`, `c`)"));
    assert_eq!(said(file().values::<2, 1, f32>(["y"])), refused("3 features (`a`, `b`, `c`)"));
    assert_eq!(said(file().inputs::<2, f64>()), refused("4 features (`a`, `b`, `c`, `y`)"));
    assert_eq!(said(file().columns(["b"]).classes::<2, f32>("y")), refused("1 feature (`b`)"));
    let one_hot = file().columns(["a", "c"]).one_hot("c");
    assert_eq!(said(one_hot.classes::<2, f32>("y")), refused("3 features (`a`, `c=u`, `c=v`)"));
    assert_eq!(file().columns(["b", "a"]).classes::<2, f32>("y").unwrap().inputs, [[2.0, 1.0], [5.0, 4.0]]);
}

#[test]
fn what_stands_in_the_file_is_read() {
    // a byte order mark, spaces, quotes, line ends of Windows, an exponent, an empty last line
    let text = "\u{feff}a, b ,\"y, or not\"\r\n1.5, -2e-3 ,\"u \"\"x\"\"\"\r\n+3,.5,v\r\n\r\n";
    let data = csv(text).classes::<2, f64>("y, or not").unwrap();
    assert_eq!(data.inputs, [[1.5, -0.002], [3.0, 0.5]]);
    assert_eq!((data.targets, data.classes), (vec![0, 1], vec!["u \"x\"".to_string(), "v".to_string()]));
    assert_eq!(data.features, ["a", "b"]);

    let file = csv("9;x;10\n;y;9\n1;;9\n7;x;2\n2;y;NA\n").delimiter(b';').without_header().one_hot("2");
    assert_eq!(said(file.classes::<3, f32>("3")).split(':').next(), Some("t.csv, row 2, column `1`"));
    // `NA` is missing as a class too, unless the file says otherwise
    let file = file.drop_missing();
    assert_eq!(file.classes::<2, f32>("3").unwrap().inputs, [[9.0, 1.0], [7.0, 1.0]]);
    let data = file.clone().missing([""]).classes::<3, f32>("3").unwrap();
    assert_eq!(data.features, ["1", "2=x", "2=y"]);
    assert_eq!(data.inputs, [[9.0, 1.0, 0.0], [7.0, 1.0, 0.0], [2.0, 0.0, 1.0]]);
    assert_eq!(
        (&data.classes[..], &data.targets[..]),
        (&["10", "2", "NA"].map(String::from)[..], &[0, 1, 2][..])
    );
    // as numbers, `NA` is none; and then `y` is no text of the file any more
    let data = file.values::<2, 1, f32>(["3"]).unwrap();
    assert_eq!((data.inputs, data.targets), (vec![[9.0, 1.0], [7.0, 1.0]], vec![[10.0], [2.0]]));

    let file = csv("a,b,c\n1,2,3\n4,5,6\n");
    assert_eq!(file.inputs::<3, f32>().unwrap(), [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    assert_eq!(file.clone().columns(["c", "a"]).inputs::<2, f32>().unwrap(), [[3.0, 1.0], [6.0, 4.0]]);
    let two = file.values::<1, 2, f32>(["c", "a"]).unwrap();
    assert_eq!((two.inputs, two.targets), (vec![[2.0], [5.0]], vec![[3.0, 1.0], [6.0, 4.0]]));
    // classes that are numbers are in their order
    assert_eq!(csv("a,y\n1,10\n1,9\n1,-1\n").classes::<1, f32>("y").unwrap().classes, ["-1", "9", "10"]);
}

#[test]
fn the_shipped_sets_are_those_of_the_papers() {
    let (iris, wine, tumors) = (data::iris(), data::wine(), data::breast_cancer());
    let count = |targets: &[usize], class| targets.iter().filter(|y| **y == class).count();
    assert_eq!([0, 1, 2].map(|class| count(&iris.targets, class)), [50; 3]);
    assert_eq!([0, 1, 2].map(|class| count(&wine.targets, class)), [59, 71, 48]);
    assert_eq!([0, 1].map(|class| count(&tumors.targets, class)), [357, 212]);
    assert_eq!(tumors.classes, ["benign", "malignant"]);
    let (digits, cars) = (data::digits(), data::auto_mpg());
    assert_eq!((digits.len(), cars.len()), (1797, 392));
    assert_eq!(digits.classes.join(""), "0123456789");
    assert!(digits.inputs.as_flattened().iter().all(|pixel| (0.0..=16.0).contains(pixel)));
    let mean = cars.targets.as_flattened().iter().sum::<f32>() / 392.0;
    assert!((mean - 23.445_92).abs() < 1e-4, "{mean}");
}

#[test]
fn the_same_seed_gives_the_same_parts() {
    let data = data::wine();
    for share in [0.1, 0.2, 0.5, 0.77] {
        let (train, test) = data.stratified_split(share, &mut rng(3)).unwrap();
        assert_eq!(data.stratified_split(share, &mut rng(3)).unwrap(), (train.clone(), test.clone()));
        assert_ne!(data.stratified_split(share, &mut rng(4)).unwrap().1, test);
        assert_eq!(test.len(), (178.0 * share).round() as usize);
        for (class, size) in [59.0, 71.0, 48.0].into_iter().enumerate() {
            let count = test.targets.iter().filter(|y| **y == class).count() as f64;
            assert!((count - size * share).abs() < 1.0, "class {class}: {count} of {size}");
        }
        // every sample is on one side, with its own target
        let mut all: Vec<_> =
            train.inputs.iter().zip(&train.targets).chain(test.inputs.iter().zip(&test.targets)).collect();
        let mut before: Vec<_> = data.inputs.iter().zip(&data.targets).collect();
        all.sort_by(|a, b| a.partial_cmp(b).unwrap());
        before.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(all, before);
        let (train, test) = data.split(share, &mut rng(3)).unwrap();
        assert_eq!(data.split(share, &mut rng(3)).unwrap(), (train.clone(), test.clone()));
        assert_eq!(train.len() + test.len(), 178);
    }
    let (mut once, mut twice) = (data.clone(), data.clone());
    once.shuffle(&mut rng(5));
    twice.shuffle(&mut rng(5));
    assert_eq!(once, twice);
    assert_ne!(once, data);
    assert_eq!(once.classes, data.classes);
}

#[test]
fn what_cannot_be_split_is_refused() {
    let data = Dataset::new(vec![[0.0_f32]; 5], vec![0, 0, 1, 1, 2]).unwrap();
    assert_eq!(
        said(data.stratified_split(0.4, &mut rng(1))),
        "class 2 has 1 samples: too few to stand on either side of the split"
    );
    for share in [0.0, 0.05, 1.0, -1.0, 2.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            said(data.split(share, &mut rng(1))),
            format!("a share of {share} leaves one side empty: it is more than 0, less than 1")
        );
    }
    let none = Dataset::<[f32; 1], usize>::new(vec![], vec![]).unwrap();
    assert_eq!(none.split(0.5, &mut rng(1)), Err(Error::Empty));
    assert_eq!(Dataset::new(vec![[0.0]], vec![0, 1]).unwrap_err(), Error::Length { inputs: 1, targets: 2 });
}

#[test]
fn scalers_do_what_scikit_learn_does() {
    // StandardScaler and MinMaxScaler of scikit-learn 1.9, fitted on its iris
    let iris = data::iris();
    let scaler = Scaler::standard(&iris.inputs).unwrap();
    let near = |found: [f32; 4], wanted: [f32; 4]| {
        assert!(
            found.iter().zip(wanted).all(|(f, w)| (f - w).abs() <= 2e-7 * w.abs()),
            "{found:?}, {wanted:?}"
        );
    };
    near(scaler.shift, [5.843_333_3, 3.057_333_3, 3.758, 1.199_333_3]);
    near(scaler.scale, [0.825_301_3, 0.434_411, 1.759_404, 0.759_692_6]);
    let scaler = Scaler::min_max(&iris.inputs).unwrap();
    assert_eq!(scaler.shift, [4.3, 2.0, 1.0, 0.1]);
    near(scaler.scale, [3.6, 2.4, 5.9, 2.4]);

    // a constant of which the mean is not exact; numbers that do not fit
    let constant = Scaler::<_, f64>::standard(&[[0.1]; 3]).unwrap();
    assert_eq!((constant.scale, constant.scale(&[0.1])[0].abs() < 1e-15), ([1.0], true));
    assert_eq!(Scaler::<Vector<1>, f32>::standard::<[f32; 1]>(&[]), Err(Error::Empty));
    assert_eq!(
        Scaler::<_, f32>::min_max(&[[1.0, 1.0], [1.0, f32::NAN]]).unwrap_err(),
        Error::Input { sample: 1, index: 1 }
    );
    let wide = Scaler::<_, f32>::min_max(&[[f32::MIN], [f32::MAX]]).unwrap();
    assert_eq!(wide.scale, [1.0]);
    // images have a scaler too, and raw values come back
    let images = [[[[0.0, 128.0], [255.0, 1.0]]], [[[255.0, 0.0], [0.0, 1.0]]]];
    let scaler: Scaler<Image<1, 2, 2>> = Scaler::min_max(&images).unwrap();
    assert_eq!(scaler.scale(&images[0]), [[[0.0, 1.0], [1.0, 0.0]]]);
    assert_eq!(scaler.unscale(&scaler.scale(&images[0])), images[0]);
}

#[test]
fn one_hot_is_one_where_the_class_is() {
    let iris = data::iris();
    let hot: Vec<[f32; 3]> = one_hot(&iris.targets).unwrap();
    for (hot, class) in hot.iter().zip(&iris.targets) {
        assert!((0..3).all(|index| hot[index] == f32::from(u8::from(index == *class))));
    }
    let data = iris.with_targets(hot).unwrap();
    assert_eq!(data.classes.len(), 3);
    assert!(data.with_targets(vec![0; 3]).is_err());
    assert!(one_hot::<f32, 2>(&[2]).is_err());
}
