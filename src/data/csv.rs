//! Tables in text files.

use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use super::impute::Rule;
use super::table::{Form, NO_VALUE};
use super::{Feature, Fitted, Flaw, Impute, Problem};
use crate::Error;

/// A CSV file that is to be a [`Dataset`](super::Dataset): a header, then a sample a row; one column is the label, the others are features.
///
/// How many features the network takes is known to the compiler, and the file is held against it. Every mistake is reported
/// with file, row and column.
///
/// ```
/// use constrata::data::Csv;
/// # std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
/// let iris = Csv::open("data/iris.csv")?.classes::<4, f32>("species")?;
/// assert_eq!((iris.inputs[0], iris.targets[0]), ([5.1, 3.5, 1.4, 0.2], 0));
/// assert_eq!(iris.classes, ["setosa", "versicolor", "virginica"]);
///
/// let petals = Csv::open("data/iris.csv")?.columns(["petal length (cm)", "petal width (cm)"]).classes::<2, f32>("species")?;
/// assert_eq!(petals.inputs[0], [1.4, 0.2]);
///
/// let refused = Csv::open("data/iris.csv")?.classes::<3, f32>("species").unwrap_err();
/// assert!(refused.to_string().starts_with("data/iris.csv: 4 features (`sepal length (cm)`, "));
/// assert!(refused.to_string().ends_with("), but the network takes 3: choose by `columns` or `except`, or change the network"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Csv {
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    pub(super) form: Form,
    pub(super) columns: Option<Vec<String>>,
    pub(super) except: Vec<String>,
    pub(super) one_hot: Vec<String>,
    pub(super) impute: Vec<(String, Rule)>,
    pub(super) drop_missing: bool,
    /// Features and classes of other data.
    pub(super) like: Option<(Vec<Feature>, Vec<String>)>,
}

impl Csv {
    /// Reads the file `path`, whose cells are separated by commas and whose first row is a header.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let file = path.as_ref().display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Ok(Self::from_bytes(&file, bytes)),
            Err(error) => Err(Flaw::of(Problem::Io(error.kind())).file(&file).into()),
        }
    }

    /// The same of bytes, which errors call `file`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let rows = Csv::from_bytes("from the network", "a,b\n1,2\n3,4\n").inputs::<2, f32>()?;
    /// assert_eq!(rows, [[1.0, 2.0], [3.0, 4.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn from_bytes(file: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Csv {
            file: file.to_string(),
            bytes: bytes.into(),
            form: Form {
                delimiter: b',',
                header: true,
                comment: None,
                decimal_comma: false,
                missing: NO_VALUE.map(str::to_string).into(),
            },
            columns: None,
            except: Vec::new(),
            one_hot: Vec::new(),
            impute: Vec::new(),
            drop_missing: false,
            like: None,
        }
    }

    /// Cells are separated by this: `b';'`, `b'\t'`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// assert_eq!(Csv::from_bytes("tabs", "a\tb\n1\t2\n").delimiter(b'\t').inputs::<2, f32>()?, [[1.0, 2.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.form.delimiter = delimiter;
        self
    }

    /// Numbers have a comma before their decimals: `2,5`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("preise.csv", "Größe;Miete\n50,5;701\n").delimiter(b';');
    /// assert!(file.clone().inputs::<2, f32>().unwrap_err().to_string().ends_with("`50,5` is no number: if that is a decimal comma, say so by `decimal_comma`"));
    /// assert_eq!(file.decimal_comma().inputs::<2, f32>()?, [[50.5, 701.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn decimal_comma(mut self) -> Self {
        self.form.decimal_comma = true;
        self
    }

    /// Lines that begin with this are no rows: `b'#'`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let rows = Csv::from_bytes("notes", "# of Monday\na,b\n1,2\n# lunch\n3,4\n").comment(b'#').inputs::<2, f32>()?;
    /// assert_eq!(rows, [[1.0, 2.0], [3.0, 4.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn comment(mut self, comment: u8) -> Self {
        self.form.comment = Some(comment);
        self
    }

    /// These cells, in any case, say that there is no value, and no others do; unless told, they are empty cells, `NA`, `N/A`,
    /// `NaN`, `null`, `None` and `?`, among features, texts and labels alike.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("countries", "size,country\n825,NA\n-99,ZA\n"); // Namibia, and a size that is not known
    /// let data = file.missing(["", "-99"]).drop_missing().classes::<1, f32>("country")?;
    /// assert_eq!((data.inputs, data.classes), (vec![[825.0]], vec!["NA".to_string()]));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn missing<'a>(mut self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        self.form.missing = texts.into_iter().map(str::to_string).collect();
        self
    }

    /// The first row is a sample, and columns are called by their number: `1`, `2`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let data = Csv::from_bytes("bare", "1.5,0.5,no\n2.5,0.25,yes\n").without_header().classes::<2, f32>("3")?;
    /// assert_eq!(data.inputs[0], [1.5, 0.5]);
    /// assert_eq!(data.features, ["1", "2"]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn without_header(mut self) -> Self {
        self.form.header = false;
        self
    }

    /// The features are these columns, in this order, and no others.
    #[must_use]
    pub fn columns<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        Csv { columns: Some(names.into_iter().map(str::to_string).collect()), ..self }
    }

    /// The features are all columns but these, and but the labels: an index that pandas wrote, say.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("saved by pandas", ",width,species\n0,1.5,a\n1,2.5,b\n");
    /// assert_eq!(file.except([""]).classes::<1, f32>("species")?.inputs, [[1.5], [2.5]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn except<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        Csv { except: names.into_iter().map(str::to_string).collect(), ..self }
    }

    /// The column `name` holds texts: each different one becomes a feature `name=text`, in order, which is 1 or 0.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("cats.csv", "fur,age,bites\nred,2,no\nblack,3,yes\n");
    /// let cats = file.one_hot("fur").classes::<3, f32>("bites")?;
    /// assert_eq!(cats.features, ["fur=black", "fur=red", "age"]);
    /// assert_eq!(cats.inputs, [[0.0, 1.0, 2.0], [1.0, 0.0, 3.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn one_hot(mut self, name: &str) -> Self {
        self.one_hot.push(name.to_string());
        self
    }

    /// Where the feature `name` has no value, `by` says which stands there; it is kept with the features.
    ///
    /// ```
    /// use constrata::data::{Csv, Impute};
    /// let file = Csv::from_bytes("gaps", "age,ill\n30,no\n?,yes\n50,yes\n").impute("age", Impute::Mean);
    /// let learned = file.classes::<1, f32>("ill")?;
    /// assert_eq!(learned.inputs, [[30.0], [40.0], [50.0]]);
    /// let later = Csv::from_bytes("later", "age\n20\nNA\n").like(&learned).inputs::<1, f32>()?;
    /// assert_eq!(later, [[20.0], [40.0]]); // as it was fitted
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn impute(mut self, name: &str, by: Impute) -> Self {
        self.impute.push((name.to_string(), by.rule()));
        self
    }

    /// The file is read as `fitted` was: features are found by their names, whatever the order of the columns, and texts become
    /// the numbers that they were; so do classes. `fitted` is the [`Model`](crate::Model) or the data it has learned from.
    ///
    /// Other columns are not looked at. A column that is not there, and a text or class that was not there, are errors.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let cats = Csv::from_bytes("cats.csv", "fur,age,bites\nred,2,no\nblack,3,yes\n").one_hot("fur").classes::<3, f32>("bites")?;
    /// let more = Csv::from_bytes("more.csv", "age,name,fur\n5,Tom,red\n").like(&cats).inputs::<3, f32>()?;
    /// assert_eq!(more, [[0.0, 1.0, 5.0]]); // fur=black, fur=red, age
    /// let grey = Csv::from_bytes("grey.csv", "fur,age\ngrey,4\n").like(&cats).inputs::<3, f32>();
    /// assert_eq!(
    ///     grey.unwrap_err().to_string(),
    ///     "grey.csv, row 2, column `fur`: `grey` is none of the categories `black`, `red` that were learned from"
    /// );
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn like(self, fitted: &impl Fitted) -> Self {
        Csv { like: Some((fitted.features(), fitted.classes())), ..self }
    }

    /// Rows in which a value is missing are left out; else they are an error.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("gaps", "age,ill\n30,no\n?,yes\n50,yes\n");
    /// assert!(file.classes::<1, f32>("ill").unwrap_err().to_string().starts_with("gaps, row 3, column `age`: the value is missing"));
    /// assert_eq!(file.drop_missing().classes::<1, f32>("ill")?.inputs, [[30.0], [50.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn drop_missing(self) -> Self {
        Csv { drop_missing: true, ..self }
    }
}
