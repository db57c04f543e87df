//! What clients are answered, one protocol a file.

pub(crate) mod echo;
pub(crate) mod http;
pub(crate) mod mcpi;
pub(crate) mod minecraft;
pub(crate) mod other;
pub(crate) mod tls;
mod world;
