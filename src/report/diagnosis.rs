//! The whole answer of `diagnose` as one document.

use serde::{Deserialize, Serialize};

use crate::check::Check;
use crate::finding::Finding;
use crate::observation::Seen;
use crate::target::Target;
use crate::verdict::{Outcome, Verdict};

/// The schema's name and major version.
pub const SCHEMA: &str = "netwhy.report/1";

/// The report of `diagnose`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The version of netwhy that made it.
    pub netwhy: String,
    /// When the run began (RFC 3339, UTC).
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// True where Ctrl-C ended the looking; the report holds what had been seen by then.
    #[serde(default)]
    pub interrupted: bool,
    /// The question.
    pub target: Target,
    /// How the attempt ended.
    pub outcome: Outcome,
    /// The answer.
    pub verdict: Verdict,
    /// What the facts show, surest first.
    pub findings: Vec<Finding>,
    /// The nine questions, answered.
    pub checks: Vec<Check>,
    /// Everything seen.
    pub observations: Seen,
}
