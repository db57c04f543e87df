//! From facts to findings. Pure: the same facts always give the same findings.

mod firewall;
mod initial_ttl;
mod machine;
mod minecraft;
mod name;
mod network;
mod port;
mod protocol;
mod proxy;
mod public;
mod restriction;
#[cfg(test)]
mod scene;
mod server;
mod through;
mod translated;
mod unreached;

pub(crate) use initial_ttl::hops_travelled;

use crate::case::Case;
use crate::check::{Check, Status};
use crate::finding::{Cause, Confidence, Family, Finding};

/// The nine families, in the order of the questions.
pub const FAMILIES: [&Family; 9] = [
    &machine::FAMILY,
    &name::FAMILY,
    &network::FAMILY,
    &server::FAMILY,
    &port::FAMILY,
    &firewall::FAMILY,
    &restriction::FAMILY,
    &proxy::FAMILY,
    &protocol::FAMILY,
];

/// Every cause there is.
pub fn all() -> impl Iterator<Item = &'static Cause> {
    FAMILIES.iter().flat_map(|family| family.causes.iter().copied())
}

/// What the facts show, surest first; what another finding explains away is left out.
pub fn findings(case: &Case) -> Vec<Finding> {
    let found: Vec<(&Cause, Finding)> =
        all().filter_map(|cause| (cause.recognise)(case).map(|finding| (cause, finding.of(cause)))).collect();
    let masks = |mask: &str, confidence: Confidence| {
        found.iter().any(|(cause, finding)| cause.id == mask && finding.confidence >= confidence)
    };
    let mut told: Vec<Finding> = found
        .iter()
        .filter(|(cause, finding)| !cause.masked_by.iter().any(|mask| masks(mask, finding.confidence)))
        .map(|(_, finding)| finding.clone())
        .collect();
    // A stable sort keeps the order of the families among equally sure findings.
    told.sort_by_key(|finding| std::cmp::Reverse(finding.confidence));
    told
}

/// The nine answers. A question with a finding fails, or warns where it is only possible or the
/// target is `reached` all the same; the others are answered by their family from the facts.
pub fn checks(case: &Case, findings: &[Finding], reached: bool) -> Vec<Check> {
    let answer = |family: &&Family| {
        let own = findings.iter().find(|finding| family.causes.iter().any(|cause| cause.id == finding.cause));
        match own {
            Some(finding) => {
                let surest = findings.first().is_some_and(|first| first.confidence == finding.confidence);
                let status = if surest && !reached { Status::Fail } else { Status::Warn };
                Check::new(family.question, status, finding.summary.clone()).and(finding.evidence.clone())
            }
            None => through::rule_out(case, family.question).unwrap_or_else(|| (family.rule_out)(case)),
        }
    };
    FAMILIES.iter().map(answer).collect()
}
