//! What is asked for wrongly, and what is read from standard input.

use crate::contract::holds;
use crate::run::{Ran, command, netwhy};

fn with_stdin(args: &str, stdin: &str) -> Ran {
    command().args(args.split_whitespace()).write_stdin(stdin).output().unwrap().into()
}

/// One line that holds `wanted`, nothing on standard output, exit code 2.
fn refused(ran: &Ran, wanted: &str) {
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
    assert!(ran.stderr.contains(wanted), "{ran:?}");
}

#[test]
fn a_wrong_port_is_named_with_its_mend() {
    refused(&netwhy("probe localhost -p 0"), "`0` is not a port; a port is a number from 1 to 65535");
    refused(&netwhy("probe localhost -p 22,70000"), "`70000` is not a port; a port is a number from 1 to 65535");
    refused(&netwhy("probe localhost -p 9-1"), "`9-1` runs backwards; write the lower port first");
    refused(&netwhy("probe localhost -p a"), "`a` is neither a port nor a service known here");
    refused(&netwhy("probe localhost:0"), "`0` in `localhost:0` is not a port");
    refused(&netwhy("probe 127.0.0.0/24"), "`127.0.0.0/24` names no port; give some with -p");
    refused(&netwhy("probe 127.0.0.0/40 -p 1"), "`127.0.0.0/40` is not a range of addresses");
    refused(&netwhy("probe 300.1.1.1:80"), "`300.1.1.1:80` holds no host name or address");
    refused(&netwhy("probe -4 [::1]:80"), "`[::1]:80` is IPv6 and -4 asks for the other family");
    refused(&netwhy("probe localhost:1 -"), "`-` reads the targets from standard input and stands alone");
    refused(&netwhy("probe localhost:1 --count 0"), "0 is not in 1..=1000000000");
}

#[test]
fn with_json_a_mistake_is_a_document() {
    for args in ["probe localhost -p 0 --json", "probe 127.0.0.0/24 --json", "probe --format jsonl localhost:0"] {
        let ran = netwhy(args);
        assert_eq!(ran.code, Some(2));
        holds(&ran.document());
        assert_eq!(ran.document()["schema"], "netwhy.error/1");
    }
}

#[test]
fn standard_input_gives_targets_one_a_line() {
    let input = "# all of them\n\n127.9.9.1:9   # closed\r\n  [::1]:9\n127.9.9.2\n";
    let ran = with_stdin("probe - -p 10-12 --json", input);
    let document = ran.document();
    holds(&document);
    let rows = document["connections"].as_array().unwrap();
    let told: Vec<String> = rows.iter().map(|row| format!("{} {}", row["host"], row["port"])).collect();
    assert_eq!(told[0], "\"127.9.9.1\" 9");
    assert_eq!(told[1], "\"::1\" 9");
    assert_eq!(told[2..], ["\"127.9.9.2\" 10", "\"127.9.9.2\" 11", "\"127.9.9.2\" 12"]);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn an_input_without_targets_is_a_mistake() {
    refused(&with_stdin("probe -", ""), "standard input names no target; write one `HOST:PORT` a line");
    refused(&with_stdin("probe -", "# nothing\n\n"), "standard input names no target");
}

#[test]
fn a_wrong_line_is_named_by_its_number() {
    let ran = with_stdin("probe -", "127.9.9.1:9\n# fine\nfoo bar\n");
    refused(&ran, "line 3 of standard input: `foo bar` has a space");
    refused(&with_stdin("probe -", "127.9.9.1:99999\n"), "line 1 of standard input: `99999` in `127.9.9.1:99999`");
    refused(&with_stdin("probe -", &"x".repeat(5000)), "line 1 of standard input is longer than 4096 bytes");
    let ran = with_stdin("probe -", "\u{1b}[2J\u{7}:80\n");
    refused(&ran, "line 1 of standard input");
    assert!(!ran.stderr.contains(['\u{1b}', '\u{7}']), "{ran:?}");
}

#[test]
fn a_wrong_line_far_down_does_not_lose_what_was_seen() {
    let mut input: String = (0..30_000).map(|at| format!("127.9.{}.{}:9\n", at / 250, at % 250)).collect();
    input.push_str("foo bar\n127.9.9.1:9\n");
    let ran = with_stdin("probe - --json", &input);
    assert_eq!(ran.code, Some(2));
    let document = ran.document();
    holds(&document);
    assert_eq!(document["summary"]["counts"]["closed"], 30_000);
    assert!(document["summary"]["stopped"].as_str().unwrap().contains("line 30001"), "{}", document["summary"]);
    assert!(ran.stderr.contains("line 30001 of standard input"), "{}", ran.stderr);
}

#[test]
fn a_name_without_an_address_is_told_and_is_a_no() {
    let ran = netwhy("probe nobody.invalid:80 127.9.9.1:9 --json");
    assert_eq!(ran.code, Some(1));
    let document = ran.document();
    holds(&document);
    assert_eq!(document["unresolved"][0]["host"], "nobody.invalid");
    assert_eq!(document["connections"][0]["state"], "closed");
}
