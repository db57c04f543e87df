//! Every text of `texts.txt` gives the conditions and the target that its row names.

use netwhy::explain::explain;
use netwhy::report::{Clarity, Explanation, Part};
use netwhy::target::Target;

/// One row: what is expected, and the text.
struct Row {
    expected: String,
    target: String,
    text: String,
}

fn rows() -> Vec<Row> {
    let file = include_str!("texts.txt");
    let (_, rows) = file.split_once("\n\n").unwrap();
    let rows = format!("\n{rows}");
    rows.split("\n=== ")
        .skip(1)
        .map(|row| {
            let (head, text) = row.split_once('\n').unwrap();
            let (expected, target) = head.split_once(" | ").unwrap_or_else(|| panic!("`{head}` has no target"));
            Row { expected: expected.to_owned(), target: target.to_owned(), text: text.trim_end().to_owned() }
        })
        .collect()
}

/// What was explained, in the words of a row.
fn told(explained: &Explanation) -> String {
    let ids = |part: Part| explained.conditions.iter().filter(move |one| one.part == part).map(|one| one.id.as_str());
    match explained.clarity {
        Clarity::Unknown => "-".to_owned(),
        Clarity::Ambiguous => ids(Part::Either).collect::<Vec<_>>().join("/"),
        Clarity::Clear => ids(Part::Root)
            .map(str::to_owned)
            .chain(ids(Part::Also).map(|id| format!("+{id}")))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// True where what was told is what the row wants.
fn is_right(expected: &str, told: &str) -> bool {
    if expected.contains('/') {
        let told: Vec<&str> = told.split('/').collect();
        let mut wanted = expected.split('/');
        return told.len() > 1 && wanted.next() == told.first().copied() && wanted.all(|id| told.contains(&id));
    }
    let (mut told, mut wanted) = (told.split(' '), expected.split(' '));
    let root = told.next() == wanted.next();
    let others: Vec<&str> = told.collect();
    root && wanted.all(|other| others.contains(&other))
}

fn is_target(wanted: &str, found: Option<&Target>) -> bool {
    match found {
        None => wanted == "-",
        Some(target) if wanted.contains("://") => wanted == format!("{}://{target}", target.service),
        Some(target) => wanted == target.to_string(),
    }
}

#[test]
fn every_text_is_understood() {
    let rows = rows();
    assert!(rows.len() > 200, "only {} rows were read", rows.len());
    let mut wrong = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for row in &rows {
        let explained = explain(&row.text);
        let told = told(&explained);
        if !is_right(&row.expected, &told) {
            wrong.push(format!("{}\n  wanted {}\n  told   {told}", row.text, row.expected));
        }
        if !is_target(&row.target, explained.target.as_ref()) {
            let found = explained.target.as_ref().map(|target| format!("{}://{target}", target.service));
            wrong.push(format!("{}\n  wanted target {}\n  found  {found:?}", row.text, row.target));
        }
        // Reading the schema takes longer than explaining; one document of each kind is enough.
        if seen.insert(told) {
            crate::contract::holds(&serde_json::to_value(&explained).unwrap());
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n\n"));
}

#[test]
fn every_condition_of_the_book_has_a_text() {
    let rows = rows();
    for entry in std::fs::read_dir("src/explain/condition").unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let id = file.trim_end_matches(".rs").replace('_', "-");
        let named = rows.iter().any(|row| row.expected.split([' ', '/', '+']).any(|one| one == id));
        assert!(named || id == "mod", "no text of {id} stands in texts.txt");
    }
}
