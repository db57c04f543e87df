//! Minecraft, Java edition: the Server List Ping of today and of old, and the texts in its answers.

mod beginning;
mod chat;
mod favicon;
mod forge;
mod frame;
mod handshake;
mod irregular;
mod json;
mod json_reader;
mod legacy;
mod motd;
mod status;
mod varint;

pub use beginning::{begins, oddities};
pub use favicon::Favicon;
pub use forge::Mod;
pub use frame::{MOST, Pong, Read, ping, pong, question, read};
pub use handshake::{Came, Handshake, legacy_answer, packet, text_packet};
pub use irregular::{Irregular, Oddity};
pub(crate) use irregular::{clean, note, note_controls};
pub use legacy::LegacyPing;
pub use motd::{Edition, Line, Motd, Run, Style};
pub use status::{Player, Status};
