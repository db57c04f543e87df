//! docs/causes.md has one heading a cause, under its family, and says of each what a reader needs.

use std::collections::BTreeMap;

/// What the text under each heading must hold.
const PARTS: [&str; 3] = ["**What it is.**", "**Told from its neighbours by.**", "**What to do.**"];

#[test]
fn every_cause_has_its_heading() {
    let page = std::fs::read_to_string("docs/causes.md").unwrap();
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    let mut order = Vec::new();
    let mut family = String::new();
    for section in page.split("\n## ").skip(1) {
        family.clear();
        family.push_str(section.split(':').next().unwrap());
        order.push(family.clone());
        for cause in section.split("\n### `").skip(1) {
            let (id, text) = cause.split_once('`').unwrap();
            assert!(id.starts_with(&format!("{family}.")), "`{id}` stands under `{family}`");
            assert!(told.insert(id.to_owned(), text.to_owned()).is_none(), "`{id}` has two headings");
        }
    }
    let questions: Vec<String> = netwhy::check::Question::ALL
        .iter()
        .map(|question| serde_json::to_value(question).unwrap().as_str().unwrap().to_owned())
        .collect();
    assert_eq!(order, questions, "one section a family, in the order of the report");
    let mut known: Vec<&str> = netwhy::cause::all().map(|cause| cause.id).collect();
    known.sort_unstable();
    let headings: Vec<&str> = told.keys().map(String::as_str).collect();
    assert_eq!(headings, known, "left: headings of docs/causes.md; right: the causes that there are");
    for (id, text) in &told {
        for part in PARTS {
            assert!(text.contains(part), "`{id}` has no {part}");
        }
    }
}

#[test]
fn every_cause_has_its_file_and_masks_that_exist() {
    let known: Vec<&str> = netwhy::cause::all().map(|cause| cause.id).collect();
    for cause in netwhy::cause::all() {
        let (family, name) = cause.id.split_once('.').unwrap();
        let file = format!("src/cause/{family}/{}.rs", name.replace('-', "_"));
        assert!(std::path::Path::new(&file).exists(), "{} does not stand in {file}", cause.id);
        for mask in cause.masked_by {
            assert!(known.contains(mask) && *mask != cause.id, "{} is masked by `{mask}`", cause.id);
        }
    }
    assert_eq!(known.iter().collect::<std::collections::BTreeSet<_>>().len(), known.len(), "an id stands twice");
}
