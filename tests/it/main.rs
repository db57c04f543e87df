//! One binary for all integration tests: one file or folder a subject.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[cfg(target_os = "linux")]
mod anyone;
mod causes;
mod cli;
mod completions;
mod contract;
mod corpus;
#[cfg(target_os = "linux")]
mod curl;
mod dependencies;
#[cfg(target_os = "linux")]
mod engine;
mod explain;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod forward;
mod golden;
#[cfg(target_os = "linux")]
mod hostile;
#[cfg(target_os = "linux")]
mod http;
#[cfg(target_os = "linux")]
mod lab;
mod layers;
#[cfg(target_os = "linux")]
mod local;
#[cfg(target_os = "linux")]
mod minecraft;
mod names;
#[cfg(target_os = "linux")]
mod passage;
#[cfg(target_os = "linux")]
mod peers;
#[cfg(target_os = "linux")]
mod probe;
mod properties;
mod readme;
mod run;
#[cfg(target_os = "linux")]
mod serve;
mod skip;
#[cfg(target_os = "linux")]
mod tls;
