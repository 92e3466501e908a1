use core::marker::PhantomData;

use rand_core::Rng;

use super::shortcut::{COUNTED, add};
use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::module::initialization::zero_last_layer;
use crate::module::{Cost, Describe, Folded, Form, Initialize, Node, Part, Predict};
use crate::shape::{MatchesInput, SameShape};
#[cfg(feature = "std")]
use crate::stack::beside::BesideToC;
use crate::stack::beside::{Beside, TrainBeside};
use crate::{Initialization, Layer, Learn, Module, Numbers, Pass, Row, Shape, Text, Train, kernel};

/// What its layers compute, and their input added to it: `Residual(Dense<64, Relu> => Dense<64>)` in the DSL.
///
/// ```text
/// z = g(x) + p(x)            dx = g'(dz) + p'(dz)
/// ```
///
/// `g` are the layers inside, `p(x) = x`, or a projection where the shapes differ. Without one `PROJECTIONS` is 0, so that the
/// tape keeps no room for it.
///
/// ```text
/// Residual(Dense<64, Relu> => Dense<64>)                                y = x + g(x)
/// Residual(Conv2d<16, 3, Relu, pad = 1> => Conv2d<16, 3, pad = 1>, Relu)          y = relu(x + g(x))
/// Residual(Conv2d<32, 3, Relu, stride = 2, pad = same> => Conv2d<32, 3, pad = same>, Relu, project = Conv2d<32, 1, stride = 2>)
/// ```
///
/// Fresh, `g` is 0: of its last layer with weights those begin at 0 (of a norm, its scale), so that the gradient reaches
/// the first layer as it left the last, and numbers do not grow, however many blocks there are. Where an activation stands
/// behind that layer inside, the weights are drawn as ever: a ReLU at 0 would never move, but a hundred such blocks multiply.
/// `net.residual1.branch.initialize(None, &mut rng)` draws all weights of a block.
///
/// In PyTorch it would be a module with the modules `branch` and `project`, each a `Sequential` where it is more than one.
///
/// Sources: He et al. 2015, "Deep residual learning"; the last layer at 0: Goyal et al. 2017, section 5.1; Zhang et al. 2019 (Fixup).
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 2 => Residual(Dense<8, Relu> => Dense<2>) => Dense<1> }
/// let mut net = Net::random(&mut rand::rng());
/// net.dense2.weights.fill(1.0);
/// assert_eq!(net.predict(&[3.0, 4.0]), [7.0]); // g(x) = 0
/// net.residual1.branch.rest.bias.fill(0.5);
/// assert_eq!(net.predict(&[3.0, 4.0]), [8.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe, Initialize, Predict, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "G: serde::Serialize, S: serde::Serialize",
        deserialize = "G: serde::Deserialize<'de>, S: serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
pub struct Residual<
    G: Module,
    S: Module<Scalar = G::Scalar, Input: MatchesInput<G, G::Input>, Output: SameShape<G::Output>>,
    A = Identity,
    const PROJECTIONS: usize = 1,
> {
    /// g: the layers inside.
    pub branch: G,
    /// p: the projection, or [`Activate<Identity, ..>`](super::Activate), which is x.
    pub shortcut: S,
    #[cfg_attr(feature = "serde", serde(skip))]
    activation: PhantomData<A>,
}

impl<
    G: Module,
    S: Module<Scalar = G::Scalar, Input: MatchesInput<G, G::Input>, Output: SameShape<G::Output>>,
    A: Activation,
    const PROJECTIONS: usize,
> Residual<G, S, A, PROJECTIONS>
{
    /// `branch(x) + shortcut(x)`
    ///
    /// ```
    /// use constrata::{Network, layers::{Dense, Residual}};
    /// use nalgebra::{matrix, vector};
    /// let (branch, project): (Dense<1, 1>, Dense<1, 1>) =
    ///     (Dense::new(matrix![3.0], vector![0.0]), Dense::new(matrix![10.0], vector![1.0]));
    /// assert_eq!(Residual::<_, _>::new(branch, project).predict(&[2.0]), [6.0 + 21.0]);
    /// ```
    pub const fn new(branch: G, shortcut: S) -> Self {
        Residual { branch, shortcut, activation: PhantomData }
    }

    const SUM: Row = Row {
        layer: const { &Text::new("Residual(.., ").join(&A::CALLED).text(")") }.as_str(),
        output: const { &G::Output::NAME }.as_str(),
        parameters: 0,
        macs: 0,
    };

    const FITS: () = assert!(PROJECTIONS == 1 || PROJECTIONS == 0 && S::IS_IDENTITY, "{}", COUNTED);
}

impl<
    G: Module,
    S: Module<Scalar = G::Scalar, Input: MatchesInput<G, G::Input>, Output: SameShape<G::Output>>,
    A: Activation,
    const PROJECTIONS: usize,
> Layer for Residual<G, S, A, PROJECTIONS>
{
    type Scalar = G::Scalar;
    type Input = S::Input;
    type Output = G::Output;
    type Activation = A;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        self.branch.activate(S::Input::pass(x), z);
        Beside::infer(&self.shortcut, x, &mut |p| kernel::add(G::Output::flat_mut(z), p));
    }
}

impl<
    G: Module,
    S: Module<Scalar = G::Scalar, Input: MatchesInput<G, G::Input>, Output: SameShape<G::Output>>,
    A: Activation,
    const PROJECTIONS: usize,
> Describe for Residual<G, S, A, PROJECTIONS>
{
    const NAME: Text = {
        let name = Text::new("Residual(").join(&G::CALLED).text(", ").join(&A::CALLED);
        let name = if PROJECTIONS == 0 { name } else { name.text(", project = ").join(&S::CALLED) };
        name.text(")")
    };
    const FOLDED: Folded = Folded(Form::Block(
        const {
            &[
                Part::Word("Residual("),
                Part::Layers(&G::FOLDED),
                Part::Word(", "),
                Part::Text(&A::CALLED),
                if PROJECTIONS == 0 { Part::Word(")") } else { Part::Word(", project = ") },
                if PROJECTIONS == 0 { Part::Word("") } else { Part::Layers(&S::FOLDED) },
                if PROJECTIONS == 0 { Part::Word("") } else { Part::Word(")") },
            ]
        },
    ));
    const COST: Cost = G::COST.beside(<S as Beside>::COST).in_a_block();

    fn nodes(visit: &mut impl FnMut(Node)) {
        visit(Node::Block);
        visit(Node::Part { list: "branch", index: None });
        G::nodes(visit);
        if PROJECTIONS > 0 {
            visit(Node::Part { list: "project", index: None });
            S::nodes(visit);
        }
        visit(Node::Joined { row: Some(Self::SUM) });
        visit(Node::Close);
    }
}

impl<
    G: Module,
    S: Module<Scalar = G::Scalar, Input: MatchesInput<G, G::Input>, Output: SameShape<G::Output>>,
    A: Activation,
    const PROJECTIONS: usize,
> Initialize for Residual<G, S, A, PROJECTIONS>
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        self.initialize_before(with, None, rng);
    }

    fn initialize_before(
        &mut self,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    ) {
        self.branch.initialize_before(with, next, rng);
        self.shortcut.initialize_before(with, next.or(Some(A::INITIALIZATION)), rng);
        zero_last_layer(&mut self.branch);
    }
}

impl<
    G: Module,
    S: Module<Scalar = G::Scalar, Input: MatchesInput<G, G::Input>, Output: SameShape<G::Output>>,
    A: Activation,
    const PROJECTIONS: usize,
> Predict for Residual<G, S, A, PROJECTIONS>
{
    fn inspect<const B: usize>(
        &self,
        x: &Input<Self, B>,
        y: &mut Output<Self, B>,
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    ) {
        self.branch.inspect(S::Input::pass(x), y, visit);
        let y = G::Output::flat_mut(y);
        if PROJECTIONS > 0 {
            Beside::inspect(&self.shortcut, x, &mut |p| kernel::add(y, p), visit);
        } else {
            kernel::add(y, S::Input::numbers(x));
        }
        A::apply(y, G::Output::ROW);
        visit(Self::SUM, y);
    }
}

impl<
    G: Learn<Activation: Differentiable>,
    S: Learn<
            Activation: Differentiable,
            Scalar = G::Scalar,
            Input: MatchesInput<G, G::Input>,
            Output: SameShape<G::Output>,
        >,
    A: Differentiable,
    const PROJECTIONS: usize,
> Train for Residual<G, S, A, PROJECTIONS>
{
    /// Of `g`; of a projection, with its derivative by `x`, which is to be added to that of `g`.
    type Tape<const B: usize> = (Pass<G, B>, [(Pass<S, B>, Input<S, B>); PROJECTIONS]);

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (g, p): &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        g.forward(&self.branch, S::Input::pass(x));
        z.copy_from_slice(&g.output);
        add::<true, S, B, PROJECTIONS>(&self.shortcut, x, p, G::Output::flat_mut(z));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (g, p): &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        mut dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        g.gradient.copy_from_slice(dz);
        let own = dx.as_deref_mut().map(S::Input::pass_mut);
        g.backward_through(&self.branch, S::Input::pass(x), own, &mut gradient.branch);
        let dz = G::Output::flat(dz);
        if let Some((p, aside)) = p.first_mut() {
            let part = &mut |dp: &mut [_]| dp.copy_from_slice(dz);
            TrainBeside::backward(&self.shortcut, x, p, part, dx, (false, aside), &mut gradient.shortcut);
        } else if let Some(dx) = dx {
            kernel::add(S::Input::numbers_mut(dx), dz);
        }
    }
}

impl<
    G: Learn<Activation: Differentiable>,
    S: Learn<
            Activation: Differentiable,
            Scalar = G::Scalar,
            Input: MatchesInput<G, G::Input>,
            Output: SameShape<G::Output>,
        >,
    A: Differentiable,
    const PROJECTIONS: usize,
> Learn for Residual<G, S, A, PROJECTIONS>
{
    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (g, p): &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        g.activate(&self.branch, S::Input::pass(x));
        z.copy_from_slice(&g.output);
        add::<false, S, B, PROJECTIONS>(&self.shortcut, x, p, G::Output::flat_mut(z));
    }

    fn sample_noise<const B: usize>((g, p): &mut Self::Tape<B>, rng: &mut impl Rng) {
        G::sample_noise(&mut g.tape, rng);
        p.iter_mut().for_each(|(p, _)| S::sample_noise(&mut p.tape, rng));
    }

    fn update_buffers<const B: usize>(&mut self, (g, p): &Self::Tape<B>) {
        self.branch.update_buffers(&g.tape);
        p.iter().for_each(|(p, _)| self.shortcut.update_buffers(&p.tape));
    }
}

#[cfg(feature = "std")]
impl<
    G: Module + ToC,
    S: ToC + Module<Scalar = G::Scalar, Input: MatchesInput<G, G::Input>, Output: SameShape<G::Output>>,
    A: Activation,
    const PROJECTIONS: usize,
> ToC for Residual<G, S, A, PROJECTIONS>
{
    fn c(c: &mut C) {
        c.block::<Self>(|c, x, z| {
            let mut operator = "=";
            let add = &mut |c: &mut C, y: &str, width: usize| {
                c.statement(&std::format!("for (size_t i = 0; i < {width}; i++) {z}[i] {operator} {y}[i];"));
                operator = "+=";
            };
            <G as BesideToC>::c(c, x, add);
            if PROJECTIONS > 0 {
                <S as BesideToC>::c(c, x, add);
            } else {
                add(c, x, S::Input::LEN);
            }
        });
    }
}
