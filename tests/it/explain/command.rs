//! The command: where the text comes from, in which language it answers, what it never repeats, how it ends.

use crate::contract::holds;
use crate::run::{Ran, command, netwhy};

fn explain(args: &[&str], stdin: &[u8]) -> Ran {
    command().arg("explain").args(args).write_stdin(stdin).output().unwrap().into()
}

#[test]
fn a_text_comes_from_arguments_or_a_pipe() {
    for (args, stdin) in [
        (&["[Errno 111] Connection refused"][..], &b""[..]),
        (&["[Errno", "111]", "Connection", "refused"], b""),
        (&["-102"], b""),
        (&["-"], b"[Errno 111] Connection refused"),
        (&[], b"[Errno 111] Connection refused\n"),
    ] {
        let ran = explain(&[args, &["--json"]].concat(), stdin);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let document = ran.document();
        holds(&document);
        assert_eq!(document["conditions"][0]["id"], "refused");
    }
}

#[test]
fn an_unknown_text_is_said_to_be_unknown() {
    let ran = explain(&["all is well"], b"");
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("does not know this text"), "{ran:?}");
    let document = explain(&["--json", "all is well"], b"").document();
    holds(&document);
    assert_eq!((&document["clarity"], document["conditions"].as_array().unwrap().len()), (&"unknown".into(), 0));
}

#[test]
fn no_text_is_bad_usage() {
    let ran = explain(&[], b"  \n");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert_eq!(ran.stderr.lines().count(), 1);
    assert!(ran.stderr.contains("no text was given"), "{ran:?}");
}

#[test]
fn a_chinese_text_is_answered_in_chinese() {
    let text = "由于计算机积极拒绝，无法连接";
    let ran = explain(&[text], b"");
    for word in ["连接被拒绝", "网络：", "服务器状态、地址和端口：", "防火墙：", "受限网络：", "代理："]
    {
        assert!(ran.stdout.contains(word), "no `{word}` in {}", ran.stdout);
    }
    assert!(explain(&["--lang", "en", text], b"").stdout.contains("Connection refused"));
    assert!(explain(&["--lang", "zh", "ECONNREFUSED"], b"").stdout.contains("连接被拒绝"));
    // As a Chinese Windows console writes it into a file.
    let gbk =
        [0xd3, 0xc9, 0xd3, 0xda, 0xbc, 0xc6, 0xcb, 0xe3, 0xbb, 0xfa, 0xbb, 0xfd, 0xbc, 0xab, 0xbe, 0xdc, 0xbe, 0xf8];
    assert!(explain(&["-"], &gbk).stdout.contains("连接被拒绝"));
}

#[test]
fn nothing_of_the_text_is_repeated_raw() {
    let text = "\u{1b}]0;owned\u{7}> GET http://me:hunter2@127.0.0.1:81/hunter2?token=hunter2\n> Authorization: Basic hunter2\n\
                > Cookie: id=hunter2:80\nhunter2\u{1b}[2J connect to 127.0.0.1 port 81: Connection refused\n";
    for args in [&["-"][..], &["-", "--json"], &["-", "-vv", "--color=always"]] {
        let ran = explain(args, text.as_bytes());
        assert!(ran.stdout.contains("127.0.0.1"), "{ran:?}");
        assert!(!ran.stdout.contains("hunter2") && !ran.stderr.contains("hunter2"), "{ran:?}");
        assert!(!ran.stdout.contains("owned") && !ran.stdout.contains("\u{1b}]"), "{ran:?}");
    }
}

#[test]
fn eighty_columns_hold_every_sentence() {
    use unicode_width::UnicodeWidthStr;
    for text in [
        "curl: (7) Failed to connect to h.example.org port 81",
        "连接超时",
        "ECONNRESET",
        "x509: unknown authority",
        "mcpi: ECONNREFUSED",
    ] {
        for line in explain(&[text], b"").stdout.lines() {
            // Commands stand on one line each, to be copied.
            assert!(line.width() <= 80 || line.starts_with("       "), "{line}");
        }
    }
}

#[test]
fn long_texts_and_odd_bytes_do_no_harm() {
    let long = "x".repeat(3 << 20);
    assert_eq!(explain(&["-"], long.as_bytes()).code, Some(1));
    assert_eq!(explain(&["-", "--json"], &[0xff, 0x00, 0x80, 0x0a, 0x1b]).code, Some(1));
    let many = "dial tcp 10.0.0.1:80: (1 connect to host 1:1:1 ".repeat(20_000);
    assert!(explain(&["-"], many.as_bytes()).code.is_some());
}

#[cfg(target_os = "linux")]
#[test]
fn every_command_of_netwhy_that_is_advised_exists() {
    let document = explain(&["--json", "mcpi: connect ECONNREFUSED 127.0.0.1:9"], b"").document();
    let more = explain(&["--json", "getaddrinfo failed for http://127.0.0.1:9/"], b"").document();
    let mut tried = 0;
    for check in [&document, &more].into_iter().flat_map(|one| one["conditions"][0]["checks"].as_array().unwrap()) {
        for advice in check["commands"].as_array().unwrap() {
            let line = advice["command"].as_str().unwrap();
            if let Some(args) = line.strip_prefix("netwhy ").filter(|args| !args.contains("PROXY")) {
                let ran = netwhy(&format!("{args} --timeout 1s"));
                assert!(matches!(ran.code, Some(0 | 1)), "`{line}`: {ran:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 5, "only {tried} commands were tried");
}

#[test]
fn a_saved_report_is_judged_again_and_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved.json");
    let name = file.to_str().unwrap();
    let first = netwhy("diagnose --json 127.0.0.1:9");
    std::fs::write(&file, &first.stdout).unwrap();
    let again = explain(&["--report", name, "--json"], b"");
    assert_eq!(again.code, first.code);
    let (first, again) = (first.document(), again.document());
    holds(&again);
    assert_eq!(first, again);
    let human = explain(&["--report", name], b"");
    assert!(human.stdout.contains("127.0.0.1:9"), "{human:?}");
    assert_eq!(explain(&["--report", "-", "--json"], first.to_string().as_bytes()).document(), again);
}

#[test]
fn a_report_that_is_none_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, code, words) in [
        ("text", "hello", 2, "is not JSON"),
        ("other", r#"{"schema": "netwhy.report/2"}"#, 2, "holds the schema `netwhy.report/2`"),
        ("none", "{}", 2, "names no schema"),
        ("list", "[1]", 2, "names no schema"),
        ("half", r#"{"schema": "netwhy.report/1"}"#, 2, "does not keep to it"),
        ("odd", "{\"schema\": \"\u{202e}\\u001b[2J\"}", 2, "holds the schema"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        let ran = explain(&["--report", file.to_str().unwrap(), "--json"], b"");
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.stderr.contains(words) && ran.stderr.contains(name), "{ran:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
        assert!(!ran.stderr.contains('\u{1b}'), "{ran:?}");
        holds(&ran.document());
    }
    for missing in [folder.path().join("missing"), folder.path().to_owned()] {
        let ran = explain(&["--report", missing.to_str().unwrap()], b"");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("cannot be read"), "{ran:?}");
    }
}

#[test]
fn try_goes_through_a_proxy() {
    let text = "connect ECONNREFUSED 127.0.0.1:9";
    let ran = explain(&["--try", "--json", "--proxy", "socks5://127.0.0.1:9", "--proxy-user", "u:s3cret", text], b"");
    let document = ran.document();
    holds(&document);
    assert_eq!(document["diagnosis"]["verdict"]["cause"], "proxy.unreachable", "{ran:?}");
    assert!(!ran.stdout.contains("s3cret"), "{ran:?}");
    for idle in [&["--proxy", "http://127.0.0.1:9", text][..], &["--no-proxy", text], &["--report", "x", "--no-proxy"]]
    {
        let ran = explain(idle, b"");
        assert!(ran.code == Some(2) && ran.stderr.contains("--try"), "{ran:?}");
    }
    let ran = explain(&["--try", "--proxy-user", "u:s3cret", text], b"");
    assert!(ran.code == Some(2) && ran.stderr.contains("--proxy") && !ran.stderr.contains("s3cret"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn try_diagnoses_what_the_text_names() {
    let text = "connect ECONNREFUSED 127.0.0.1:9";
    let ran = explain(&["--try", text], b"");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stdout.contains("What it does not prove") && ran.stdout.contains("server.not-listening"),
        "{}",
        ran.stdout
    );
    let document = explain(&["--try", "--json", text], b"").document();
    holds(&document);
    assert_eq!(document["diagnosis"]["verdict"]["cause"], "server.not-listening");
    let ran = explain(&["--try", "--json", "ECONNREFUSED"], b"");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("names no target"), "{ran:?}");
    holds(&ran.document());
}
