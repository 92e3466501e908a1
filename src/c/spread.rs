//! Mean and spread of some numbers, as a function in C.

use std::format;
use std::string::String;

use super::C;

impl C {
    /// A function for the mean of `size` numbers and 1 / sqrt(variance + epsilon), in the order of `kernel::mean_and_deviation`; returns its
    /// name.
    pub(crate) fn spread(&mut self, size: usize, epsilon: f64) -> String {
        let (sqrt, epsilon) = (self.function("sqrt"), self.number(epsilon));
        let (name, real, sides) = (format!("{}_spread{size}", self.name), self.real(), crate::kernel::SIDE);
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
            "static inline void {name}(const {real} *x, {real} *mean, {real} *inverse) {{\n\
             {mean}{variance}    *mean = m;\n    *inverse = 1 / {sqrt}(v + {epsilon});\n    \
             if (v - v == 0) return;\n    \
             /* beyond the largest number: divided by the largest of these first */\n    \
             {real} most = 0;\n    \
             for (size_t i = 0; i < {size}; i++) {{\n        \
                 const {real} a = x[i] < 0 ? -x[i] : x[i];\n        \
                 most = a > most ? a : most;\n    \
             }}\n    \
             m = v = 0;\n    \
             for (size_t i = 0; i < {size}; i++) m += x[i] / most;\n    \
             m /= {size};\n    \
             for (size_t i = 0; i < {size}; i++) v += (x[i] / most - m) * (x[i] / most - m);\n    \
             const {real} deviation = most * {sqrt}(v / {size}), square = deviation * deviation;\n    \
             *mean = m * most;\n    \
             *inverse = square - square == 0 ? 1 / {sqrt}(square + {epsilon}) : 1 / deviation;\n}}\n"
        );
        if !self.functions.contains(&text) {
            self.functions.push(text);
        }
        name
    }
}
