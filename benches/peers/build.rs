//! The C rival, four times: by gcc and by clang, each with products of its own and with OpenBLAS's.

include!("flags.rs");

const FILES: [&str; 6] = ["peers", "predict", "xor", "digits", "mnist", "peak"];

fn main() {
    println!("cargo::rerun-if-changed=c");
    println!("cargo::rerun-if-env-changed=CLANG");
    let clang = std::env::var("CLANG").unwrap_or_else(|_| "clang".into());
    for (name, compiler) in [("gcc", "gcc"), ("clang", clang.as_str())] {
        library(name, compiler, false);
        library(&format!("{name}_blas"), compiler, true);
    }
    println!("cargo::rustc-link-lib=openblas");
    println!("cargo::rustc-link-lib=m");
}

fn library(name: &str, compiler: &str, blas: bool) {
    let mut build = cc::Build::new();
    build.no_default_flags(true).compiler(compiler).define("COPY", name).warnings(true).extra_warnings(true);
    build.flag("-std=gnu17").flag("-fPIC");
    for flag in FLAGS.split(' ') {
        build.flag(flag);
    }
    if blas {
        build.define("BLAS", None);
    }
    for file in FILES {
        let both = matches!(file, "peers" | "digits" | "mnist");
        if both || !blas {
            build.file(format!("c/{file}.c"));
        }
    }
    build.compile(&format!("peer_{name}"));
}
