//! `LastStep`: the last step of a sequence.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec::new("LastStep", "last_step", resolve);

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    resolver.over_steps(layer)
}
