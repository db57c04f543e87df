//! Targets from standard input: each is asked as it comes, and a bad line is one line's matter.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// A port where nothing listens.
fn closed() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn fed(args: &[&str], list: &str) -> (Vec<Value>, String, Option<i32>) {
    let ran = crate::run::command().args(args).write_stdin(list.to_owned()).output().unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    let documents = out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    (documents, String::from_utf8(ran.stderr).unwrap(), ran.status.code())
}

#[test]
fn a_bad_line_is_told_in_its_place_and_the_others_are_asked() {
    let port = closed();
    let long = "x".repeat(10_000);
    let list = format!("java://127.0.0.1:{port}\nbad host name\n{long}\n# none\n\njava://127.0.0.1:{port}");
    let (documents, told, code) = fed(&["mc", "-", "--format", "jsonl"], &list);
    let schemas: Vec<&Value> = documents.iter().map(|document| &document["schema"]).collect();
    let (asked, bad) = (json!("netwhy.minecraft/1"), json!("netwhy.error/1"));
    assert_eq!(schemas, [&asked, &bad, &bad, &asked], "{documents:?}");
    documents.iter().for_each(crate::contract::holds);
    assert!(documents[1]["error"]["message"].as_str().unwrap().starts_with("line 2: `bad host name`"), "{documents:?}");
    assert!(told.contains("line 3: it is longer than"), "{told}");
    // Of one line nothing was found out; the others' answer is no.
    assert_eq!(code, Some(3));
}

#[test]
fn where_no_line_can_be_asked_nothing_was_tried() {
    for (list, said) in [("a b\nc d\n", "line 1"), ("# nothing\n", "holds no target"), ("", "holds no target")] {
        let (documents, told, code) = fed(&["mc", "-", "--format", "jsonl"], list);
        assert!(told.contains(said) && code == Some(2), "{list:?}: {told} {documents:?} {code:?}");
    }
    let (documents, _, code) = fed(&["mc", "-", "--json"], "127.0.0.1:1\n127.0.0.1:2\n");
    assert_eq!((documents.len(), &documents[0]["error"]["kind"], code), (1, &json!("usage"), Some(2)), "{documents:?}");
}

/// The second line is written only once the first has been answered.
#[test]
fn each_line_is_asked_as_it_comes() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netwhy"));
    let command = command.args(["mc", "-", "--format", "jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut lines, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answers = BufReader::new(out).lines();
    for _ in 0..2 {
        let target = format!("java://127.0.0.1:{}", closed());
        writeln!(lines, "{target}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["target"]["input"], target.as_str());
    }
    drop(lines);
    assert!(answers.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
