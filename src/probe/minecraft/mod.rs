//! Looks at Minecraft servers of every edition, and at the mcpi API. Each question has a connection of its own.

mod bedrock;
mod datagrams;
mod hear;
mod java;
mod lan;
mod mcpi;
mod query;
mod rcon;

pub use bedrock::bedrock_status;
pub use java::{JavaQuestion, java_status};
pub use lan::{World, worlds};
pub use mcpi::mcpi_answer;
pub use query::query_answer;
pub use rcon::rcon_answer;
