//! The causes of the family `name`, and how the facts rule it out.

mod dnssec_bogus;
mod hosts_override;
mod malformed;
mod mute;
mod no_address;
mod not_found;
mod resolver_silent;
mod rule_out;
mod said;
#[cfg(test)]
pub(crate) mod scene;
mod server_failure;
mod sinkholed;
mod split;
mod srv_broken;
mod srv_not_followed;

use crate::check::Question;
use crate::finding::Family;

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Name,
    causes: &[
        &malformed::CAUSE,
        &hosts_override::CAUSE,
        &sinkholed::CAUSE,
        &dnssec_bogus::CAUSE,
        &not_found::CAUSE,
        &no_address::CAUSE,
        &server_failure::CAUSE,
        &resolver_silent::CAUSE,
        &split::CAUSE,
        &srv_broken::CAUSE,
        &srv_not_followed::CAUSE,
    ],
    rule_out: rule_out::rule_out,
};
