//! The forward proxy: what passes, what is changed, and why what fails fails.

pub mod host_pattern;
pub mod rules;
