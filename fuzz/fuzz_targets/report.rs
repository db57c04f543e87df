//! A saved report, read and judged again.
#![no_main]

use netwhy::case::Case;
use netwhy::report::Report;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(report) = serde_json::from_slice::<Report>(bytes) else { return };
    let case = Case { target: &report.target, seen: &report.observations };
    let findings = netwhy::cause::findings(&case);
    assert_eq!(netwhy::cause::checks(&case, &findings, false).len(), 9);
    for finding in &findings {
        assert!(!finding.evidence.is_empty());
    }
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
});
