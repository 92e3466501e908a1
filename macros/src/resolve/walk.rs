//! How a window walks over an image or a sequence: its options.

use super::Resolver;
use crate::declaration::{Choice, Value, Written};
use crate::size::Size;

/// What is done at the edges.
#[derive(Clone)]
pub(crate) enum Pad {
    /// Zeros on all sides.
    By([Size; 2]),
    /// So many that the windows are the inputs by the stride.
    Same,
    /// As many, all of them before.
    Causal,
}

/// A window on its way over an image, each size for rows and for columns.
pub(crate) struct Walk {
    pub(crate) size: [Size; 2],
    pub(crate) stride: [Size; 2],
    pub(crate) dilation: [Size; 2],
    pub(crate) pad: Pad,
    /// Whether numbers that no window reaches are an error.
    pub(crate) exact: bool,
    /// Whether windows of padding alone are an error.
    pub(crate) pools: bool,
}

pub(crate) const AXES: [&str; 2] = ["rows", "columns"];

/// The words that `pad` may be, and what it is told to be.
pub(crate) struct Pads {
    pub(crate) words: &'static [&'static str],
    pub(crate) wanted: &'static str,
}

pub(crate) const PADS: Pads =
    Pads { words: &["valid", "same"], wanted: "`valid`, `same`, a number or `[ROWS, COLUMNS]`" };

impl Walk {
    /// A window of `size` that moves by one, without padding.
    pub(crate) fn new(size: [Size; 2]) -> Self {
        let span = size[0].span;
        let two = |n: usize| [Size::number(n, span), Size::number(n, span)];
        Walk { size, stride: two(1), dilation: two(1), pad: Pad::By(two(0)), exact: false, pools: false }
    }

    /// The arguments of the type `Window`.
    pub(crate) fn window(&self, pads: [Size; 2]) -> Vec<Size> {
        let mut window: Vec<Size> = self.size.iter().chain(&self.stride).cloned().collect();
        window.extend(pads);
        window.extend(self.dilation.iter().cloned());
        // the last ones are left out where they are what they are without being written
        for usual in [1, 1, 0, 0, 1, 1] {
            if window.last().and_then(|size| size.value) == Some(usual) {
                window.pop();
            } else {
                break;
            }
        }
        window
    }
}

impl Resolver<'_> {
    /// The walk with the options of `layer`.
    pub(crate) fn walk(&mut self, layer: &Written, pads: &Pads, mut walk: Walk) -> Walk {
        for Choice { name, value } in &layer.options {
            let option = name.to_string();
            match (option.as_str(), value) {
                ("stride", Value::Sizes(list)) => walk.stride = self.pair(list, "`stride`", "step", false),
                ("dilation", Value::Sizes(list)) => {
                    walk.dilation = self.pair(list, "`dilation`", "step", false);
                }
                ("pad", Value::Sizes(list)) => walk.pad = Pad::By(self.pair(list, "`pad`", "zero", true)),
                ("pad", Value::Word(word)) if pads.words.iter().any(|known| word == known) => {
                    walk.pad = match word.to_string().as_str() {
                        "same" => Pad::Same,
                        "causal" => Pad::Causal,
                        _ => continue,
                    };
                }
                ("last", Value::Word(word)) if word == "exact" => walk.exact = true,
                ("last", Value::Word(word)) if word == "drop" => walk.exact = false,
                ("stride" | "dilation" | "pad" | "last", _) => {
                    let wanted = match option.as_str() {
                        "pad" => pads.wanted,
                        "last" => "`exact` or `drop`",
                        _ => "a number or `[ROWS, COLUMNS]`",
                    };
                    self.error(name.span(), format!("`{option}` is {wanted}"));
                }
                _ => {}
            }
        }
        walk
    }
}
