//! From facts to the report. Pure: a saved report's facts give the same report again.

use crate::case::Case;
use crate::cause;
use crate::observation::Seen;
use crate::report::{Report, SCHEMA};
use crate::target::Target;
use crate::verdict::{self, Outcome};

/// The report that `seen` amounts to. `started_at` is RFC 3339 in UTC; `took_ms` is in milliseconds.
pub fn conclude(target: Target, seen: Seen, started_at: String, took_ms: f64) -> Report {
    let case = Case { target: &target, seen: &seen };
    let findings = cause::findings(&case);
    let outcome = verdict::outcome(&case, &findings);
    let verdict = verdict::judge(&case, outcome, &findings);
    let reached = matches!(outcome, Outcome::Reachable | Outcome::Degraded);
    let checks = cause::checks(&case, &findings, reached);
    Report {
        schema: SCHEMA.to_owned(),
        netwhy: env!("CARGO_PKG_VERSION").to_owned(),
        started_at,
        took_ms: (took_ms * 10.0).round() / 10.0,
        outcome,
        verdict,
        findings,
        checks,
        target,
        observations: seen,
    }
}
