//! What scripts rely on: a schema for every document, and documents that keep to theirs.

mod outputs;

use serde_json::{Value, json};

/// Every document: the name in its `schema` field (`netwhy.NAME/1`), and its schema as the types have it.
fn documents() -> Vec<(&'static str, schemars::Schema)> {
    vec![
        ("arrival", schemars::schema_for!(netwhy::report::ArrivalDocument)),
        ("compared", schemars::schema_for!(netwhy::report::ComparedDocument)),
        ("error", schemars::schema_for!(netwhy::report::Failed)),
        ("probe", schemars::schema_for!(netwhy::report::probe::Probed)),
        ("probe-line", schemars::schema_for!(netwhy::report::probe::Line)),
        ("http", schemars::schema_for!(netwhy::report::HttpDocument)),
        ("explain", schemars::schema_for!(netwhy::report::Explanation)),
        ("minecraft", schemars::schema_for!(netwhy::report::MinecraftDocument)),
        ("passed", schemars::schema_for!(netwhy::report::Passed)),
        ("report", schemars::schema_for!(netwhy::report::Report)),
        ("trace", schemars::schema_for!(netwhy::report::TraceDocument)),
        ("resolve", schemars::schema_for!(netwhy::report::ResolveDocument)),
    ]
}

#[test]
fn golden_schemas() {
    let mut files = Vec::new();
    for (name, schema) in documents() {
        let mut schema = schema.to_value();
        schema["properties"]["schema"] = json!({
            "type": "string", "const": format!("netwhy.{name}/1"), "description": "The name and major version of this schema."
        });
        sort(&mut schema);
        files.push(format!("{name}.schema.json"));
        crate::golden::is(&format!("docs/{name}.schema.json"), &format!("{schema:#}\n"));
    }
    for entry in std::fs::read_dir("docs").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(!name.ends_with(".schema.json") || files.contains(&name), "docs/{name} belongs to no document");
    }
}

/// A document that is on no list would have no schema.
#[test]
fn every_document_is_listed() {
    let mut named = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir("src/report").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let names = text.split("\"netwhy.").skip(1).filter_map(|rest| rest.split_once("/1\"")).map(|(name, _)| name);
        named.extend(names.map(str::to_owned));
    }
    let listed: std::collections::BTreeSet<String> = documents().iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named, listed, "left: documents under src/report; right: `documents()` of this file");
}

/// Orders the keys, so that the text does not depend on how serde_json was built.
fn sort(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            entries.iter_mut().for_each(|(_, value)| sort(value));
            map.extend(entries);
        }
        Value::Array(values) => values.iter_mut().for_each(sort),
        _ => {}
    }
}

/// Asserts that `document` keeps to the committed schema that its `schema` field names.
pub(crate) fn holds(document: &Value) {
    let told = document["schema"].as_str().unwrap_or_else(|| panic!("no schema is named: {document}"));
    let name = told.strip_prefix("netwhy.").and_then(|rest| rest.strip_suffix("/1"));
    let name = name.unwrap_or_else(|| panic!("`{told}` is no schema of netwhy"));
    let schema = std::fs::read_to_string(format!("docs/{name}.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{told}: {faults:#?}\n{document:#}");
}
