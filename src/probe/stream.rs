//! A connection to speak over, whatever it goes through.

use tokio::io::{AsyncRead, AsyncWrite};

/// Bytes both ways: TCP, TLS over it, or a tunnel through a proxy.
pub trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

/// A connection of any kind.
pub type Stream = Box<dyn Duplex>;
