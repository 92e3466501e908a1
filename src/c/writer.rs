//! What is being written in C.

use std::format;
use std::string::String;
use std::vec::Vec;

use super::formula::{Formula, Node, formula};
use super::function::{Function, variable};
use super::row::Row;
use super::{Traced, name};
use crate::activation::Activation;
use crate::{Module, Parameters, Scalar, Shape};

/// What is being written, layer by layer: see [`ToC`](super::ToC).
///
/// ```
/// use constrata::{export::{C, Export, Names, ToC}, prelude::*, activation::Identity};
/// use constrata::nalgebra::SVector;
/// /// z = e^x + shift, the same shift for both numbers.
/// #[derive(Clone, Copy, Debug, PartialEq, Module)]
/// struct Lift {
///     #[bias]
///     shift: SVector<f32, 1>,
/// }
/// # impl Layer for Lift {
/// #     type Scalar = f32;
/// #     type Input = Vector<2>;
/// #     type Output = Vector<2>;
/// #     type Activation = Identity;
/// #     fn infer<const B: usize>(&self, x: &[[f32; 2]; B], z: &mut [[f32; 2]; B]) {
/// #         for b in 0..B { for i in 0..2 { z[b][i] = x[b][i].exp() + self.shift[0]; } }
/// #     }
/// # }
/// impl ToC for Lift {
///     fn c(c: &mut C) {
///         c.layer::<Self>(|c, Names { x, z, parameters }| {
///             let (exp, real) = (c.function("exp"), c.real());
///             c.statement(&format!("const {real} shift = {}[0];", parameters[0]));
///             format!("for (int i = 0; i < 2; i++) {z}[i] = {exp}({x}[i]) + shift;")
///         });
///     }
/// }
/// let c = <network!(2 => Lift)>::zeros().to_c("net");
/// assert!(c.contains("const float shift = net_bias1[0];"), "{c}");
/// assert!(c.contains("y[i] = constrata_exp32(x[i]) + shift;"), "{c}");
/// ```
pub struct C {
    pub(crate) name: String,
    single: bool,
    /// How many layers there are, those inside others among them.
    layer: usize,
    /// Where we are: in the network, in a branch of a layer, in a branch inside that.
    pub(crate) rows: Vec<Row>,
    /// The names of the parameters' arrays.
    pub(crate) arrays: Vec<String>,
    /// The statements of `predict`.
    pub(crate) statements: String,
    /// The functions of this network.
    pub(crate) functions: Vec<String>,
    /// The functions of the crate that these call.
    pub(crate) calls: Vec<&'static str>,
}

/// The names of what a layer computes with.
///
/// ```
/// use constrata::export::Names;
/// let Names { x, z, parameters } = Names { x: "a".into(), z: "b".into(), parameters: vec!["net_bias2".into()] };
/// assert_eq!(format!("{z}[0] = {x}[0] + {}[0];", parameters[0]), "b[0] = a[0] + net_bias2[0];");
/// ```
#[derive(Clone, Debug)]
pub struct Names {
    /// What goes in: an array.
    pub x: String,
    /// What comes out: an array.
    pub z: String,
    /// The layer's parameters, in the order of its [`Parameters`]: an array each.
    pub parameters: Vec<String>,
}

impl C {
    pub(crate) fn new<T: Scalar>(name: &str, last: usize) -> Self {
        C {
            name: name.into(),
            single: T::NAME == "f32",
            layer: 0,
            rows: std::vec![Row { x: "x".into(), last, steps: 0, buffers: [0; 2] }],
            arrays: Vec::new(),
            statements: String::new(),
            functions: Vec::new(),
            calls: Vec::new(),
        }
    }

    /// The layer `L`: `statements` compute `z` of `x`, one sample, flat; its activation follows by itself.
    pub fn layer<L: Module>(&mut self, statements: impl FnOnce(&mut Self, &Names) -> String) {
        let [x, z] = self.step(L::Output::LEN);
        self.layer += 1;
        let first = self.arrays.len();
        for index in 0..<L as Parameters>::TENSORS {
            let role = match L::role(index) {
                crate::Role::Weights => "weights",
                crate::Role::Bias => "bias",
                crate::Role::Buffer => "buffer",
            };
            let name = format!("{}_{role}{}", self.name, self.layer);
            let twice = self.arrays.contains(&name);
            self.arrays.push(if twice { format!("{name}_{index}") } else { name });
        }
        let names = Names { x, z, parameters: self.arrays[first..].into() };
        self.statements += &format!("    /* {}: {} */\n", self.layer, name::comment(L::NAME.as_str()));
        let statements = statements(self, &names);
        self.statement(&statements);
        self.per_row(&names.z, [L::Output::LEN, L::Output::ROW], |c, z| {
            L::Activation::c(c, z, L::Output::ROW)
        });
    }

    /// The layer `L` that treats each number alone: `z = f(x)`, or `z = f(x, p)` where it has a parameter for each.
    ///
    /// The function is asked for its formula, and that is what is written.
    ///
    /// ```
    /// use constrata::{export::{C, Export, ToC}, prelude::*};
    /// # use constrata::{activation::Identity, nalgebra::SVector};
    /// # #[derive(Clone, Copy, Debug, PartialEq, Module)]
    /// # struct Bend { #[bias] slope: SVector<f32, 2> }
    /// # impl Layer for Bend {
    /// #     type Scalar = f32;
    /// #     type Input = Vector<2>;
    /// #     type Output = Vector<2>;
    /// #     type Activation = Identity;
    /// #     fn infer<const B: usize>(&self, x: &[[f32; 2]; B], z: &mut [[f32; 2]; B]) {
    /// #         for b in 0..B { for i in 0..2 { z[b][i] = if x[b][i] > 0.0 { x[b][i] } else { self.slope[i] * x[b][i] }; } }
    /// #     }
    /// # }
    /// impl ToC for Bend { // z = x where x > 0, else slope x
    ///     fn c(c: &mut C) {
    ///         c.each::<Self, 2>("bend", |[x, slope]| if x > Scalar::ZERO { x } else { slope * x });
    ///     }
    /// }
    /// let c = <network!(2 => Bend)>::zeros().to_c("net");
    /// assert!(c.contains("if (x > 0.0f) {") && c.contains("y[i] = net_bend(x[i], net_bias1[i])"), "{c}");
    /// ```
    ///
    /// # Panics
    /// Where the function asks for the value of its argument, or branches more than twelve deep.
    pub fn each<L: Module, const IN: usize>(
        &mut self,
        name: &str,
        function: impl Fn([Traced; IN]) -> Traced,
    ) {
        self.layer::<L>(|c, Names { x, z, parameters }| {
            let arrays: Vec<&str> = core::iter::once(x).chain(parameters).map(String::as_str).collect();
            c.loop_over(name, z, &arrays, L::Output::LEN, &function)
        });
    }

    /// The activation `A` of the `width` numbers in the array `z`, in place, where it treats each number alone.
    ///
    /// # Panics
    /// Where it does not: such an activation writes its own [`Activation::c`].
    pub fn activation<A: Activation>(&mut self, z: &str, width: usize) {
        let alone = |[z]: [Traced; 1]| {
            let mut z = [z];
            A::apply(&mut z, 1);
            z[0]
        };
        let beside_itself = |[z]: [Traced; 1]| {
            // the same number: what mixes the two computes something else of it
            let mut z = [z, z];
            A::apply(&mut z, 2);
            z[0]
        };
        let name = A::NAME;
        let same = self.text(&formula(&alone)).text == self.text(&formula(&beside_itself)).text;
        assert!(same, "`{name}` does not treat each number alone: it has to implement `Activation::c`");
        let statement = self.loop_over(name.as_str(), z, &[z], width, &alone);
        self.statement(&statement);
    }

    /// Adds statements as they are.
    pub fn statement(&mut self, text: &str) {
        for line in text.lines() {
            self.statements += &format!("    {line}\n");
        }
    }

    /// The statements that `inside` adds, taken out again.
    pub(crate) fn apart(&mut self, inside: impl FnOnce(&mut Self)) -> String {
        let before = core::mem::take(&mut self.statements);
        inside(self);
        core::mem::replace(&mut self.statements, before)
    }

    /// Adds a function of the crate's, say `exp`, to what is written; returns its name in C.
    pub fn function(&mut self, name: &'static str) -> String {
        self.calls.push(name);
        format!("constrata_{name}{}", if self.single { 32 } else { 64 })
    }

    /// A number as it is written there: that of the network's scalar.
    ///
    /// ```
    /// use constrata::{export::{C, Export, Names, ToC}, prelude::*};
    /// # use constrata::activation::Identity;
    /// # #[derive(Clone, Copy, Debug, PartialEq, Module)]
    /// # struct Tenth<T> { none: std::marker::PhantomData<T> }
    /// # impl Layer for Tenth<f32> {
    /// #     type Scalar = f32;
    /// #     type Input = Vector<1>;
    /// #     type Output = Vector<1>;
    /// #     type Activation = Identity;
    /// #     fn infer<const B: usize>(&self, x: &[[f32; 1]; B], z: &mut [[f32; 1]; B]) { for b in 0..B { z[b][0] = x[b][0] * 0.1; } }
    /// # }
    /// impl ToC for Tenth<f32> {
    ///     fn c(c: &mut C) {
    ///         c.layer::<Self>(|c, Names { x, z, .. }| format!("{z}[0] = {x}[0] * {};", c.number(0.1)));
    ///     }
    /// }
    /// assert!(<network!(1 => Tenth<f32>)>::zeros().to_c("net").contains("y[0] = x[0] * 1.00000001e-1f;"));
    /// ```
    #[must_use]
    pub fn number(&self, number: f64) -> String {
        super::literal::literal(number, self.single)
    }

    /// What a number is called: `float` or `double`.
    #[must_use]
    pub fn real(&self) -> &'static str {
        if self.single { "float" } else { "double" }
    }

    fn loop_over<const IN: usize>(
        &mut self,
        name: &str,
        z: &str,
        arrays: &[&str],
        width: usize,
        function: &impl Fn([Traced; IN]) -> Traced,
    ) -> String {
        assert_eq!(arrays.len(), IN, "{name} has other parameters than the formula");
        let elements: Vec<String> = arrays.iter().map(|array| format!("{array}[i]")).collect();
        let written = formula(function);
        let value = match &written {
            (Formula::Place(place), nodes) if matches!(nodes[*place as usize], Node::Variable(0)) => {
                elements[0].clone()
            }
            _ => format!("{}({})", self.define(name, &written, IN), elements.join(", ")),
        };
        if value == format!("{z}[i]") {
            return String::new();
        }
        format!("for (size_t i = 0; i < {width}; i++) {z}[i] = {value};")
    }

    /// The name of a function for this formula: the one there is, or a new one.
    fn define(&mut self, name: &str, written: &(Formula, Vec<Node>), count: usize) -> String {
        let Function { text: body, calls, .. } = self.text(written);
        self.calls.extend(calls);
        let real = self.real();
        let arguments: Vec<String> = (0..count).map(|index| format!("{real} {}", variable(index))).collect();
        let head = |name: &str| format!("static inline {real} {name}({}) {{\n", arguments.join(", "));
        let first = format!("{}_{}", self.name, name::word(name));
        let (mut called, mut others) = (first.clone(), 1);
        // one of the same name may compute something else
        while let Some(other) = self.functions.iter().find(|text| text.starts_with(&head(&called))) {
            if *other == head(&called) + &body + "}\n" {
                return called;
            }
            others += 1;
            called = format!("{first}_{others}");
        }
        self.functions.push(head(&called) + &body + "}\n");
        called
    }

    fn text<'a>(&self, (formula, nodes): &'a (Formula, Vec<Node>)) -> Function<'a> {
        let mut function = Function::new(nodes, self.single);
        function.body(formula, 1);
        function
    }

    pub(crate) fn count(&self) -> usize {
        self.rows.first().map_or(0, |row| row.steps)
    }
}
