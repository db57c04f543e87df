//! The document of `serve --peer`: what left a client, held against what arrived.

use serde::{Deserialize, Serialize};

use crate::observation::Side;
use crate::report::Endpoint;
use crate::text::Text;
use crate::wire::peer::{Answer, Question};

/// One question that a client asked, and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ComparedDocument {
    /// [`ComparedDocument::SCHEMA`].
    pub schema: String,
    /// When it was answered (RFC 3339, UTC).
    pub at: String,
    /// Who asked over a connection; null where the text was pasted.
    pub asker: Option<Endpoint>,
    /// What left.
    pub left: Question,
    /// What arrived.
    pub arrived: Answer,
    /// On which side the attempts were lost.
    pub side: Side,
    /// The same in one sentence.
    pub summary: Text,
    /// The text for the client, to be pasted there.
    pub text: String,
}

impl ComparedDocument {
    /// The schema's name and major version.
    pub const SCHEMA: &str = "netwhy.compared/1";
}
