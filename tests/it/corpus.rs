//! Recorded reports judged again: the same facts must always give the same answer, without any network.

use std::path::{Path, PathBuf};

use netwhy::case::Case;
use netwhy::report::Report;

pub(crate) fn reports() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut found = Vec::new();
    for folder in std::fs::read_dir(corpus).into_iter().flatten() {
        for file in std::fs::read_dir(folder.unwrap().path()).into_iter().flatten() {
            found.push(file.unwrap().path());
        }
    }
    found.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    found.sort();
    found
}

/// Causes that no scenario of the lab can stage, with the reason.
const NOT_STAGED: &[(&str, &str)] = &[];

/// A new cause comes with a scenario, and so with a report.
#[test]
fn every_cause_has_a_recorded_report() {
    let mut told = std::collections::BTreeSet::new();
    for path in reports() {
        let recorded: Report = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        told.extend(recorded.findings.into_iter().map(|finding| finding.cause));
    }
    let missing: Vec<&str> = netwhy::cause::all()
        .map(|cause| cause.id)
        .filter(|id| !told.contains(*id) && !NOT_STAGED.iter().any(|(cause, _)| cause == id))
        .collect();
    assert!(missing.is_empty(), "no scenario in tests/it/lab stages {missing:?} (then run it with NETWHY_RECORD=1)");
}

#[test]
fn recorded_reports_are_judged_as_before() {
    let mut wrong = Vec::new();
    for path in reports() {
        let recorded: Report = serde_json::from_slice(&std::fs::read(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let case = Case { target: &recorded.target, seen: &recorded.observations };
        let findings = netwhy::cause::findings(&case);
        let outcome = netwhy::verdict::outcome(&case, &findings);
        let verdict = netwhy::verdict::judge(&case, outcome, &findings);
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&path).display();
        let old = &recorded.verdict;
        let before = (recorded.outcome, &old.cause, old.confidence, &old.at);
        let now = (outcome, &verdict.cause, verdict.confidence, &verdict.at);
        if before != now {
            wrong.push(format!("{name}:\n  before {before:?}\n  now    {now:?}"));
        }
        let told = |findings: &[netwhy::finding::Finding]| {
            let rows = findings.iter().map(|f| format!("{} {:?} {:?}", f.cause, f.confidence, f.at));
            rows.collect::<Vec<_>>()
        };
        let (before, now) = (told(&recorded.findings), told(&findings));
        if before != now {
            wrong.push(format!("{name}:\n  before {before:#?}\n  now    {now:#?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nWhere the new answer is the better one, record the lab again: NETWHY_RECORD=1 cargo test --test it lab::",
        wrong.join("\n")
    );
}
