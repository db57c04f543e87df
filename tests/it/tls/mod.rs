//! TLS with real servers: what is shown, what is trusted, and how each fault looks.

mod certificates;
mod server;

mod command;
mod faults;
mod options;
mod trust;
