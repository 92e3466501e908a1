//! The numbers and words in a layer's brackets, checked.

use super::Resolver;
use crate::declaration::{Choice, List, Value, Written};
use crate::size::Size;

impl Resolver<'_> {
    /// The size that the option `name` gives, or `usual`.
    pub(crate) fn option(&mut self, layer: &Written, name: &str, of: &str, usual: Size) -> Size {
        let Some(Choice { name: option, value }) = layer.choice(name) else {
            return usual;
        };
        match value {
            Value::Sizes(List { sizes, .. }) if sizes.len() == 1 => {
                self.check(&sizes[0], &format!("`{name}`"), of)
            }
            _ => {
                self.error(option.span(), format!("`{name}` is a number"));
                usual
            }
        }
    }

    /// Whether the layer has a bias.
    pub(crate) fn bias(&mut self, layer: &Written) -> bool {
        let Some(Choice { name, value }) = layer.choice("bias") else {
            return true;
        };
        if let Value::Flag(flag) = value {
            return *flag;
        }
        self.error(name.span(), "`bias` is `true` or `false`");
        true
    }

    /// The one size in a list.
    pub(crate) fn one(&mut self, list: &List, whose: &str, of: &str) -> Size {
        match list.sizes.as_slice() {
            [size] => self.check(size, whose, of),
            _ => {
                self.error(list.span, format!("{whose} takes one number here, of {of}s"));
                Size::guess(list.span)
            }
        }
    }

    /// `3` or `[3, 5]` as rows and columns.
    pub(crate) fn pair(&mut self, list: &List, whose: &str, of: &str, zero: bool) -> [Size; 2] {
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
}
