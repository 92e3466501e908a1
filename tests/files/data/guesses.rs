//! Where a reader of files could guess, it refuses, and says where and what to do.

use super::{csv, said};
use constrata::data::{Csv, Impute, idx};
use constrata::{Error, Vector};
use rand::RngExt;

fn classes<const N: usize>(text: &str) -> Result<Vec<String>, Error> {
    csv(text).classes::<N, f32>("y").map(|data| data.classes)
}

#[test]
fn quotes_hold_whole_cells_or_are_refused() {
    let open = "the cell begins with a quote that is not closed: close it, or double it within quotes";
    let after = "the cell begins with a quote, and there is text behind the closing one: double a quote within quotes, or take both away";
    for (text, place, words) in [
        ("a,y\n\"5 inch,u\n6,v\n", "row 2, column `1`", open),
        ("a,y\n1,u\n2,\"\n", "row 3, column `2`", open),
        // the quote that is not closed swallows lines until the next
        ("a,y\n\"5 inch,u\n\"6 inch,v\n", "row 2, column `1`", after),
        ("a,y\n1,\"u\"v\n", "row 2, column `2`", after),
        ("a,y\n1,\"u\" \"v\"\n", "row 2, column `2`", after),
    ] {
        assert_eq!(said(classes::<1>(text)), format!("t.csv, {place}: {words}"), "{text:?}");
    }
    // blanks before and behind quotes are no text; a quote further in is itself
    assert_eq!(classes::<1>("a,y\n1, \"n\" \n2,n\n3,5\" pipe\n").unwrap(), ["5\" pipe", "n"]);
    let file = csv("a;y\n1;\"\"\"x\"\";\r\nz\"\r\n2;\"\"\r\n").delimiter(b';').drop_missing();
    assert_eq!(file.classes::<1, f32>("y").unwrap().classes, ["\"x\";\r\nz"]);
    // with tabs between cells, a tab is no blank
    let file = csv("a\tb\ty\n1\t\tu\n").delimiter(b'\t').drop_missing();
    assert_eq!(
        said(file.classes::<2, f32>("y")),
        "t.csv, column `b`: every value is missing: leave the column out by `except`"
    );
}

#[test]
fn other_encodings_are_said() {
    let wide =
        |order: fn(u16) -> [u8; 2]| "\u{feff}a,y\n1,u\n".encode_utf16().flat_map(order).collect::<Vec<u8>>();
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes), wide(u16::to_le_bytes)[2..].to_vec()] {
        let refused = said(Csv::from_bytes("t.csv", bytes).classes::<1, f32>("y"));
        assert!(refused.ends_with("the text is UTF-16 or no text: save the file as UTF-8"), "{refused}");
    }
}

#[test]
fn columns_are_chosen_by_names_that_are_there() {
    let file = || csv("id,a,b,target\n0,1,2,u\n1,3,4,v\n");
    assert_eq!(file().except(["id"]).classes::<2, f32>("target").unwrap().inputs, [[1.0, 2.0], [3.0, 4.0]]);
    assert_eq!(
        said(file().classes::<2, f32>("taget")),
        "t.csv, column `taget`: there is no such column, but `id`, `a`, `b`, `target`: did you mean `target`?"
    );
    for (refused, words) in [
        (
            file().except(["ID"]),
            "column `ID`: there is no such column, but `id`, `a`, `b`, `target`: did you mean `id`?",
        ),
        (
            file().columns(["a", "target"]),
            "column `target`: this is what is to be learned, and stands among the features: take it out of `columns`",
        ),
        (file().columns(["a", "a"]), "column `a`: the column is chosen twice: name it once in `columns`"),
        (
            file().columns(["a", "b"]).except(["b"]),
            "column `b`: the column stands in `columns` and in `except`: take it out of one",
        ),
        (
            file().except(["id"]).one_hot("id"),
            "column `id`: `one_hot` and `impute` are about features, and this column is none",
        ),
        (
            file().except(["id"]).impute("target", Impute::Mean),
            "column `target`: `one_hot` and `impute` are about features, and this column is none",
        ),
    ] {
        assert_eq!(said(refused.classes::<2, f32>("target")), format!("t.csv, {words}"));
    }
}

#[test]
fn a_sample_is_no_header() {
    for text in ["5.1,3.5\n4.9,3.0\n", "0,0\n1,0\n"] {
        let refused = said(csv(text).inputs::<2, f32>());
        assert!(refused.ends_with("a file without a header is read by `without_header`"), "{refused}");
        assert_eq!(csv(text).without_header().inputs::<2, f32>().unwrap().len(), 2);
    }
    assert_eq!(csv("2019,2020\n1,2\n").inputs::<2, f32>().unwrap(), [[1.0, 2.0]]);
}

#[test]
fn a_missing_label_is_no_class() {
    for none in ["", "nan", "NaN", "?", "NA", "n/a", "null", "None"] {
        let file = csv(&format!("a,y\n1,u\n2,{none}\n3,v\n"));
        let refused = said(file.classes::<1, f32>("y"));
        assert!(refused.starts_with("t.csv, row 3, column `y`: the value is missing"), "{refused}");
        let data = file.drop_missing().classes::<1, f32>("y").unwrap();
        assert_eq!(
            (data.classes.join(" "), data.inputs.as_flattened()),
            ("u v".into(), &[1.0, 3.0][..]),
            "{none}"
        );
        // nor is it a category
        let file = csv(&format!("job,y\nclerk,u\n{none},v\nchief,u\n")).one_hot("job");
        let refused = said(file.classes::<2, f32>("y"));
        assert!(refused.starts_with("t.csv, row 3, column `job`: the value is missing"), "{refused}");
        assert_eq!(file.drop_missing().classes::<2, f32>("y").unwrap().features, ["job=chief", "job=clerk"]);
    }
}

#[test]
fn rows_are_not_dropped_to_nothing() {
    let file = csv("a,b,y\n1,,u\n2,?,v\n").drop_missing();
    let refused = "t.csv, column `b`: every value is missing: leave the column out by `except`";
    assert_eq!(said(file.classes::<2, f32>("y")), refused);
    assert_eq!(file.except(["b"]).classes::<1, f32>("y").unwrap().inputs, [[1.0], [2.0]]);
    let file = csv("a,b,y\n1,,u\n,2,v\n").drop_missing();
    assert_eq!(
        said(file.classes::<2, f32>("y")),
        "t.csv: all 2 rows lack a value in one of `a`, `b`, `y`: leave columns out by `except`, or fill values in by `impute`"
    );
}

#[test]
fn a_number_in_two_forms_is_not_two_classes() {
    for (one, other) in [("1", "1.0"), ("01", "1"), ("+1", "1"), ("1", "1e0"), ("-0", "0")] {
        let refused = said(classes::<1>(&format!("a,y\n1,{one}\n2,2\n3,{other}\n")));
        assert!(refused.contains("are the same number: write it in one form"), "{refused}");
        let refused = said(csv(&format!("a,y\n{one},u\n{other},v\n")).one_hot("a").classes::<2, f32>("y"));
        assert!(refused.contains("column `a`: `"), "{refused}");
    }
    // where not all are numbers, they are texts
    assert_eq!(classes::<1>("a,y\n1,01\n2,1\n3,1a\n").unwrap(), ["01", "1", "1a"]);
}

#[test]
fn numbers_to_learn_are_no_classes() {
    let refused = said(classes::<1>("a,y\n1,3\n2,0.5\n"));
    assert_eq!(
        refused,
        "t.csv, row 3, column `y`: `0.5` is a number and no class: read numbers to learn by `values`, or name the classes by `classes_of`"
    );
    let rents: String = (0..60).map(|row| format!("{row},{}\n", 500 + row / 2)).collect();
    assert_eq!(
        said(classes::<1>(&format!("a,y\n{rents}"))),
        "t.csv, column `y`: 30 different numbers in 60 rows are no classes: read numbers to learn by `values`, or name the classes by `classes_of`"
    );
    let stars = ["0.5", "1"].map(String::from);
    assert_eq!(csv("a,y\n1,1\n2,0.5\n").classes_of::<1, f32>("y", &stars).unwrap().targets, [1, 0]);
    let names: String = (0..60).map(|row| format!("{row},name {row}\n")).collect();
    assert_eq!(classes::<1>(&format!("a,y\n{names}")).unwrap().len(), 60);
}

#[test]
fn decimal_commas_and_comments_are_read_when_they_are_said() {
    let file = csv("# of Monday\na;y\n1,5;u\n#;\n-2,5e1;v\n").delimiter(b';').comment(b'#').decimal_comma();
    assert_eq!(file.classes::<1, f32>("y").unwrap().inputs, [[1.5], [-25.0]]);
    let refused = said(csv("a\n1.234\n").decimal_comma().inputs::<1, f32>());
    assert_eq!(
        refused,
        "t.csv, row 2, column `a`: `1.234` is no number with a decimal comma: leave `decimal_comma` out, or signs between thousands"
    );
    assert!(csv("a\n\"1,234,5\"\n").decimal_comma().inputs::<1, f32>().is_err());
}

#[test]
fn what_is_filled_in_is_what_scikit_learn_fills_in() {
    // SimpleImputer of scikit-learn 1.9, of [7, nan, 1, 7, nan, 2, 1]
    let file = csv("a,y\n7,0\n,0\n1,0\n7,1\nNA,1\n2,1\n1,1\n");
    let filled = |by| file.clone().impute("a", by).values::<1, 1, f64>(["y"]).unwrap().inputs[1][0];
    assert_eq!([Impute::Mean, Impute::Median, Impute::MostFrequent].map(filled), [3.6, 2.0, 1.0]);
    assert_eq!(filled(Impute::Constant("-1.5")), -1.5);
    assert!(
        said(file.clone().impute("a", Impute::Constant("x")).inputs::<2, f32>()).contains("`x` is no number")
    );
    // of texts
    let file = csv("fur,y\nred,0\n,0\nblack,0\nred,1\nblack,1\n").one_hot("fur");
    let filled = |by| file.clone().impute("fur", by).values::<2, 1, f64>(["y"]).unwrap().inputs[1];
    assert_eq!(filled(Impute::MostFrequent), [1.0, 0.0]);
    let other = file.clone().impute("fur", Impute::Constant("none")).values::<3, 1, f64>(["y"]).unwrap();
    assert_eq!((other.inputs[1], other.inputs[0]), ([0.0, 0.0, 1.0], [0.0, 1.0, 0.0]));
    assert_eq!(
        said(file.impute("fur", Impute::Mean).inputs::<3, f32>()),
        "t.csv, column `fur`: texts have no mean and no median: write `Impute::MostFrequent` or `Impute::Constant`"
    );
    assert_eq!(
        said(csv("a,b\n,1\n?,2\n").impute("a", Impute::Median).inputs::<2, f32>()),
        "t.csv, column `a`: every value is missing: leave the column out by `except`"
    );
}

#[test]
fn a_file_is_matched_by_name_with_what_was_learned_from() {
    let learned =
        csv("fur,age,y\nred,2,no\nblack,,yes\nwhite,4,no\n").one_hot("fur").impute("age", Impute::Mean);
    let learned = learned.classes::<4, f32>("y").unwrap();
    assert_eq!(learned.features, ["fur=black", "fur=red", "fur=white", "age"]);
    let like = |text: &str| csv(text).like(&learned).classes::<4, f32>("y");
    let later = like("y,nose,age,fur\nyes,cold,7,white\nyes,,?,red\n").unwrap();
    assert_eq!(later.inputs, [[0.0, 0.0, 1.0, 7.0], [0.0, 1.0, 0.0, 3.0]]);
    assert_eq!((later.targets, later.classes), (vec![1, 1], learned.classes.clone()));
    for (text, words) in [
        (
            "fur,age,y\nblack,1,no\ngrey,2,no\n",
            "row 3, column `fur`: `grey` is none of the categories `black`, `red`, `white` that were learned from",
        ),
        ("fur,y\nblack,no\n", "column `age`: there is no such column, but `fur`, `y`"),
        (
            "age,Fur,y\n1,black,no\n",
            "column `fur`: there is no such column, but `age`, `Fur`, `y`: did you mean `Fur`?",
        ),
        ("fur,age,y\nblack,1,maybe\n", "row 2, column `y`: `maybe` is none of the classes `no`, `yes`"),
        ("fur,age,age,y\nblack,1,2,no\n", "column `age`: several columns have this name: rename all but one"),
    ] {
        assert_eq!(said(like(text)), format!("t.csv, {words}"));
    }
    let refused = said(csv("fur,age\nblack,1\n").like(&learned).one_hot("fur").inputs::<4, f32>());
    assert!(refused.starts_with("t.csv: `like` says which columns there are"), "{refused}");
    let nameless = constrata::data::Dataset::new(vec![[0.0]], vec![0]).unwrap();
    assert!(said(csv("a\n1\n").like(&nameless).inputs::<1, f32>()).contains("has no feature names"));
}

/// Hostile tables: nothing panics, and what is read is read the same when it is read like itself.
#[test]
fn no_text_panics() {
    let mut rng = super::rng(29);
    let (mut accepted, letters) = (0, b"12,,\n\n\n\r\" .#na?-e");
    for _ in 0..40_000 {
        let length = rng.random_range(0..24);
        let text: Vec<u8> = (0..length).map(|_| letters[rng.random_range(0..letters.len())]).collect();
        let file = Csv::from_bytes("t.csv", [&b"a,b\n1,1\n"[..], &text].concat()).comment(b'#');
        let file = if rng.random() { file.drop_missing() } else { file };
        let fitted = if rng.random() { file.clone().one_hot("a") } else { file.clone() };
        let fitted = if rng.random() { fitted.impute("a", Impute::MostFrequent) } else { fitted };
        if let Ok(learned) = fitted.classes::<1, f32>("b") {
            assert_eq!(file.like(&learned).classes::<1, f32>("b"), Ok(learned));
            accepted += 1;
        }
    }
    assert!((2_000..38_000).contains(&accepted), "{accepted} accepted");
}

/// An IDX file of `dimensions`, of numbers of this kind.
fn idx_file(name: &str, kind: u8, dimensions: &[u32], numbers: &[u8]) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("constrata-guesses-{}-{name}", std::process::id()));
    let sizes: Vec<u8> = dimensions.iter().flat_map(|size| size.to_be_bytes()).collect();
    std::fs::write(&path, [&[0, 0, kind, dimensions.len() as u8], &sizes[..], numbers].concat()).unwrap();
    path
}

#[test]
fn labels_of_idx_files_are_whole_numbers_on_one_axis() {
    let wide = |numbers: &[f32]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>();
    for (name, kind, dimensions, numbers, words) in [
        (
            "below",
            0x09,
            &[3][..],
            vec![0, 255, 1],
            "row 2: the label -1 is no class: classes are 0, 1, 2 and so on",
        ),
        (
            "decimals",
            0x0d,
            &[2],
            wide(&[3.0, 0.9]),
            "row 2: the label 0.9 is no class: classes are 0, 1, 2 and so on",
        ),
        (
            "axes",
            0x08,
            &[2, 1],
            vec![0, 1],
            "the file has dimensions [2, 1], where labels have one, how many they are",
        ),
    ] {
        let path = idx_file(name, kind, dimensions, &numbers);
        let refused = said(idx::labels(&path));
        assert!(refused.ends_with(words), "{refused}");
        std::fs::remove_file(path).unwrap();
    }
    let path = idx_file("right", 0x0d, &[2], &wide(&[3.0, 0.0]));
    assert_eq!(idx::labels(&path).unwrap(), [3, 0]);
    assert_eq!(idx::read::<Vector<1>, f32>(&path).unwrap(), [[3.0], [0.0]]);
    std::fs::remove_file(path).unwrap();
}
