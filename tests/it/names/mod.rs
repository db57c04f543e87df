//! Names, asked of real name servers on loopback addresses.

mod answers;
mod dig;
mod encrypted;
pub(crate) mod private;
pub(crate) mod server;
mod signed;
mod sources;
mod walk;

/// Runs one future to its end.
fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
