//! A report is the same after a trip through JSON, and any report that reads can be judged again.

use netwhy::case::Case;
use netwhy::report::Report;
use proptest::prelude::*;

use crate::properties::invented;

/// A panic would be told once for every attempt to make the example smaller.
fn read(document: serde_json::Value) -> Result<Report, TestCaseError> {
    serde_json::from_value(document).map_err(|error| TestCaseError::fail(error.to_string()))
}

proptest! {
    #[test]
    fn a_report_keeps_through_json(document in invented::document("report")) {
        let report = read(document)?;
        let again = serde_json::to_value(&report).unwrap();
        crate::contract::holds(&again);
        let text = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    }

    #[test]
    fn any_facts_can_be_judged(document in invented::document("report")) {
        let report = read(document)?;
        let case = Case { target: &report.target, seen: &report.observations };
        let findings = netwhy::cause::findings(&case);
        for finding in &findings {
            prop_assert!(!finding.evidence.is_empty() && !finding.summary.get(netwhy::text::Lang::En).is_empty());
        }
        prop_assert_eq!(netwhy::cause::checks(&case, &findings).len(), 9);
    }
}
