//! What `--json` prints when netwhy itself cannot give an answer.

use serde::{Deserialize, Serialize};

/// The document of a failure of netwhy's own, or of its use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Failed {
    /// `netwhy.error/1`.
    pub schema: String,
    /// What went wrong.
    pub error: Mistake,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Mistake {
    /// Whose mistake it is.
    pub kind: MistakeKind,
    /// One line that names the input and the mend.
    pub message: String,
}

/// Whose mistake it is; the exit code says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MistakeKind {
    /// The command line's; nothing was tried (exit code 2).
    Usage,
    /// netwhy's own or its system's: it could not find out (exit code 3).
    Failed,
    /// Nobody's: the user interrupted before there was anything to tell (exit code 130).
    Interrupted,
}

impl Failed {
    /// The document for one mistake.
    pub fn new(kind: MistakeKind, message: impl Into<String>) -> Failed {
        Failed { schema: "netwhy.error/1".to_owned(), error: Mistake { kind, message: message.into() } }
    }
}
