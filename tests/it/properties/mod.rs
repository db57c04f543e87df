//! What must hold for every input, tried with inputs made at random.

mod documents;
mod invented;
mod shown;
mod target;
