/// How the C rival is compiled.
pub(crate) const FLAGS: &str = "-O3 -march=native -ffast-math -mprefer-vector-width=512";
