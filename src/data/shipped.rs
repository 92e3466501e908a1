//! The data sets that come with this crate; sources and licenses are in `data/README.md`.

use super::{Csv, Dataset};

/// 150 irises of three species: length and width of sepals and petals in cm. R. A. Fisher 1936; CC BY 4.0.
///
/// ```
/// use constrata::{data, prelude::*, train::{Fit, score}};
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Iris: 4 => Dense<8, Tanh> => Dense<3, Softmax> }
/// let mut rng = SmallRng::seed_from_u64(1);
/// let (train, test) = data::iris().stratified_split(0.2, &mut rng)?;
/// let scaler = data::Scaler::standard(&train.inputs)?;
/// let (train, test) = (train.scaled(&scaler), test.scaled(&scaler));
/// let mut net = Iris::random(&mut rng);
/// let fit = Fit { epochs: 100, batch: 16, learning_rate: 0.01, ..Fit::new(CrossEntropy, Adam::default()) };
/// fit.run(&mut net, train.data(), ())?;
/// assert!(score(&net, test.data())? > 0.9);
/// # Ok::<(), constrata::Error>(())
/// ```
#[must_use]
pub fn iris() -> Dataset<[f32; 4], usize> {
    shipped(csv("iris.csv", include_str!("../../data/iris.csv")).classes("species"))
}

/// 178 wines of three cultivars, by 13 chemical measurements of very different scale. S. Aeberhard and M. Forina 1992; CC BY
/// 4.0.
///
/// ```
/// let wine = constrata::data::wine();
/// assert_eq!((wine.len(), wine.classes.len()), (178, 3));
/// ```
#[must_use]
pub fn wine() -> Dataset<[f32; 13], usize> {
    shipped(csv("wine.csv", include_str!("../../data/wine.csv")).classes("cultivar"))
}

/// 569 tumors of the breast, class 0 `benign` or 1 `malignant`, by 30 measurements of their cells' nuclei. W. Wolberg and
/// others 1995; CC BY 4.0.
///
/// scikit-learn numbers the classes the other way round.
///
/// ```
/// let tumors = constrata::data::breast_cancer();
/// assert_eq!((tumors.len(), &tumors.classes[1]), (569, &"malignant".to_string()));
/// ```
#[must_use]
pub fn breast_cancer() -> Dataset<[f32; 30], usize> {
    shipped(csv("breast_cancer.csv", include_str!("../../data/breast_cancer.csv")).classes("diagnosis"))
}

/// 1 797 handwritten digits of 8 x 8 pixels from 0 to 16. E. Alpaydin and C. Kaynak 1998; CC BY 4.0.
///
/// ```
/// let digits = constrata::data::digits();
/// assert_eq!((digits.len(), digits.targets[3]), (1797, 3));
/// ```
#[must_use]
pub fn digits() -> Dataset<[f32; 64], usize> {
    shipped(csv("digits.csv", include_str!("../../data/digits.csv")).without_header().classes("65"))
}

/// 392 cars of 1970 to 1982: how many miles they go on a gallon, 9 to 46.6, by 6 measurements and where they come from, one-hot. R.
/// Quinlan 1993; CC BY 4.0.
///
/// ```
/// let cars = constrata::data::auto_mpg();
/// assert_eq!((cars.len(), cars.targets[0], cars.features[3].to_string()), (392, [18.0], "weight".to_string()));
/// assert_eq!(cars.inputs[0], [8.0, 307.0, 130.0, 3504.0, 12.0, 70.0, 0.0, 0.0, 1.0]); // Europe, Japan, USA
/// ```
#[must_use]
pub fn auto_mpg() -> Dataset<[f32; 9], [f32; 1]> {
    shipped(csv("auto_mpg.csv", include_str!("../../data/auto_mpg.csv")).one_hot("origin").values(["mpg"]))
}

fn csv(name: &str, text: &str) -> Csv {
    Csv::from_bytes(name, text)
}

fn shipped<D>(data: Result<D, crate::Error>) -> D {
    data.expect("the files that come with the crate are whole: a test reads each")
}
