//! Models as source text: scalers and names around the network.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use super::header::{self, Around};
use super::rust;
use crate::c::{ToC, comment, literal};
use crate::data::Scaler;
use crate::file::{Float, Names};
use crate::{Model, Network, Scalar, Shape};

impl<N: Network<Scalar: Float>> Model<N> {
    /// A Rust item with the model, `pub static IRIS: Model<Iris>`, say: it takes raw values, needs no heap, and keeps all names.
    ///
    /// ```
    /// use constrata::{Model, data::Scaler, file::Names, prelude::*};
    /// network! { struct Cats: 1 => Dense<2, Softmax> }
    /// let inputs = Scaler { shift: [5.0], scale: [2.0] };
    /// let model = Model { inputs, classes: Names::of(&["young", "old"]), ..Model::new(Cats::zeros()) };
    /// let rust = model.to_rust("pub static CATS: Model<Cats>"); // std::fs::write("src/cats.rs", rust)?
    /// assert!(rust.contains("inputs: ::constrata::data::Scaler { shift: [5.0], scale: [2.0] }"));
    /// assert!(rust.contains(r#"classes: ::constrata::file::Names::of(&["young", "old"])"#));
    /// ```
    #[must_use]
    pub fn to_rust(&self, declaration: &str) -> String {
        let names: Vec<&str> = self.classes.iter().collect();
        let features = self.features.section();
        let value = format!(
            "::constrata::Model {{\nnetwork: {},\ninputs: {},\noutputs: {},\n\
             classes: ::constrata::file::Names::of(&{names:?}),\n\
             features: ::constrata::file::Features::of_section(b\"{}\"),\n}}",
            rust::value(&self.network),
            scaler(&self.inputs),
            scaler(&self.outputs),
            features.escape_ascii(),
        );
        rust::item(declaration, &value)
    }

    /// A header for C99 or C++11, as [`Export::to_c`](super::Export::to_c) writes it of the network, whose `NAME_predict` takes raw
    /// values and gives them, to the bits of [`predict`](Self::predict) in a `reproducible` build. Where classes have names,
    /// `NAME_class(i)` is that of output `i`.
    ///
    /// ```
    /// use constrata::{Model, data::Scaler, file::Names, prelude::*};
    /// network! { struct Cats: 1 => Dense<2, Softmax> }
    /// let inputs = Scaler { shift: [5.0], scale: [2.0] };
    /// let model = Model { inputs, classes: Names::of(&["young", "old"]), ..Model::new(Cats::zeros()) };
    /// let c = model.to_c("cats"); // std::fs::write("cats.h", c)?
    /// assert!(c.contains("scaled_x[i] = (x[i] - cats_input_shift[i]) / cats_input_scale[i];"));
    /// assert!(c.contains("static inline const char *cats_class(size_t index)"));
    /// ```
    ///
    /// # Panics
    /// Where `name` is no name for a header, as there.
    #[must_use]
    #[track_caller]
    pub fn to_c(&self, name: &str) -> String
    where
        N: ToC,
    {
        let single = N::Scalar::NAME == "f32";
        let real = if single { "float" } else { "double" };
        let (inputs, outputs) = (N::Input::LEN, N::Output::LEN);
        let mut around = Around { comment: self.comment(name), ..Around::default() };
        let mut arrays = |of: &str, [shift, scale]: [&[N::Scalar]; 2]| {
            for (part, numbers) in [("shift", shift), ("scale", scale)] {
                let numbers: Vec<String> =
                    numbers.iter().map(|number| literal(number.to_f64(), single)).collect();
                let count = numbers.len();
                around.items += &format!(
                    "\nstatic const {real} {name}_{of}_{part}[{count}] = {{{}}};\n",
                    numbers.join(", ")
                );
            }
        };
        if !self.inputs.is_identity() {
            arrays("input", self.inputs.parts());
            around.input = Some("scaled_x");
            around.before = format!(
                "    {real} scaled_x[{inputs}];\n    for (size_t i = 0; i < {inputs}; i++) \
                 scaled_x[i] = (x[i] - {name}_input_shift[i]) / {name}_input_scale[i];\n"
            );
        }
        if !self.outputs.is_identity() {
            arrays("output", self.outputs.parts());
            around.after = format!(
                "    for (size_t i = 0; i < {outputs}; i++) \
                 y[i] = y[i] * {name}_output_scale[i] + {name}_output_shift[i];\n"
            );
        }
        around.items += &class(name, &self.classes);
        header::write(&self.network, name, &around)
    }

    /// What the head says of raw values.
    fn comment(&self, name: &str) -> String {
        let mut text = format!(" * x and y are raw: {name}_predict scales by itself.\n");
        for (index, feature) in self.features.to_vec().iter().enumerate() {
            text += &format!(" * x[{index}]: {}\n", comment(&feature.to_string()));
        }
        text
    }
}

/// A scaler as an expression of Rust.
fn scaler<S: Shape, T: Float>(scaler: &Scaler<S, T>) -> String {
    let [shift, scale] = scaler.parts().map(|numbers| nested(numbers, S::SIZES));
    format!("::constrata::data::Scaler {{ shift: {shift}, scale: {scale} }}")
}

/// Numbers as arrays of these sizes.
fn nested<T: Float>(numbers: &[T], sizes: &[usize]) -> String {
    let parts: Vec<String> = match sizes {
        [] | [_] => numbers.iter().map(|number| rust::literal(*number)).collect(),
        [_, inner @ ..] => {
            let size = inner.iter().product::<usize>().max(1);
            numbers.chunks(size).map(|part| nested(part, inner)).collect()
        }
    };
    format!("[{}]", parts.join(", "))
}

/// The function that names classes, if they have names.
fn class(name: &str, classes: &Names) -> String {
    if classes.is_empty() {
        return String::new();
    }
    let names: Vec<String> = classes.iter().map(|class| format!("\"{}\"", escaped(class))).collect();
    let (count, names) = (names.len(), names.join(", "));
    format!(
        "\n/* The name of class index, in UTF-8; an empty one where there is no such class. */\n\
         static inline const char *{name}_class(size_t index) {{\n    \
         static const char *const names[{count}] = {{{names}}};\n    return index < {count} ? names[index] : \"\";\n}}\n"
    )
}

/// A text as C writes it between quotes: what is not a plain letter in octal, three digits, so that no digit behind belongs to it.
fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b' ' | b'!' | b'#'..=b'>' | b'@'..=b'[' | b']'..=b'~' => char::from(byte).to_string(),
        _ => format!("\\{byte:03o}"),
    };
    text.bytes().map(byte).collect()
}
