//! How many windows there are along the rows and columns of an image.

use proc_macro2::Span;
use quote::quote;

use super::{AXES, Pad, Resolver, Walk};
use crate::declaration::Written;
use crate::size::Size;
use crate::tokens::located;

/// A walk over an image of known size.
pub(crate) struct Walked {
    /// The type `Window<..>`, without the crate's path: its arguments.
    pub(crate) window: Vec<Size>,
    /// Rows and columns of windows.
    pub(crate) windows: [Size; 2],
}

impl Resolver<'_> {
    /// The windows on an image of `rows` and `columns`.
    pub(crate) fn windows(&mut self, layer: &Written, walk: &Walk, image: [&Size; 2]) -> Walked {
        let span = layer.span;
        let (mut windows, mut pads) = (Vec::new(), Vec::new());
        for axis in 0..2 {
            let (count, pad) = self.along(layer, walk, (axis, AXES[axis]), image[axis]);
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
        Walked { window: walk.window(pads), windows }
    }

    /// How many windows, and what comes before the first number, along one axis.
    pub(crate) fn along(
        &mut self,
        layer: &Written,
        walk: &Walk,
        (axis, name): (usize, &str),
        n: &Size,
    ) -> (Size, Size) {
        let (krate, span) = (self.krate, layer.span);
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
                let count = |v: &[usize]| Some(v[0].div_ceil(v[2]));
                (
                    // as many, which may be a const generic
                    if stride.value == Some(1) {
                        n.clone()
                    } else {
                        Size::computed(&sizes, count, quote!(#krate::window::same(#x, #s)), span)
                    },
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
                // as many, which may be a const generic
                if !guess && [size, stride, pad].map(|size| size.value) == [Some(1), Some(1), Some(0)] {
                    return (n.clone(), pad.clone());
                }
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
        layer: &Written,
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
        if walk.pools && p >= reach {
            let limit = reach - 1;
            return Some((
                span,
                format!("`{text}` has windows that show nothing but padding; `pad` is at most {limit} here"),
            ));
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
