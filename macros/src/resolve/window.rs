//! How many windows there are along the rows and columns of an image.

use proc_macro2::Span;
use quote::quote;

use super::Resolver;
use crate::declaration::{Choice, List, Spatial, Value};
use crate::shape::Shape;
use crate::size::Size;
use crate::table::Spatial as Kind;
use crate::tokens::located;

/// What is done at the edges.
#[derive(Clone)]
pub(super) enum Pad {
    /// Zeros on all sides.
    By([Size; 2]),
    /// So many that the windows are the inputs by the stride.
    Same,
    /// As many, all of them before.
    Causal,
}

/// A window on its way over an image, each size for rows and for columns.
pub(super) struct Walk {
    pub(super) size: [Size; 2],
    pub(super) stride: [Size; 2],
    pub(super) dilation: [Size; 2],
    pub(super) pad: Pad,
    /// Whether numbers that no window reaches are an error.
    pub(super) exact: bool,
}

/// A walk over an image of known size.
pub(super) struct Walked {
    /// The type `Window<..>`, without the crate's path: its arguments.
    pub(super) window: Vec<Size>,
    /// Rows and columns of windows.
    pub(super) windows: [Size; 2],
}

pub(super) const AXES: [&str; 2] = ["rows", "columns"];

impl Resolver<'_> {
    /// The channels, rows and columns of the image before, which `layer` wants.
    pub(super) fn image(&mut self, layer: &Spatial, span: Span) -> [Size; 3] {
        let krate = self.krate;
        let given = match &self.shape {
            Shape::Image(sizes) => return sizes.clone(),
            Shape::OutputOf(..) => {
                let shape = self.shape.tokens(krate);
                return [quote!(CHANNELS), quote!(SIZE[0]), quote!(SIZE[1])].map(|size| {
                    Size::expression(located(&quote!(<#shape as #krate::Planes>::#size), span), span)
                });
            }
            Shape::Vector(n) => format!("a vector of {}", n.text()),
            Shape::Sequence(_) => format!("a sequence of shape `{}`", self.shape.text()),
        };
        let text = layer.text();
        self.error(span, format!("`{text}` takes an image and is given {given}; an image has three sizes: `[CHANNELS, HEIGHT, WIDTH] => ..`"));
        [Size::guess(span), Size::guess(span), Size::guess(span)]
    }

    /// `3` or `[3, 5]` as rows and columns.
    pub(super) fn pair(&mut self, list: &List, whose: &str, of: &str, zero: bool) -> [Size; 2] {
        let sizes = match list.sizes.as_slice() {
            [both] => [both.clone(), both.clone()],
            [rows, columns] => [rows.clone(), columns.clone()],
            _ => {
                self.error(list.span, format!("{whose} is one number, or `[ROWS, COLUMNS]`"));
                [Size::guess(list.span), Size::guess(list.span)]
            }
        };
        let mut check = |size: &Size| match size.value {
            Some(0) if zero => size.clone(),
            _ => self.check(size, whose, of),
        };
        let rows = check(&sizes[0]);
        // one number is one mistake
        if list.sizes.len() == 1 { [rows.clone(), rows] } else { [rows, check(&sizes[1])] }
    }

    /// The options of a window of `size`, which walks by `stride` where nothing else is said.
    pub(super) fn walk(&mut self, layer: &Spatial, size: [Size; 2], stride: [Size; 2], exact: bool) -> Walk {
        let span = size[0].span;
        let one = || Size::number(1, span);
        let none = || Size::number(0, span);
        let pad = Pad::By([none(), none()]);
        let mut walk = Walk { size, stride, dilation: [one(), one()], pad, exact };
        for Choice { name, value } in &layer.options {
            let option = name.to_string();
            match (option.as_str(), value) {
                ("stride", Value::Sizes(list)) => walk.stride = self.pair(list, "`stride`", "step", false),
                ("dilation", Value::Sizes(list)) => {
                    walk.dilation = self.pair(list, "`dilation`", "step", false)
                }
                ("pad", Value::Sizes(list)) => walk.pad = Pad::By(self.pair(list, "`pad`", "zero", true)),
                ("pad", Value::Word(_)) if layer.kind == Kind::ConvTranspose2d => {
                    self.error(name.span(), "`pad` is a number or `[ROWS, COLUMNS]`");
                }
                ("pad", Value::Word(word)) if word == "valid" => {}
                ("pad", Value::Word(word)) if word == "same" => walk.pad = Pad::Same,
                ("pad", Value::Word(word)) if word == "causal" && layer.kind == Kind::Conv1d => {
                    walk.pad = Pad::Causal;
                }
                ("last", Value::Word(word)) if word == "exact" => walk.exact = true,
                ("last", Value::Word(word)) if word == "drop" => walk.exact = false,
                ("stride" | "dilation" | "pad" | "last", _) => {
                    let wanted = match option.as_str() {
                        "pad" if layer.kind == Kind::Conv1d => "`valid`, `same`, `causal` or a number",
                        "pad" => "`valid`, `same`, a number or `[ROWS, COLUMNS]`",
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

    /// The windows on an image of `rows` and `columns`.
    pub(super) fn windows(&mut self, layer: &Spatial, walk: &Walk, image: [&Size; 2], span: Span) -> Walked {
        let (mut windows, mut pads) = (Vec::new(), Vec::new());
        for axis in 0..2 {
            let (count, pad) = self.along(layer, walk, (axis, AXES[axis]), image[axis], span);
            // one number is one mistake
            if count.guess && !image[axis].guess {
                windows = vec![Size::guess(span), Size::guess(span)];
                pads = vec![Size::number(0, span), Size::number(0, span)];
                break;
            }
            windows.push(count);
            pads.push(pad);
        }
        let windows: [Size; 2] =
            windows.try_into().unwrap_or_else(|_| [Size::guess(span), Size::guess(span)]);
        let pads: [Size; 2] = pads.try_into().unwrap_or_else(|_| [Size::guess(span), Size::guess(span)]);
        Walked { window: self.window(walk, pads), windows }
    }

    /// The arguments of the type `Window`.
    pub(super) fn window(&self, walk: &Walk, pads: [Size; 2]) -> Vec<Size> {
        let mut window: Vec<Size> = walk.size.iter().chain(&walk.stride).cloned().collect();
        window.extend(pads);
        window.extend(walk.dilation.iter().cloned());
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

    /// How many windows, and what comes before the first number, along one axis.
    pub(super) fn along(
        &mut self,
        layer: &Spatial,
        walk: &Walk,
        (axis, name): (usize, &str),
        n: &Size,
        span: Span,
    ) -> (Size, Size) {
        let krate = self.krate;
        let [size, stride, dilation] = [&walk.size[axis], &walk.stride[axis], &walk.dilation[axis]];
        let [x, k, s, d] = [n, size, stride, dilation].map(Size::value_tokens);
        let what = format!("how many {name} `{}` gives", layer.text());
        let sizes = [n, size, stride, dilation];
        let (count, pad) = match &walk.pad {
            Pad::Same => {
                let before = |v: &[usize]| {
                    let reach = (v[1] - 1).checked_mul(v[3])?.checked_add(1)?;
                    Some(((v[0].div_ceil(v[2]) - 1) * v[2] + reach).saturating_sub(v[0]) / 2)
                };
                (
                    Size::computed(
                        &sizes,
                        |v| Some(v[0].div_ceil(v[2])),
                        quote!(#krate::window::same(#x, #s)),
                        span,
                    ),
                    Size::computed(&sizes, before, quote!(#krate::window::same_pad(#x, #k, #s, #d)), span),
                )
            }
            Pad::Causal => {
                let before = |v: &[usize]| (v[0] - 1).checked_mul(v[1]);
                (
                    Size::computed(
                        &sizes,
                        |v| Some(v[0].div_ceil(v[2])),
                        quote!(#krate::window::same(#x, #s)),
                        span,
                    ),
                    Size::computed(&[size, dilation], before, quote!((#k - 1) * #d), span),
                )
            }
            Pad::By(pads) => {
                let pad = &pads[axis];
                let sizes = [n, size, stride, dilation, pad];
                let error = self.misfit(layer, walk, name, &sizes);
                let guess = error.is_some();
                if let Some((span, error)) = error {
                    self.error(span, error);
                }
                let p = pad.value_tokens();
                let count = |v: &[usize]| {
                    let reach = (v[1] - 1).checked_mul(v[3])?.checked_add(1)?;
                    if guess { None } else { Some((v[0] + 2 * v[4]).saturating_sub(reach) / v[2] + 1) }
                };
                let exact = walk.exact;
                if sizes.iter().any(|size| size.value.is_none()) {
                    let check = quote!(#krate::window::check(#x, #k, #s, #d, #p, #exact));
                    self.checks.push(located(&check, span));
                }
                let tokens = quote!(#krate::window::valid(#x, #k, #s, #d, #p));
                (Size::computed(&sizes, count, tokens, span), pad.clone())
            }
        };
        (self.check_computed(count, &what, span), self.check_computed(pad, &what, span))
    }

    /// What is wrong with a window along an axis, where its sizes are known: image, window, stride, dilation, padding.
    fn misfit(
        &self,
        layer: &Spatial,
        walk: &Walk,
        axis_name: &str,
        sizes: &[&Size; 5],
    ) -> Option<(Span, String)> {
        if sizes.iter().any(|size| size.guess) {
            return None;
        }
        let (text, span) = (layer.text(), sizes[1].span);
        let [n, k, s, d, p] = sizes.map(|size| size.value);
        let (n, k, s, d, p) = (n?, k?, s?, d?, p?);
        let (reach, all) = ((k - 1) * d + 1, n + 2 * p);
        let padded = if p == 0 { String::new() } else { format!(", {all} with padding") };
        if reach > all {
            let window = if d == 1 {
                format!("{k} {axis_name}")
            } else {
                format!("{k} {axis_name} {d} apart, which reach over {reach},")
            };
            return Some((
                span,
                format!(
                    "`{text}` has a window of {window} and is given {n}{padded}; take a smaller window, or write `pad = same`"
                ),
            ));
        }
        if layer.activation.is_none() && p >= reach {
            let limit = reach - 1;
            if matches!(layer.kind, Kind::MaxPool2d | Kind::AvgPool2d) {
                return Some((
                    span,
                    format!(
                        "`{text}` has windows that show nothing but padding; `pad` is at most {limit} here"
                    ),
                ));
            }
        }
        let left = (all - reach) % s;
        if walk.exact && left > 0 {
            return Some((
                span,
                format!(
                    "`{text}` does not divide the {n} {axis_name} it is given{padded}: {left} would be left over; write `last = drop` to leave them out"
                ),
            ));
        }
        None
    }
}
