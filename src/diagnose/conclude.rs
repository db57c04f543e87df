//! From facts to the report. Pure: a saved report's facts give the same report again.

use crate::case::Case;
use crate::cause;
use crate::observation::Seen;
use crate::report::{Report, SCHEMA};
use crate::target::Target;
use crate::text::Text;
use crate::verdict::{self, Outcome};

/// The report that `seen` amounts to. `started_at` is RFC 3339 in UTC; `took_ms` is in milliseconds.
/// Where the looking was `interrupted`, what is unexplained is so for that reason.
pub fn conclude(target: Target, seen: Seen, started_at: String, took_ms: f64, interrupted: bool) -> Report {
    let case = Case { target: &target, seen: &seen };
    let findings = cause::findings(&case);
    let outcome = verdict::outcome(&case, &findings);
    let mut verdict = verdict::judge(&case, outcome, &findings);
    if interrupted && verdict.cause.as_deref() == Some(verdict::UNEXPLAINED) {
        verdict.summary = Text::new(
            format!(
                "Interrupted after {:.1} s, before what was seen explains anything about {target}.",
                took_ms / 1000.0
            ),
            format!("{:.1} 秒后被中断，所见尚不足以说明 {target} 的情况。", took_ms / 1000.0),
        );
    }
    let reached = matches!(outcome, Outcome::Reachable | Outcome::Degraded);
    let checks = cause::checks(&case, &findings, reached);
    Report {
        schema: SCHEMA.to_owned(),
        netwhy: env!("CARGO_PKG_VERSION").to_owned(),
        started_at,
        interrupted,
        took_ms: (took_ms * 10.0).round() / 10.0,
        outcome,
        verdict,
        findings,
        checks,
        target,
        observations: seen,
    }
}
