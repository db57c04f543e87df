//! The documents netwhy writes, one file a kind; `--json` prints them as they are.

mod arrival;
mod compared;
mod diagnosis;
mod error;
mod explain;
mod har;
mod http;
mod minecraft;
mod passed;
pub mod probe;
mod resolve;
mod trace;

pub use arrival::{ArrivalDocument, Ending, Endpoint, Family, Opening, RequestSeen, TlsAsked};
pub use compared::ComparedDocument;
pub use diagnosis::{Report, SCHEMA};
pub use error::{Failed, Mistake, MistakeKind};
pub use explain::{Advice, Clarity, Command, EXPLAIN_SCHEMA, Explanation, Part, Sign, Speaker, Step, Told};
pub use har::{HarCache, HarContent, HarEntry, HarPair, HarPostData, HarRequest, HarResponse, HarTimings, har_frame};
pub use http::{Expectation, Expected, HttpDocument, Redirect, Reuse, Saved};
pub use minecraft::{LanWorld, MinecraftDocument, OtherPort, Port, Srv};
pub use passed::{PASSED_SCHEMA, Passed, PassedEnd, PassedPhases, PassedWay};
pub use resolve::{NameFinding, ResolveDocument};
pub use trace::{TraceDocument, TraceEnd};
