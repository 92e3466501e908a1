//! What the pools share in C: a number of each window of each plane.

use std::format;
use std::string::String;

use super::{C, Names};
use crate::window::Geometry;

impl C {
    /// z = `result` for each window, once `number` has been done to `found`, which begins as 0, for each `v` of the window;
    /// `shown` counts them.
    pub(crate) fn pool(
        &self,
        g: &Geometry,
        Names { x, z, .. }: &Names,
        number: &str,
        result: &str,
    ) -> String {
        let ([h, w], [rows, columns], [oh, ow]) = (g.x, g.size, g.z);
        let ([sh, sw], [ph, pw]) = (g.stride, g.pad);
        format!(
            "for (size_t k = 0; k < {channels}; k++)\n\
             for (size_t r = 0; r < {oh}; r++)\n\
             for (size_t c = 0; c < {ow}; c++) {{\n    \
                 {real} found = 0;\n    \
                 size_t shown = 0;\n    \
                 for (size_t i = 0; i < {rows}; i++)\n    \
                 for (size_t j = 0; j < {columns}; j++) {{\n        \
                     size_t row = r * {sh} + i - {ph}, column = c * {sw} + j - {pw}; /* huge where negative */\n        \
                     if (row >= {h} || column >= {w}) continue;\n        \
                     {real} v = {x}[(k * {h} + row) * {w} + column];\n        \
                     {number}\n        \
                     shown++;\n    \
                 }}\n    \
                 {z}[(k * {oh} + r) * {ow} + c] = {result};\n\
             }}",
            channels = g.channels,
            real = self.real()
        )
    }
}
