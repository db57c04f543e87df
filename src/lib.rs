//! Why can't I connect? Data walks one way: target → observations → findings → report → bytes.

pub mod case;
pub mod cause;
pub mod check;
pub mod diagnose;
pub mod explain;
pub mod finding;
pub mod observation;
pub mod probe;
pub mod proxy;
pub mod render;
pub mod report;
pub mod serve;
pub mod target;
pub mod text;
pub mod verdict;
pub mod wire;
