//! `Last`: the last step of a sequence.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec { aliases: &["laststep"], ..Spec::new("Last", "last", resolve) };

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    resolver.over_steps(layer)
}
