//! A document is the same after a trip through JSON, and any report that reads can be judged again.

use netwhy::case::Case;
use netwhy::report::Report;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::properties::invented;

/// A panic would be told once for every attempt to make the example smaller.
pub(crate) fn read<D: DeserializeOwned>(document: Value) -> Result<D, TestCaseError> {
    serde_json::from_value(document).map_err(|error| TestCaseError::fail(error.to_string()))
}

/// Reads `document`, writes it, holds that to the schema, and reads it again.
fn keeps<D: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(document: Value) -> Result<(), TestCaseError> {
    let once: D = read(document)?;
    crate::contract::holds(&serde_json::to_value(&once).unwrap());
    let text = serde_json::to_string(&once).unwrap();
    let again: D = read(serde_json::from_str(&text).unwrap())?;
    prop_assert_eq!(again, once);
    Ok(())
}

proptest! {
    // Each document is large, and is checked against its schema.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_report_keeps_through_json(document in invented::document("report")) {
        keeps::<Report>(document)?;
    }

    #[test]
    fn a_trace_keeps_through_json(document in invented::document("trace")) {
        keeps::<netwhy::report::TraceDocument>(document)?;
    }

    #[test]
    fn an_explanation_keeps_through_json(document in invented::document("explain")) {
        keeps::<netwhy::report::Explanation>(document)?;
    }

    #[test]
    fn a_resolution_keeps_through_json(document in invented::document("resolve")) {
        keeps::<netwhy::report::ResolveDocument>(document)?;
    }

    #[test]
    fn a_probe_keeps_through_json(document in invented::document("probe"), line in invented::document("probe-line")) {
        keeps::<netwhy::report::probe::Probed>(document)?;
        keeps::<netwhy::report::probe::Line>(line)?;
    }

    #[test]
    fn what_a_game_server_says_keeps_through_json(document in invented::document("minecraft")) {
        keeps::<netwhy::report::MinecraftDocument>(document)?;
    }

    #[test]
    fn any_facts_can_be_judged(document in invented::document("report")) {
        let report = read::<Report>(document)?;
        let case = Case { target: &report.target, seen: &report.observations };
        let findings = netwhy::cause::findings(&case);
        for finding in &findings {
            prop_assert!(!finding.evidence.is_empty() && !finding.summary.get(netwhy::text::Lang::En).is_empty());
        }
        prop_assert_eq!(netwhy::cause::checks(&case, &findings, false).len(), 9);
    }
}
