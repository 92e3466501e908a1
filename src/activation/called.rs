//! An activation's name in that of a layer, which says what a file holds.

use crate::Text;

/// What the DSL calls the activations of this crate, layers that serve as one among them, up to their brackets.
const OURS: [&str; 19] = [
    "Identity",
    "Step",
    "Sigmoid",
    "Tanh",
    "HardSigmoid",
    "HardSigmoid6",
    "HardTanh",
    "Relu",
    "LeakyRelu",
    "Elu",
    "Softmax",
    "Softplus",
    "Silu",
    "Gelu",
    "GeluTanh",
    "GeluSigmoid",
    "PRelu",
    "Swish",
    "Maxout",
];

/// Its name; fails where an activation that is not `ours` is called as one of this crate, as the file of a network would be that of
/// another one.
pub(super) const fn called(name: Text, ours: bool) -> Text {
    let mut index = 0;
    while !ours && index < OURS.len() {
        if is_kind(name.as_str().as_bytes(), OURS[index].as_bytes()) {
            let text = Text::new("an activation of your own is called `").join(&name);
            panic!(
                "{}",
                text.text("`, which is the name of one of this crate: give it another `NAME`").as_str()
            );
        }
        index += 1;
    }
    name
}

/// Whether a name is `kind`, or `kind` and brackets.
const fn is_kind(name: &[u8], kind: &[u8]) -> bool {
    let mut index = 0;
    while index < kind.len() {
        if index == name.len() || name[index] != kind[index] {
            return false;
        }
        index += 1;
    }
    name.len() == kind.len() || name[kind.len()] == b'<'
}

#[cfg(test)]
mod tests {
    use super::called;
    use crate::activation::*;
    use crate::{Initialization, Scalar, Text};

    #[test]
    fn names_of_this_crate_are_its_own() {
        for name in ["Relu", "LeakyRelu<0.5>", "Elu<1.0>", "Maxout<2>", "Gelu", "Identity"] {
            assert!(std::panic::catch_unwind(|| called(Text::new(name), false)).is_err(), "{name}");
            assert_eq!(called(Text::new(name), true).as_str(), name);
        }
        for name in ["Relu6", "relu", "MyRelu", "Rel", "", "Mish<1>", "Gelu2<2>"] {
            assert_eq!(called(Text::new(name), false).as_str(), name);
        }
    }

    /// And those of this crate say that they are, and are in the list.
    #[test]
    fn ours_may_bear_them() {
        fn ours(name: Text, called_so: Text) {
            assert_eq!(name.as_str(), called_so.as_str());
            assert!(std::panic::catch_unwind(|| called(name, false)).is_err(), "{name}");
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

    /// One that takes the whole sample is refused too.
    #[test]
    #[should_panic(
        expected = "an activation of your own is called `Softmax`, which is the name of one of this crate"
    )]
    fn whoever_implements_activation_too() {
        called(<Mine as Activation>::NAME, <Mine as Activation>::OURS);
    }

    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct Mine;
    impl Activation for Mine {
        const NAME: Text = Text::new("Softmax");
        const INITIALIZATION: Initialization = Initialization::GlorotUniform;
        fn compute<T: Scalar>(_z: &mut [T], _width: usize) {}
    }
}
