//! The causes of the family `server`, and how the facts rule it out.

mod host_down;

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family { question: Question::Server, causes: &[&host_down::CAUSE], rule_out };

fn rule_out(_case: &Case) -> Check {
    Check::new(Question::Server, Status::Unknown, Text::fixed("not looked at", "未查看"))
}
