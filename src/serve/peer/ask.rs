//! Takes a client's text, from a paste or a connection, and answers it.

use std::net::{IpAddr, SocketAddr};

use crate::observation::{Side, side, told};
use crate::report::{ComparedDocument, Endpoint};
use crate::serve::peer::Peer;
use crate::text::Text;
use crate::wire::peer::{Answer, Garbled, Question};

/// A question that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peered {
    /// Who asked over a connection; `None` where the text was pasted.
    pub asker: Option<SocketAddr>,
    /// What left.
    pub question: Question,
    /// What arrived.
    pub answer: Answer,
}

impl Peered {
    /// On which side the attempts were lost.
    pub fn side(&self) -> Side {
        side(&self.question, &self.answer)
    }

    /// What there is to tell of it.
    pub fn document(&self) -> ComparedDocument {
        ComparedDocument {
            schema: ComparedDocument::SCHEMA.to_owned(),
            at: jiff::Timestamp::now().to_string(),
            asker: self.asker.map(Endpoint::of),
            left: self.question.clone(),
            arrived: self.answer.clone(),
            side: self.side(),
            summary: self.told(),
            text: self.answer.text(),
        }
    }

    /// The comparison in one sentence.
    pub fn told(&self) -> Text {
        told(&self.question, &self.answer)
    }
}

impl Peer {
    /// Answers a text that somebody pasted.
    ///
    /// # Errors
    /// Why it is no text of a client.
    pub fn pasted(&self, text: &str) -> Result<Peered, Garbled> {
        let question = Question::read(text)?;
        let answer = self.answer(&question, None);
        Ok(Peered { asker: None, question, answer })
    }

    /// Answers the text in the body of an HTTP request for `path` from `asker`; `None` where the path is not that of
    /// this watch.
    pub fn asked(&self, path: &str, body: &str, asker: SocketAddr) -> Option<Result<Peered, Garbled>> {
        let shown = path.strip_prefix("/peer/")?;
        // Guessing is hopeless (40 bits), and so is measuring: what differs is the whole of it.
        if self.token().is_empty() || !shown.eq_ignore_ascii_case(self.token()) {
            return None;
        }
        let from: IpAddr = asker.ip();
        let question = match Question::read(body) {
            Ok(question) => question,
            Err(garbled) => return Some(Err(garbled)),
        };
        let answer = self.answer(&question, Some(from));
        Some(Ok(Peered { asker: Some(asker), question, answer }))
    }
}
