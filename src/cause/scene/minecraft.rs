//! Facts about Minecraft made by hand, for the unit tests of causes.

use crate::cause::scene::ip;
use crate::observation::{
    BedrockStatus, JavaStatus, McpiAnswer, Meaning, Pings, Pong, Purpose, Question, Reason, Speech, SpeechEnd, Spoken,
    State, Status, StatusWay,
};

/// A status of a Java server.
pub(crate) fn java(purpose: Purpose, address: &str, port: u16) -> JavaStatus {
    let status = Status {
        version: Some("1.12.2".to_owned()),
        protocol: Some(340),
        online: Some(1),
        max: Some(20),
        ..Status::default()
    };
    JavaStatus {
        purpose,
        ended: SpeechEnd::Answered,
        way: Some(StatusWay::Modern),
        status: Some(status),
        took_ms: Some(1.0),
        port,
        ..java_closes(address)
    }
}

/// A server that closes without a byte on who asks for its status.
pub(crate) fn java_closes(address: &str) -> JavaStatus {
    JavaStatus {
        address: ip(address),
        port: 25565,
        purpose: Purpose::Asked,
        via: None,
        asked_for: address.to_owned(),
        ended: SpeechEnd::Closed,
        way: None,
        status: None,
        irregular: Vec::new(),
        spoken: None,
        excerpt: None,
        took_ms: None,
        pings: Pings::default(),
    }
}

/// An answer of the mcpi API, or of something else.
pub(crate) fn mcpi(purpose: Purpose, address: &str, port: u16, meaning: Meaning) -> McpiAnswer {
    let blocks = matches!(meaning, Meaning::Players { .. } | Meaning::Nobody).then_some(true);
    McpiAnswer {
        purpose,
        ended: SpeechEnd::Answered,
        meaning: Some(meaning),
        blocks,
        excerpt: Some("?".to_owned()),
        took_ms: Some(40.0),
        ..mcpi_silent(address, port)
    }
}

/// A port that says nothing to a line of mcpi.
pub(crate) fn mcpi_silent(address: &str, port: u16) -> McpiAnswer {
    McpiAnswer {
        address: ip(address),
        port,
        purpose: Purpose::Asked,
        via: None,
        ended: SpeechEnd::Silent,
        meaning: None,
        family: None,
        blocks: None,
        block_said: None,
        spoken: None,
        excerpt: None,
        took_ms: None,
    }
}

/// A pong of a Bedrock server at its usual port.
pub(crate) fn bedrock(purpose: Purpose, address: &str) -> BedrockStatus {
    let pong = Pong { version: Some("1.21.50".to_owned()), online: Some(3), max: Some(5), ..Pong::default() };
    BedrockStatus {
        address: ip(address),
        port: 19132,
        purpose,
        state: State::Open,
        reason: Reason::UdpResponse,
        from: None,
        pong: Some(pong),
        irregular: Vec::new(),
        excerpt: None,
        pings: Pings::default(),
    }
}

/// What came of a further question.
pub(crate) fn said(address: &str, port: u16, question: Question, ended: SpeechEnd, spoken: Option<Spoken>) -> Speech {
    Speech {
        address: ip(address),
        port,
        purpose: Purpose::Again,
        via: None,
        question,
        ended,
        spoken,
        product: None,
        says_no: None,
        excerpt: String::new(),
        bytes: 0,
    }
}
