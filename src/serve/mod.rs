//! The listening side: who arrives at a port, and what it is answered.

pub mod certificate;
