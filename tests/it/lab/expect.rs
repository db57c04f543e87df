//! What a report must say, and what every report must keep to.

use serde_json::Value;

pub(crate) use Confidence::{Certain, Likely, Possible};

/// How sure a finding is, in the report's words and order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Confidence {
    Possible,
    Likely,
    Certain,
}

impl Confidence {
    fn of(value: &Value) -> Confidence {
        match value.as_str() {
            Some("possible") => Possible,
            Some("likely") => Likely,
            Some("certain") => Certain,
            _ => panic!("no confidence: {value}"),
        }
    }
}

/// The machine that a finding must hold responsible. Where the hop or address is none, any will do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) role: &'static str,
    pub(crate) hop: Option<u64>,
    pub(crate) address: Option<&'static str>,
}

const fn place(role: &'static str, hop: u64, address: &'static str) -> Place {
    Place { role, hop: Some(hop), address: Some(address) }
}

/// The client, where netwhy runs.
pub(crate) const ME: Place = Place { role: "this-machine", hop: Some(0), address: None };
/// The first router.
pub(crate) const R1: Place = place("gateway", 1, "10.1.0.1");
pub(crate) const R1_V6: Place = place("gateway", 1, "fd00:1::1");
/// The second router.
pub(crate) const R2: Place = place("path", 2, "10.2.0.2");
pub(crate) const R2_V6: Place = place("path", 2, "fd00:2::2");
/// The server behind both.
pub(crate) const SERVER: Place = place("target", 3, "10.3.0.2");
pub(crate) const SERVER_V6: Place = place("target", 3, "fd00:3::2");
/// The neighbour on the client's own link.
pub(crate) const PEER: Place = place("target", 1, "10.1.0.3");
/// Whatever was asked for.
pub(crate) const TARGET: Place = Place { role: "target", hop: None, address: None };
/// The name server.
pub(crate) const NAMES: Place = Place { role: "resolver", hop: None, address: Some("10.1.0.53") };

/// One finding that must be there.
#[derive(Debug, Clone)]
pub(crate) struct Want {
    pub(crate) cause: &'static str,
    pub(crate) confidence: Confidence,
    pub(crate) at: Place,
}

impl Want {
    fn check(&self, finding: &Value) {
        let at = &finding["at"];
        assert_eq!(at["role"], self.at.role, "role of {}", self.cause);
        if let Some(hop) = self.at.hop {
            assert_eq!(at["hop"], hop, "hop of {}", self.cause);
        }
        if let Some(address) = self.at.address {
            assert_eq!(at["address"], address, "address of {}", self.cause);
        }
        assert_eq!(Confidence::of(&finding["confidence"]), self.confidence, "confidence of {}", self.cause);
    }
}

/// What the report of one scenario must say.
#[derive(Debug, Clone)]
pub(crate) struct Expect {
    pub(crate) outcome: &'static str,
    /// The verdict's finding first, then further ones that must be told too.
    pub(crate) wants: Vec<Want>,
    /// Causes of which one must not speak here.
    pub(crate) never: Vec<&'static str>,
}

impl Expect {
    /// The exit code that goes with the outcome.
    fn exit(&self) -> i32 {
        match self.outcome {
            "reachable" | "degraded" => 0,
            "failed" => 3,
            _ => 1,
        }
    }

    /// Asserts what this scenario asks of its report.
    pub(crate) fn check(&self, report: &Value, exit: i32) {
        let findings = report["findings"].as_array().expect("findings");
        let told: Vec<&str> = findings.iter().filter_map(|f| f["cause"].as_str()).collect();
        assert_eq!(report["outcome"], self.outcome, "outcome; findings: {told:?}");
        match self.wants.first() {
            None => assert_eq!(report["verdict"]["cause"], Value::Null, "nothing is wrong here; findings: {told:?}"),
            Some(first) => assert_eq!(report["verdict"]["cause"], first.cause, "verdict; findings: {told:?}"),
        }
        for want in &self.wants {
            let finding = findings.iter().find(|finding| finding["cause"] == want.cause);
            want.check(finding.unwrap_or_else(|| panic!("{} is not told, only {told:?}", want.cause)));
        }
        for finding in findings {
            let cause = finding["cause"].as_str().unwrap_or_default();
            assert!(!self.never.contains(&cause), "{cause} is told and is not so");
            let wanted = self.wants.iter().any(|want| want.cause == cause);
            assert!(wanted || Confidence::of(&finding["confidence"]) < Certain, "{cause} is falsely certain");
        }
        assert_eq!(exit, self.exit(), "exit code of outcome {}", self.outcome);
    }
}

const QUESTIONS: [&str; 9] =
    ["machine", "name", "network", "server", "port", "firewall", "restriction", "proxy", "protocol"];

/// Asserts what holds for every report, whatever was asked.
pub(crate) fn keeps_to_the_contract(report: &Value) {
    assert_eq!(report["schema"], "netwhy.report/1");
    let observations = report["observations"].as_array().expect("observations");
    let ids: Vec<u64> = observations.iter().map(|seen| seen["id"].as_u64().expect("id")).collect();
    let known = |evidence: &Value, of: &Value| {
        for id in evidence.as_array().expect("evidence") {
            assert!(ids.contains(&id.as_u64().expect("id")), "evidence {id} of {of} does not exist");
        }
    };
    let findings = report["findings"].as_array().expect("findings");
    for finding in findings {
        known(&finding["evidence"], &finding["cause"]);
        assert_ne!(finding["evidence"], serde_json::json!([]), "{} has no evidence", finding["cause"]);
        assert_ne!(finding["remedies"], serde_json::json!([]), "{} has no remedy", finding["cause"]);
        assert_ne!(finding["summary"], "", "{} has no summary", finding["cause"]);
    }
    let sureness: Vec<Confidence> = findings.iter().map(|finding| Confidence::of(&finding["confidence"])).collect();
    assert!(sureness.is_sorted_by(|a, b| a >= b), "findings are not ordered surest first: {sureness:?}");
    let cause = &report["verdict"]["cause"];
    match findings.first() {
        Some(first) if report["outcome"] != "reachable" => assert_eq!(cause, &first["cause"], "verdict and findings"),
        None if !matches!(report["outcome"].as_str(), Some("reachable" | "degraded")) => {
            assert_eq!(cause, "unexplained", "verdict without findings");
        }
        _ => assert_eq!(cause, &Value::Null, "a reachable target has no cause"),
    }
    assert!(report["verdict"]["summary"].as_str().is_some_and(|text| !text.is_empty()), "the verdict has no sentence");
    let checks = report["checks"].as_array().expect("checks");
    let questions: Vec<&str> = checks.iter().filter_map(|check| check["question"].as_str()).collect();
    assert_eq!(questions, QUESTIONS, "the nine questions in order");
    for check in checks {
        known(&check["evidence"], &check["question"]);
        assert!(check["summary"].as_str().is_some_and(|text| !text.is_empty()), "{} has no answer", check["question"]);
    }
    let system = observations.iter().find(|seen| seen["kind"] == "system").expect("the system was looked at");
    assert_eq!(system["network_admin"], false, "the lab must run netwhy without privileges");
}
