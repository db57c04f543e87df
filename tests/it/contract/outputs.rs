//! Real documents, made by the program, held to their schemas.

use serde_json::json;

use crate::contract::holds;
use crate::run::netwhy;

#[test]
fn bad_usage_is_a_document_too() {
    let ran = netwhy("diagnose --json --timeout never localhost:1");
    assert_eq!(ran.code, Some(2));
    let document = ran.document();
    holds(&document);
    assert_eq!(document["error"]["kind"], "usage");
    assert!(document["error"]["message"].as_str().unwrap().contains("`never`"), "{document}");
}

#[test]
#[should_panic(expected = "netwhy.error/1")]
fn a_document_that_breaks_its_schema_is_seen() {
    holds(&json!({"schema": "netwhy.error/1", "error": {"kind": "usage"}}));
}

#[test]
#[should_panic(expected = "no schema of netwhy")]
fn an_unknown_schema_is_seen() {
    holds(&json!({"schema": "netwhy.report/2"}));
}
