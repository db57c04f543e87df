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

/// Subcommands without one document: `completions`, and what runs until it is ended, whose lines other tests hold.
const WITHOUT: &[&str] = &["completions", "proxy", "serve"];

/// Runs on this machine alone, each with the schema of its document and the exit code it must end with.
const RUNS: &[(&str, &str, i32)] = &[
    ("127.0.0.1:1", "netwhy.report/1", 1),
    ("diagnose [::1]:1", "netwhy.report/1", 1),
    ("diagnose localhost:1 -4", "netwhy.report/1", 1),
    ("diagnose a..b:1", "netwhy.report/1", 1),
    ("probe 127.0.0.1:1", "netwhy.probe/1", 1),
    ("probe localhost -p 1-3,9 --count 2 --interval 1ms", "netwhy.probe/1", 1),
    ("explain [WinError 10061]", "netwhy.explain/1", 0),
    ("explain nothing known", "netwhy.explain/1", 1),
    ("explain connect ECONNREFUSED 127.0.0.1:1 --try", "netwhy.explain/1", 1),
    ("http http://127.0.0.1:1/", "netwhy.http/1", 1),
    ("http 127.0.0.1:1 --keep-alive 2 --expect-status 2xx --body", "netwhy.http/1", 1),
    ("resolve localhost", "netwhy.resolve/1", 0),
    ("resolve nosuch.invalid --server 127.0.0.1:1", "netwhy.resolve/1", 1),
    ("minecraft 127.0.0.1:1 --pings 0", "netwhy.minecraft/1", 1),
    ("mc mcpi://127.0.0.1:1", "netwhy.minecraft/1", 1),
    ("trace 127.0.0.1:1", "netwhy.trace/1", 1),
    ("resolve localhost", "netwhy.resolve/1", 0),
    ("resolve nope.test --server 127.0.0.1:1", "netwhy.resolve/1", 1),
    ("resolve nope.test --trace --root 127.0.0.1:1", "netwhy.resolve/1", 1),
];

#[test]
fn documents_keep_to_their_schemas() {
    for (args, schema, code) in RUNS {
        let ran = netwhy(&format!("{args} --json"));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(*code), ""), "{args}: {ran:?}");
        let document = ran.document();
        assert_eq!(document["schema"], *schema, "{args}");
        holds(&document);
    }
}

#[test]
fn nothing_to_try_is_still_one_document() {
    let ran = netwhy("explain Connection refused --try --json");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("no target"), "{ran:?}");
    holds(&ran.document());
}

#[test]
fn every_subcommand_has_its_run() {
    for name in crate::completions::subcommands() {
        let has_run = RUNS.iter().any(|(args, ..)| args.split(' ').next() == Some(&name));
        assert!(has_run || WITHOUT.contains(&name.as_str()), "`{name}` has no row in RUNS");
    }
}

#[test]
fn with_jsonl_each_line_is_a_document() {
    for (args, lines) in [("127.0.0.1:1 127.0.0.1:2 127.0.0.1:3", 3), ("probe 127.0.0.1:1 127.0.0.1:2", 3)] {
        let ran = netwhy(&format!("{args} --format jsonl"));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
        assert_eq!(ran.stdout.lines().count(), lines, "{args}");
        for line in ran.stdout.lines() {
            holds(&serde_json::from_str(line).unwrap());
        }
    }
}

#[test]
fn a_report_says_what_the_contract_promises() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let open = listener.local_addr().unwrap().to_string();
    for (target, code) in [(open.as_str(), 0), ("127.0.0.1:1", 1), ("localhost:1", 1), ("a..b:1", 1)] {
        let ran = netwhy(&format!("{target} --json"));
        assert_eq!(ran.code, Some(code), "{ran:?}");
        let report = ran.document();
        let asked: Vec<&str> =
            report["checks"].as_array().unwrap().iter().map(|c| c["question"].as_str().unwrap()).collect();
        let all = ["machine", "name", "network", "server", "port", "firewall", "restriction", "proxy", "protocol"];
        assert_eq!(asked, all, "{target}");
        if code == 0 {
            assert_eq!(report["verdict"]["cause"], serde_json::Value::Null, "{report:#}");
        } else {
            assert_eq!(report["findings"][0]["cause"], report["verdict"]["cause"], "{report:#}");
        }
        let ids: Vec<&serde_json::Value> =
            report["observations"].as_array().unwrap().iter().map(|o| &o["id"]).collect();
        let cited = |row: &serde_json::Value| row["evidence"].as_array().unwrap().clone();
        for finding in report["findings"].as_array().unwrap() {
            assert!(!cited(finding).is_empty(), "{finding:#}");
            assert!(cited(finding).iter().all(|id| ids.contains(&id)), "{finding:#}");
        }
        for check in report["checks"].as_array().unwrap() {
            assert!(cited(check).iter().all(|id| ids.contains(&id)), "{check:#}");
        }
    }
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

#[test]
fn recorded_reports_keep_to_the_schema() {
    let recorded = crate::corpus::reports();
    assert!(recorded.len() > 40, "only {} recorded reports", recorded.len());
    for path in recorded {
        holds(&serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap());
    }
}
