use core::marker::PhantomData;

use rand_core::Rng;

use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::branch::BranchToC;
use crate::branch::{Shortcut, TrainBranch};
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::initialization::begin_at_nothing;
use crate::layer::{Input, Output};
use crate::modules::Module;
use crate::network::BLOCK_FRAMES;
use crate::shape::{Feeds, Sums};
use crate::summary::Row;
use crate::{Initialization, Layer, Parameters, Pass, Shape, Text, Train, kernel};

/// What its layers compute, and their input added to it: `Residual(Dense<64, Relu> => Dense<64>)` in the DSL.
///
/// ```text
/// z = g(x) + p(x)            dx = g'(dz) + p'(dz)
/// ```
///
/// `g` are the layers inside, `p(x) = x`, or a projection where the shapes differ:
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
#[derive(Clone, Copy, Debug, PartialEq, Parameters)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "G: serde::Serialize, S: serde::Serialize",
        deserialize = "G: serde::Deserialize<'de>, S: serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
pub struct Residual<G: Layer, S: Shortcut<Scalar = G::Scalar>, A = Identity>
where
    S::Input: Feeds<G, G::Input>,
    S::Output: Sums<G::Output>,
{
    /// g: the layers inside.
    pub branch: G,
    /// p: [`Skip`](super::Skip), or the projection.
    pub shortcut: S,
    #[cfg_attr(feature = "serde", serde(skip))]
    activation: PhantomData<A>,
}

impl<G: Layer, S: Shortcut<Scalar = G::Scalar>, A> Residual<G, S, A>
where
    S::Input: Feeds<G, G::Input>,
    S::Output: Sums<G::Output>,
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
}

impl<G: Layer, S: Shortcut<Scalar = G::Scalar>, A: Activation> Residual<G, S, A>
where
    S::Input: Feeds<G, G::Input>,
    S::Output: Sums<G::Output>,
{
    const SUM: Row = Row {
        layer: const { &Text::new("Residual(.., ").join(&A::CALLED).text(")") }.as_str(),
        output: const { &G::Output::NAME }.as_str(),
        parameters: 0,
        macs: 0,
    };
}

impl<G: Layer, S: Shortcut<Scalar = G::Scalar>, A: Activation> Layer for Residual<G, S, A>
where
    S::Input: Feeds<G, G::Input>,
    S::Output: Sums<G::Output>,
{
    type Input = S::Input;
    type Output = G::Output;
    type Activation = A;
    const NAME: Text = {
        let name = Text::new("Residual(").join(&<G as Layer>::NAME).text(", ").join(&A::CALLED);
        let name = if S::SKIPS { name } else { name.text(", project = ").join(&S::NAME) };
        name.text(")")
    };
    const MACS: usize = <G as Layer>::MACS + S::MACS;
    const SCRATCH: usize = <G as Layer>::SCRATCH + S::SCRATCH;
    const LOCALS: usize =
        BLOCK_FRAMES + if <G as Layer>::LOCALS > S::LOCALS { <G as Layer>::LOCALS } else { S::LOCALS };

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        self.branch.activate(S::Input::pass(x), z);
        self.shortcut.infer(x, &mut |y| kernel::add(G::Output::flat_mut(z), y));
    }

    fn inspect<const B: usize>(
        &self,
        x: &Input<Self, B>,
        y: &mut Output<Self, B>,
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    ) {
        Layer::inspect(&self.branch, S::Input::pass(x), y, visit);
        self.shortcut.inspect(x, &mut |p| kernel::add(G::Output::flat_mut(y), p), visit);
        A::apply(G::Output::flat_mut(y), G::Output::LEN);
        visit(Self::SUM, G::Output::flat(y));
    }

    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        Layer::initialize(&mut self.branch, with, rng);
        self.shortcut.initialize(with.or(Some(A::INITIALIZATION)), rng);
        begin_at_nothing(&mut self.branch);
    }

    fn rows(visit: &mut impl FnMut(Row)) {
        <G as Layer>::rows(visit);
        S::rows(visit);
        visit(Self::SUM);
    }

    fn modules(visit: &mut impl FnMut(Module)) {
        visit(Module::Block);
        visit(Module::Part { list: "branch", index: None });
        <G as Layer>::modules(visit);
        S::modules(&mut || Module::Part { list: "project", index: None }, visit);
        visit(Module::Close);
    }
}

impl<G: Train<Activation: Differentiable>, S: TrainBranch + Shortcut<Scalar = G::Scalar>, A: Differentiable>
    Train for Residual<G, S, A>
where
    S::Input: Feeds<G, G::Input>,
    S::Output: Sums<G::Output>,
{
    const LEAST: usize = if <G as Train>::LEAST > S::LEAST { <G as Train>::LEAST } else { S::LEAST };
    type Tape<const B: usize> = (Pass<G, B>, S::Tape<B>, S::Beside<B>);

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (g, p, _): &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        g.forward(&self.branch, S::Input::pass(x));
        z.copy_from_slice(&g.output);
        self.shortcut.forward(x, p, &mut |y| kernel::add(G::Output::flat_mut(z), y));
    }

    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (g, p, _): &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        g.activate(&self.branch, S::Input::pass(x));
        z.copy_from_slice(&g.output);
        self.shortcut.infer_on_tape(x, p, &mut |y| kernel::add(G::Output::flat_mut(z), y));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (g, p, beside): &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        mut dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        let (branch, shortcut) = (&mut gradient.branch, &mut gradient.shortcut);
        let own = dx.as_deref_mut().map(S::Input::pass_mut);
        g.gradient.copy_from_slice(dz);
        g.backward_through(&self.branch, S::Input::pass(x), own, branch);
        let mut part = |dy: &mut [G::Scalar], sum: bool| {
            let dz = G::Output::flat(dz);
            if sum { kernel::add(dy, dz) } else { dy.copy_from_slice(dz) }
        };
        self.shortcut.backward_beside(x, (p, beside), &mut part, dx, shortcut);
    }

    fn randomize<const B: usize>((g, p, _): &mut Self::Tape<B>, rng: &mut impl Rng) {
        <G as Train>::randomize(&mut g.tape, rng);
        S::randomize(p, rng);
    }

    fn absorb<const B: usize>(&mut self, (g, p, _): &Self::Tape<B>) {
        Train::absorb(&mut self.branch, &g.tape);
        self.shortcut.absorb(p);
    }
}

#[cfg(feature = "std")]
impl<G: Layer + ToC, S: Shortcut<Scalar = G::Scalar> + BranchToC, A: Activation> ToC for Residual<G, S, A>
where
    S::Input: Feeds<G, G::Input>,
    S::Output: Sums<G::Output>,
{
    fn c(c: &mut C) {
        c.block::<Self>(|c, x, z| {
            let mut operator = "=";
            let mut join = |c: &mut C, y: &str, width: usize| {
                c.statement(&std::format!("for (size_t i = 0; i < {width}; i++) {z}[i] {operator} {y}[i];"));
                operator = "+=";
            };
            <G as BranchToC>::c(c, x, &mut join);
            <S as BranchToC>::c(c, x, &mut join);
        });
    }
}
