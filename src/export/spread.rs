//! Mean and variance of some numbers, as a function in C.

use std::format;
use std::string::String;

use super::C;

impl C {
    /// A function for the mean and the variance of `size` numbers, in the order of `kernel::moments`; returns its name.
    pub(crate) fn moments(&mut self, size: usize) -> String {
        let (name, real, sides) = (format!("{}_moments{size}", self.name), self.real(), crate::kernel::SIDE);
        let blocks = if size > 1 { size / sides * sides } else { 0 };
        let sum = |term: &str, to: &str| {
            let (mut begin, mut end) = (String::new(), String::new());
            if blocks > 0 {
                begin = format!(
                    "    {real} sides{to}[{sides}] = {{0}};\n    \
                     for (size_t i = 0; i < {blocks}; i++) sides{to}[i % {sides}] += {term};\n"
                );
                end = format!("    for (size_t i = 0; i < {sides}; i++) {to} += sides{to}[i];\n");
            }
            let rest = format!("    for (size_t i = {blocks}; i < {size}; i++) {to} += {term};\n");
            format!("    {real} {to} = 0;\n{begin}{rest}{end}    {to} /= {size};\n")
        };
        let (mean, variance) = (sum("x[i]", "m"), sum("(x[i] - m) * (x[i] - m)", "v"));
        let text = format!(
            "static inline void {name}(const {real} *x, {real} *mean, {real} *variance) {{\n\
             {mean}{variance}    *mean = m;\n    *variance = v;\n}}\n"
        );
        if !self.functions.contains(&text) {
            self.functions.push(text);
        }
        name
    }
}
