//! The activations that are functions, `src/activation/`. Those that are layers, such as `PRelu`, are in `layers/`.

/// One of them, as the DSL writes it.
pub(crate) struct Function {
    pub(crate) name: &'static str,
    /// What other libraries call it, in lower case.
    pub(crate) aliases: &'static [&'static str],
    pub(crate) form: Form,
}

/// What is asked of the layer before it; see [`Kind`](crate::declaration::Kind).
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Elementwise,
    Parametrized,
    NeedsInput,
}

pub(crate) const ACTIVATIONS: &[Function] = &[
    elementwise("Identity"),
    Function { aliases: &["heaviside"], ..elementwise("Step") },
    Function { aliases: &["logistic"], ..elementwise("Sigmoid") },
    elementwise("Tanh"),
    elementwise("HardSigmoid"),
    elementwise("HardSigmoid6"),
    elementwise("HardTanh"),
    elementwise("Relu"),
    elementwise("Softmax"),
    parametrized("LeakyRelu"),
    parametrized("Elu"),
    needs_input("Softplus"),
    needs_input("Silu"),
    needs_input("Gelu"),
    needs_input("GeluTanh"),
    needs_input("GeluSigmoid"),
];

const fn elementwise(name: &'static str) -> Function {
    Function { name, aliases: &[], form: Form::Elementwise }
}

const fn parametrized(name: &'static str) -> Function {
    Function { name, aliases: &[], form: Form::Parametrized }
}

const fn needs_input(name: &'static str) -> Function {
    Function { name, aliases: &[], form: Form::NeedsInput }
}
