//! The listening side: who arrives at a port, and what it is answered.

pub mod certificate;
pub mod fault;
mod fault_error;

pub use fault_error::FaultError;
