//! The name of a layer, or an activation, in that of a network, which says what a file holds.

use crate::Text;

/// What the DSL calls the layers and activations of this crate, up to their brackets.
const OURS: &[&str] = constrata_macros::__names!();

/// Whether a layer that was declared in this module is one of this crate.
#[doc(hidden)]
pub const fn is_ours(module: &str) -> bool {
    begins(module.as_bytes(), 0, "constrata") && begins(module.as_bytes(), "constrata".len(), "::layers")
}

/// The name of `what`; fails where one that is not `ours` is called as one of this crate, or as layers in a row, as the file of a
/// network would be that of another one.
pub(crate) const fn called(what: &str, name: Text, ours: bool) -> Text {
    let bytes = name.as_str().as_bytes();
    let mut index = 0;
    while !ours && index < OURS.len() {
        if is_kind(bytes, OURS[index]) {
            let text = Text::new(what).text(" of your own is called `").join(&name);
            panic!(
                "{}",
                text.text("`, which is the name of one of this crate: give it another `NAME`").as_str()
            );
        }
        index += 1;
    }
    let mut at = 0;
    while !ours && at < bytes.len() {
        assert!(
            !begins(bytes, at, " => "),
            "the `NAME` of a layer has ` => ` in it, as a row of layers has: leave that out"
        );
        at += 1;
    }
    name
}

/// Whether a name is `kind`, or `kind` and brackets.
const fn is_kind(name: &[u8], kind: &str) -> bool {
    begins(name, 0, kind) && (name.len() == kind.len() || matches!(name[kind.len()], b'<' | b'('))
}

const fn begins(text: &[u8], at: usize, with: &str) -> bool {
    let with = with.as_bytes();
    let mut index = 0;
    while index < with.len() {
        if at + index >= text.len() || text[at + index] != with[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::called;
    use crate::activation::*;
    use crate::prelude::*;
    use crate::shape::MatchesInput;
    use crate::{Chain, Module};

    #[test]
    fn names_of_this_crate_are_its_own() {
        for name in [
            "Relu",
            "LeakyRelu<0.5>",
            "Elu<1.0>",
            "Maxout<2>",
            "Gelu",
            "Identity",
            "Dense<4>",
            "Flatten",
            "Residual(Mine)",
        ] {
            assert!(
                std::panic::catch_unwind(|| called("an activation", Text::new(name), false)).is_err(),
                "{name}"
            );
            assert_eq!(called("an activation", Text::new(name), true).as_str(), name);
        }
        for name in ["Relu6", "relu", "MyRelu", "Rel", "", "Denser", "MyDense<2>", "Mish<1>", "Gelu2<2>"] {
            assert_eq!(called("an activation", Text::new(name), false).as_str(), name);
        }
    }

    /// And those of this crate say that they are, and are in the list.
    #[test]
    fn ours_may_bear_them() {
        fn ours(name: Text, called_so: Text) {
            assert_eq!(name.as_str(), called_so.as_str());
            assert!(std::panic::catch_unwind(|| called("an activation", name, false)).is_err(), "{name}");
        }
        fn activation<A: Activation>() {
            ours(A::NAME, A::CALLED);
        }
        fn function<F: Function>() {
            ours(F::NAME, F::CALLED);
        }
        activation::<Identity>();
        activation::<Step>();
        activation::<Sigmoid>();
        activation::<Tanh>();
        activation::<HardSigmoid>();
        activation::<HardSigmoid6>();
        activation::<HardTanh>();
        activation::<Relu>();
        activation::<LeakyRelu<1, 100>>();
        activation::<Elu<1, 1>>();
        activation::<Softmax>();
        function::<Softplus>();
        function::<Silu>();
        function::<Gelu>();
        function::<GeluTanh>();
        function::<GeluSigmoid>();
    }

    #[test]
    fn layers_of_this_crate_are_in_the_list() {
        fn layer<L: Module>() {
            assert_eq!(L::NAME.as_str(), L::CALLED.as_str());
            assert!(std::panic::catch_unwind(|| called("a layer", L::NAME, false)).is_err(), "{}", L::NAME);
        }
        fn first<A: Module, Z: Module<Scalar = A::Scalar>>(_: fn() -> Chain<A, Z>)
        where
            A::Output: MatchesInput<Z, Z::Input>,
        {
            layer::<A>();
        }
        macro_rules! layers {
            ($($network:ty),*) => { $(first(<$network>::zeros);)* };
        }
        layers!(
            network!(4 => Dense<4> => Dense<4>),
            network!([2, 4, 4] => Conv2d<2, 3> => Flatten),
            network!([2, 4, 4] => DepthwiseConv2d<3> => Flatten),
            network!([2, 4, 4] => ConvTranspose2d<2, 3> => Flatten),
            network!([8, 4] => Conv1d<2, 3> => Flatten),
            network!([2, 4, 4] => MaxPool2d<2> => Flatten),
            network!([2, 4, 4] => AvgPool2d<2> => Flatten),
            network!([2, 4, 4] => GlobalAvgPool => Dense<2>),
            network!([2, 4, 4] => Upsample<2> => Flatten),
            network!([2, 4, 4] => ZeroPad<1> => Flatten),
            network!([2, 4, 4] => Flatten => Dense<2>),
            network!(4 => Reshape<[1, 2, 2]> => Flatten),
            network!(4 => BatchNorm => Dense<2>),
            network!(4 => LayerNorm => Dense<2>),
            network!(4 => RmsNorm => Dense<2>),
            network!(4 => GroupNorm<2> => Dense<2>),
            network!(4 => Dropout<0.5> => Dense<2>),
            network!(4 => Residual(Dense<4>) => Dense<2>),
            network!(4 => Parallel(add: Dense<4>, Dense<4>) => Dense<2>),
            network!(4 => Repeat<2>(Dense<4>) => Dense<2>),
            network!(4 => PRelu => Dense<2>),
            network!(4 => Swish => Dense<2>),
            network!(4 => Maxout<2> => Dense<2>),
            network!(4 => Relu => Dense<2>),
            network!([3, 4] => Lstm<2> => LastStep),
            network!([3, 4] => Gru<2> => LastStep),
            network!([3, 4] => Rnn<2, Tanh> => LastStep),
            network!([3, 4] => LastStep => Dense<2>),
            network!([3, 4] => MeanOverSteps => Dense<2>),
            network!([3, 4] => MaxOverSteps => Dense<2>),
            network!(4 => Gelu => Dense<2>)
        );
    }

    /// So is a cell, by which a recurrent layer is called.
    #[test]
    #[should_panic(expected = "a cell of your own is called `Lstm`, which is the name of one of this crate")]
    fn a_cell_is_no_other() {
        called("a cell", Text::new("Lstm"), false);
    }

    #[test]
    #[should_panic(expected = "has ` => ` in it")]
    fn layers_in_a_row_are_no_name() {
        called("a layer", Text::new("Mine => Mine"), false);
    }

    /// One that takes the whole sample is refused too.
    #[test]
    #[should_panic(
        expected = "an activation of your own is called `Softmax`, which is the name of one of this crate"
    )]
    fn whoever_implements_activation_too() {
        called("an activation", <Mine as Activation>::NAME, <Mine as Activation>::OURS);
    }

    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct Mine;
    impl Activation for Mine {
        const NAME: Text = Text::new("Softmax");
        const INITIALIZATION: Initialization = Initialization::GlorotUniform;
        fn compute<T: Scalar>(_z: &mut [T], _width: usize) {}
    }
}
