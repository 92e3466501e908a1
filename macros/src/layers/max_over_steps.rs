//! `MaxOverSteps`: the largest number of each feature of a sequence.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec {
    aliases: &["maxovertime", "globalmaxpooling1d"],
    ..Spec::new("MaxOverSteps", "max_over_steps", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    resolver.over_steps(layer)
}
