//! The causes of the family `proxy`: is a proxy in the way, or the way out?

mod bypass_missing;
mod denied;
mod login_required;
mod rule_out;
pub(crate) mod said;
#[cfg(test)]
pub(crate) mod scene;
mod stale_setting;
mod target_failed;
mod unreachable;
mod wrong_protocol;

use crate::check::Question;
use crate::finding::Family;

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Proxy,
    causes: &[
        &bypass_missing::CAUSE,
        &stale_setting::CAUSE,
        &unreachable::CAUSE,
        &login_required::CAUSE,
        &denied::CAUSE,
        &wrong_protocol::CAUSE,
        &target_failed::CAUSE,
    ],
    rule_out: rule_out::rule_out,
};
