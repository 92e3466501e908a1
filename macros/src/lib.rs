//! The `network!` macro of constrata.
