//! What must hold for every input, tried with inputs made at random.

mod invented;
mod report;
mod target;
