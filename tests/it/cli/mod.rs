//! The command line as scripts and people meet it: mistakes, streams, interrupts, colours.

mod mistakes;
mod streams;
mod terminal;
