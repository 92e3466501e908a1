//! Headers beside each other and beside a program of the user's: their names do not meet.

use std::fs;
use std::process::Command;

use constrata::export::Export;
use constrata::prelude::*;
use rand::SeedableRng;
use rand::rngs::SmallRng;

use super::{compilers, folder, same};

/// Activations by names that a header has for something else, that C has, and by none that C could write.
macro_rules! activations {
    ($($Name:ident $name:literal $factor:literal;)*) => {$(
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        struct $Name;
        impl Elementwise for $Name {
            const NAME: Text = Text::new($name);
            fn value<T: Scalar>(z: T) -> T {
                z * T::of($factor)
            }
            fn derivative<T: Scalar>(_: T) -> T {
                T::of($factor)
            }
        }
    )*};
}
activations! {
    Predict "Predict" 2.0;
    Size "t" 3.0;
    Weights "Weights2" 4.0;
    Greek "Ξ */ \" \\" 5.0;
    Third "weights2" 6.0;
}

network! { struct Net: 3 => Dense<4, Predict> => Dense<4, Size> => Dense<3, Weights> => Dense<3, Greek> => Dense<2, Third> => LayerNorm }

#[test]
fn headers_of_alike_names_and_of_keywords_go_together() {
    let names =
        ["net", "Net", "NET", "net2", "int", "class", "size", "not", "static", "constrata", "math", "relu"];
    let rng = &mut SmallRng::seed_from_u64(5);
    let nets = names.map(|_| Net::random(rng));
    let (mut text, mut calls) = (String::new(), String::new());
    for (name, net) in names.iter().zip(&nets) {
        let header = net.to_c(name);
        // twice: a guard holds
        text += &(header.clone() + &header);
        calls +=
            &format!("    {name}_predict(x, y);\n    if (fwrite(y, sizeof y, 1, stdout) != 1) return 1;\n");
    }
    let text = format!(
        "{text}\n#include <stdio.h>\n#include <math.h>\nint main(void) {{\n    float x[3] = {{0.5f, -1.0f, 2.0f}}, y[2];\n{calls}    return 0;\n}}\n"
    );
    let folder = folder("together");
    let source = folder.join("together.c");
    fs::write(&source, text).unwrap();
    for (place, (compiler, flags)) in compilers().into_iter().enumerate() {
        let binary = folder.join(format!("together{place}"));
        let done = Command::new(compiler).args(&flags).arg(&source).arg("-o").arg(&binary).output().unwrap();
        assert!(done.status.success(), "{compiler} {flags:?}:\n{}", String::from_utf8_lossy(&done.stderr));
        let ran = Command::new(&binary).output().unwrap();
        let outputs: Vec<f32> = constrata::bytemuck::pod_collect_to_vec(&ran.stdout);
        assert_eq!(outputs.len(), 2 * names.len());
        for (net, y) in nets.iter().zip(outputs.chunks(2)) {
            let wanted = net.predict(&[0.5, -1.0, 2.0]);
            assert!(
                y.iter().zip(wanted).all(|(c, rust)| same(*c, rust)),
                "{compiler} {flags:?}: {y:?}, not {wanted:?}"
            );
        }
    }
}

#[test]
fn names_that_are_kept_for_others_are_refused() {
    for name in ["", "_", "_net", "net_", "my__net", "my-net", "2net", "größe", "net "] {
        let refused = std::panic::catch_unwind(|| Net::zeros().to_c(name)).unwrap_err();
        let message = refused.downcast_ref::<String>().unwrap();
        assert!(message.starts_with(&format!("`{name}` is no name for a header")), "{message}");
    }
}

#[test]
fn the_square_root_is_the_machines() {
    type Root<T> = constrata::layers::Activate<SquareRoot, Vector<64>, T>;
    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct SquareRoot;
    impl Elementwise for SquareRoot {
        const NAME: Text = Text::new("SquareRoot");
        fn value<T: Scalar>(z: T) -> T {
            z.sqrt()
        }
        fn derivative<T: Scalar>(y: T) -> T {
            T::of(0.5) / y
        }
    }
    let spread = |index: u64| index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let single =
        (0..64 * 3000).map(|index| f32::from_bits((spread(index) >> 33) as u32 ^ (index as u32 & 1) << 31));
    let single: Vec<f32> = single.collect();
    super::run("root32", &Root::<f32>::default(), &single.chunks(64).map(Vec::from).collect::<Vec<_>>());
    let double: Vec<f64> = (0..64 * 3000).map(|index| f64::from_bits(spread(index) >> (index & 1))).collect();
    super::run("root64", &Root::<f64>::default(), &double.chunks(64).map(Vec::from).collect::<Vec<_>>());
}
