//! What a declared network is by itself: its sizes as constants, and a file of it.

use proc_macro2::TokenStream;

use super::target::Target;

/// What a reader of the rustdoc looks for, as constants of the type itself.
pub(super) fn constants(target: &Target) -> TokenStream {
    let Target { krate, generics, this, network, bounds, .. } = target;
    let scalar = &network.scalar;
    let training = network.stages.iter().all(|stage| stage.learns).then(|| {
        code! {
            /// Bytes of everything that training sample by sample needs, but for an optimizer's moments: the network, a
            /// gradient, a pass and a sample.
            pub const TRAINING_BYTES: usize = <Self as #krate::Learn>::TRAINING_BYTES;
            /// The most stack that training sample by sample takes, on a 32-bit microcontroller.
            pub const TRAINING_STACK_BYTES: usize = <Self as #krate::Learn>::TRAINING_STACK_BYTES;
        }
    });
    code! {
        impl<#generics> #this where #bounds {
            /// How many parameters the network has.
            pub const PARAMETERS: usize = <Self as #krate::Parameters>::PARAMETERS;
            /// Multiply-adds for one sample.
            pub const MACS: usize = <Self as #krate::Network>::MACS;
            /// Bytes of the parameters.
            pub const PARAMETER_BYTES: usize = <Self as #krate::Network>::PARAMETER_BYTES;
            /// Bytes of activations while it predicts one sample.
            pub const INFERENCE_BYTES: usize = <Self as #krate::Network>::INFERENCE_BYTES;
            /// The most stack that predicting one sample takes, on a 32-bit microcontroller.
            pub const STACK_BYTES: usize = <Self as #krate::Network>::STACK_BYTES;
            #training
            /// The architecture as text.
            pub const ARCHITECTURE: &'static str = <Self as #krate::Network>::ARCHITECTURE;
            /// A hash of the scalar and the architecture.
            pub const ARCHITECTURE_HASH: u64 = <Self as #krate::Network>::ARCHITECTURE_HASH;
        }
        // the bounds name a lifetime, so they may be false: what asks for the function then says why
        impl<#generics> #this where
            for<'flat> Self: #krate::memory::Flat,
            for<'flat> #scalar: #krate::file::Float,
            #bounds
        {
            /// The network in a file that `save` wrote, read and checked by the compiler:
            /// `static NET: .. = ..::from_bytes(include_bytes!("..net"));`.
            ///
            /// # Panics
            /// Where the file is damaged, holds another network, or a `Model` whose scaler would be lost; in a `const` or a
            /// `static`, that is an error of the build.
            #[track_caller]
            #[must_use]
            pub const fn from_bytes(file: &[u8]) -> Self {
                #krate::file::from_bytes::<Self>(file)
            }
        }
    }
}
