//! Bad input: one line that names the input and the mend, the right exit code, and with `--json` a document.

use crate::contract::holds;
use crate::run::{Ran, command, netwhy};

/// A mistake: the arguments, what the line must name, and the exit code.
const MISTAKES: &[(&[&str], &[&str], i32)] = &[
    (&["diagnose"], &["<TARGET>", "--help"], 2),
    (&["localhost:0"], &["`0`", "`localhost:0`", "1 to 65535"], 2),
    (&["localhost:70000"], &["`70000`", "`localhost:70000`", "1 to 65535"], 2),
    (&["localhost:abc"], &["`abc`", "`localhost:abc`", "1 to 65535"], 2),
    (&["localhost:+80"], &["`+80`", "1 to 65535"], 2),
    (&["localhost:"], &["`localhost:`", "1 to 65535"], 2),
    (&[":80"], &["`:80`", "`HOST:PORT`"], 2),
    (&[""], &["empty", "`HOST:PORT`"], 2),
    (&["http://exa mple.org/"], &["`http://exa mple.org/`", "without spaces"], 2),
    (&["gopher://example.org"], &["`gopher`", "`gopher://example.org`", "`https`"], 2),
    (&["tcp://example.org"], &["`tcp://example.org`", "`tcp://example.org:PORT`"], 2),
    (&["https://"], &["`https://`", "names no host"], 2),
    (&["[::1:80"], &["`[::1:80`", "`[ADDRESS]:PORT`"], 2),
    (&["[localhost]:80"], &["`[localhost]:80`", "`[ADDRESS]:PORT`"], 2),
    (&["::1:80"], &["`::1:80`", "`[::1:80]:PORT`", "`[::1]:80`"], 2),
    (&["10.0.0.1/24:80"], &["`10.0.0.1/24:80`", "`/`"], 2),
    (&["-6", "127.0.0.1:80"], &["`127.0.0.1`", "IPv4", "-6"], 2),
    (&["-4", "[::1]:80"], &["`::1`", "IPv6", "-4"], 2),
    (&["trace", "-6", "127.0.0.1:80"], &["`127.0.0.1`", "IPv4", "-6"], 2),
    (&["[fe80::1]:80"], &["`fe80::1`", "`[fe80::1%INTERFACE]:80`"], 2),
    (&["[fe80::1%nosuch0]:80"], &["`nosuch0`", "not here"], 2),
    (&["prob", "localhost"], &["`prob`", "`probe`"], 2),
    (&["localhost:1", "localhost:abc"], &["`localhost:abc`"], 2),
    (&["localhost:1", "--timeout", "never"], &["--timeout", "`never`", "800ms"], 2),
    (&["localhost:1", "--timeout", "0"], &["--timeout", "`0`", "more than 0"], 2),
    (&["localhost:1", "--timeout", "-1s"], &["-1"], 2),
    (&["localhost:1", "--timeout", "999999"], &["`999999`", "at most a day"], 2),
    (&["localhost:1", "--timeout", "5 parsecs"], &["`5 parsecs`", "5s"], 2),
    (&["localhost:1", "-4", "-6"], &["--ipv4", "--ipv6"], 2),
    (&["localhost:1", "--frmat", "json"], &["--frmat", "'--format'"], 2),
    (&["localhost:1", "--format", "xml"], &["'xml'", "--format", "jsonl"], 2),
    (&["localhost:1", "--lang", "tlh"], &["'tlh'", "--lang", "zh"], 2),
    (&["localhost:1", "--color", "often"], &["'often'", "--color", "never"], 2),
    (&["localhost:1", "--peer", "10.0.0.1:8000"], &["--peer", "10.0.0.1:8000", "HOST:PORT/TOKEN"], 2),
    (&["serve", "--fault", "refused"], &["--fault", "`refused` is no fault", "refuse, silent"], 2),
    (&["serve", "--fault", "slow=0"], &["--fault", "`slow=0`", "slow=1000"], 2),
    (&["serve", "--fault", "reset,close"], &["--fault", "`reset` and `close`", "leave one of them out"], 2),
    (&["serve", "--fault", "refuse", "--once"], &["--fault", "--once", "`reset`"], 2),
    (&["serve", "--dir", "/nosuch/folder"], &["--dir /nosuch/folder", "name a folder"], 2),
    (&["serve", "--dir", "/", "--as", "echo"], &["--dir", "--as http"], 2),
    (&["serve", "--fault", "status=500", "--as", "echo"], &["--fault", "`status`", "--as http"], 2),
    (&["localhost:1", "--control", "localhost:0"], &["--control", "localhost:0"], 2),
    (&["localhost:1", "--control", "localhost:2", "--offline"], &["--control", "--offline"], 2),
    (&["resolve", "localhost", "--offline"], &["--offline"], 2),
    (&["localhost:1", "--proxy", "ftp://user:secret@proxy:21"], &["--proxy", "`ftp`", "socks5h", "***@"], 2),
    (&["localhost:1", "--proxy", "http://proxy:x"], &["--proxy", "`x`", "1 to 65535"], 2),
    (&["localhost:1", "--proxy", "http://a..b:80"], &["--proxy", "`http://a..b:80`"], 2),
    (&["localhost:1", "--proxy", "http://proxy", "--no-proxy"], &["--proxy", "--no-proxy"], 2),
    (&["bedrock://localhost", "--proxy", "http://proxy"], &["localhost:19132", "UDP", "--proxy"], 2),
    (&["trace", "localhost:1", "--proxy", "http://proxy"], &["--proxy"], 2),
    (&["resolve", "localhost", "--proxy", "http://proxy"], &["--proxy"], 2),
    (&["proxy", "--listen", "nowhere"], &["--listen", "`nowhere`", "127.0.0.1:8080"], 2),
    (&["proxy", "--listen", "127.0.0.1:99999"], &["--listen", "`127.0.0.1:99999`"], 2),
    (&["proxy", "--listen", "0.0.0.0:0"], &["`0.0.0.0:0`", "--allow", "--user"], 2),
    (&["proxy", "--listen", "[::]:0"], &["`[::]:0`", "--allow", "--user"], 2),
    (&["proxy", "--allow", "10.0.0.0/33"], &["--allow", "`10.0.0.0/33`", "192.168.1.0/24"], 2),
    (&["proxy", "--user", "nobody"], &["--user", "NAME:PASSWORD"], 2),
    (
        &["proxy", "--upstream", "http://localhost:8080"],
        &["--upstream", "`http://localhost:8080`", "this proxy itself"],
        2,
    ),
    (
        &["proxy", "--listen", "0.0.0.0:8099", "--allow", "10.0.0.0/8", "--upstream", "socks5h://127.0.0.1:8099"],
        &["--upstream", "this proxy itself"],
        2,
    ),
    (&["proxy", "--user-file", "/nonexistent"], &["--user-file", "`/nonexistent`"], 2),
    (&["proxy", "--user-file", "/dev/null"], &["--user-file", "`/dev/null`", "no login", "NAME:PASSWORD"], 2),
    (&["proxy", "--user-file", "Cargo.toml"], &["--user-file", "line 1", "`Cargo.toml`", "NAME:PASSWORD"], 2),
    (&["proxy", "--upstream", "ftp://u:s3cret@h"], &["--upstream", "`ftp`", "***@"], 2),
    (&["proxy", "--upstream", "http://a..b:80"], &["--upstream", "`http://a..b:80`"], 2),
    (&["proxy", "--rule", "/nonexistent"], &["/nonexistent", "cannot be read"], 2),
    (&["proxy", "--rule", "."], &["no regular file"], 2),
    (&["proxy", "--rule", "Cargo.toml"], &["Cargo.toml:1:2", "no key `package`", "`rule`"], 2),
    (&["proxy", "--block", "http://a/"], &["--block", "`http://a/`", "HOST[:PORT]"], 2),
    (&["proxy", "--map", "a"], &["--map", "`a`", "FROM=TO"], 2),
    (&["proxy", "--delay", "1h"], &["--delay", "`1h`", "300ms"], 2),
    (&["proxy", "--set-header", "Content-Length: 3"], &["--set-header", "`content-length`", "leave it out"], 2),
    (&["proxy", "--set-header", "X"], &["--set-header", "`X`", "NAME: VALUE"], 2),
    (&["proxy", "--remove-header", "a b"], &["--remove-header", "`a b`", "letters"], 2),
    (&["proxy", "--set-response-header", "X: a\nb"], &["--set-response-header", "control character"], 2),
    (&["proxy", "--har", "/nonexistent/a.har"], &["--har", "`/nonexistent/a.har`"], 2),
    (&["proxy", "--intercept", "a"], &["--ca"], 2),
    (&["proxy", "--ca", "Cargo.toml"], &["--intercept"], 2),
    (&["proxy", "--ca", "Cargo.toml", "--intercept", "*"], &["--ca", "`Cargo.toml`", "--make-ca"], 2),
    (&["proxy", "--ca", "x", "--intercept", "a/b"], &["--intercept", "`a/b`", "HOST[:PORT]"], 2),
    (&["proxy", "--make-ca", "/nonexistent/ca.pem"], &["--make-ca", "/nonexistent/ca.key"], 2),
    (&["proxy", "--head-size", "1"], &["--head-size", "8192"], 2),
    (&["proxy", "--grace", "never"], &["--grace", "`never`"], 2),
    (&["localhost:1", "--cacert", "/nonexistent.pem"], &["--cacert", "`/nonexistent.pem`"], 2),
    (&["localhost:1", "--cacert", "Cargo.toml"], &["--cacert", "`Cargo.toml`", "no certificate"], 2),
    (&["localhost:1", "--cert", "Cargo.toml"], &["--cert", "`Cargo.toml`", "no certificate"], 2),
    (&["localhost:1", "--key", "Cargo.toml"], &["--cert"], 2),
    (&["localhost:1", "--sni", "192.0.2.1"], &["--sni", "`192.0.2.1`"], 2),
    (&["localhost:1", "--sni", "a..b"], &["--sni", "`a..b`"], 2),
    (&["probe"], &["<TARGET>", "--help"], 2),
    (&["probe", "localhost", "-p", "0"], &["`0`", "1 to 65535"], 2),
    (&["probe", "localhost", "-p", "70000"], &["`70000`", "1 to 65535"], 2),
    (&["probe", "localhost", "-p", "9-1"], &["`9-1`", "lower"], 2),
    (&["probe", "localhost", "-p", "nosuch"], &["`nosuch`", "1 to 65535"], 2),
    (&["probe", "10.0.0.0/33:1"], &["`10.0.0.0/33:1`"], 2),
    (&["trace"], &["<TARGET>", "--help"], 2),
    (&["trace", "localhost:0"], &["`localhost:0`", "1 to 65535"], 2),
    (&["trace", "localhost:1", "--max-hops", "0"], &["--max-hops", "0"], 2),
    (&["http"], &["<URL>", "--help"], 2),
    (&["http", ""], &["empty", "http://HOST"], 2),
    (&["http", "ftp://u:s3cret@h/"], &["`ftp`", "`ftp://***@h/`", "`https`"], 2),
    (&["http", "http://h/a b"], &["`http://h/a b`", "%20"], 2),
    (&["http", "http://h:0/"], &["`0`", "1 to 65535"], 2),
    (&["http", "-6", "http://127.0.0.1/"], &["`127.0.0.1`", "IPv4", "-6"], 2),
    (&["http", "http://h", "-X", "A B"], &["`A B`", "--raw"], 2),
    (&["http", "http://h", "-H", "Accept"], &["-H", "`Accept`", "NAME: VALUE"], 2),
    (&["http", "http://h", "-H", "X: a\r\nY: b"], &["-H", "`X`", "--raw"], 2),
    (&["http", "http://h", "-H", "X : a"], &["-H", "`X `", "--raw"], 2),
    (&["http", "http://h", "--host", "a\r\nX: y"], &["`a\\r\\nX: y`", "Host"], 2),
    (&["http", "http://h", "--request-target", "/a b"], &["`/a b`", "%20"], 2),
    (&["http", "http://h", "--proxy-header", "X"], &["--proxy-header", "`X`"], 2),
    (&["http", "http://h", "-d", "a", "--data-file", "Cargo.toml"], &["--data", "--data-file"], 2),
    (&["http", "http://h", "-d", "@/nonexistent/form"], &["-d", "`/nonexistent/form`"], 2),
    (&["http", "http://h", "--raw", "/nonexistent/request"], &["--raw", "`/nonexistent/request`"], 2),
    (&["http", "http://h", "--raw", "Cargo.toml", "-X", "PUT"], &["--raw", "--request"], 2),
    (&["http", "http://h", "--crlf"], &["--raw"], 2),
    (&["http", "http://h", "-d", "@-", "-d", "@-"], &["-d and -d", "standard input"], 2),
    (&["http", "http://h", "--max-redirs", "3"], &["--location"], 2),
    (&["http", "http://h", "-L", "--keep-alive", "2"], &["--location", "--keep-alive"], 2),
    (&["http", "http://h", "--keep-alive", "0"], &["--keep-alive", "'0'"], 2),
    (&["http", "http://h", "--resolve", "h:80"], &["--resolve", "`h:80`", "HOST:PORT:ADDRESS"], 2),
    (&["http", "http://h", "--connect-to", "h:80"], &["--connect-to", "`h:80`", "HOST1:PORT1:HOST2:PORT2"], 2),
    (&["http", "http://h", "--expect-status", "2x"], &["--expect-status", "`2x`", "3xx"], 2),
    (&["http", "http://h", "--expect-header", ": x"], &["--expect-header", "`: x`", "NAME: VALUE"], 2),
    (&["http", "http://h", "--expect-body", "/(/"], &["--expect-body", "`/(/`", "unclosed"], 2),
    (&["http", "http://h", "--expect-body", ""], &["--expect-body", "empty"], 2),
    (&["http", "http://h", "--http1.0", "--http1.1"], &["--http1.0", "--http1.1"], 2),
    (&["http", "http://h", "--tunnel", "--no-proxy"], &["--tunnel", "--no-proxy"], 2),
    (&["http", "http://h", "--max-time", "never"], &["--max-time", "`never`", "800ms"], 2),
    (&["http", "http://h", "--output", "/"], &["`/`", "--output"], 2),
    (&["http", "http://h", "--output", "/nonexistent/body"], &["`/nonexistent/body`", "--output"], 2),
    (&["http", "http://h", "--data-file", "/nonexistent/body"], &["--data-file", "`/nonexistent/body`"], 2),
    (&["http", "http://h", "--timeout", "-5s"], &["--timeout", "`-5s`", "more than 0"], 2),
    (&["http", "http://h", "--max-time", "-1"], &["--max-time", "`-1`", "more than 0"], 2),
    (&["http", "http://h", "-L", "--max-redirs", "x"], &["--max-redirs", "'x'", "whole number"], 2),
    (&["http", "http://h", "http://u@h/"], &["'http://***@h/'"], 2),
    (&["minecraft"], &["<TARGET>", "--help"], 2),
    (&["mc", "bedrock://localhost", "--proxy", "socks5://proxy"], &["`bedrock://localhost`", "UDP", "--proxy"], 2),
    (&["mc", "localhost", "--proxy-user", "u:p"], &["--proxy-user", "--proxy"], 2),
    (&["localhost:1", "--proxy-user", "u:p"], &["--proxy-user", "--proxy"], 2),
    (&["explain", "x", "--proxy", "http://proxy"], &["--try"], 2),
    (&["mc", "http://example.org"], &["`http://example.org`", "`mcpi://`"], 2),
    (&["mc", "localhost:0"], &["`localhost:0`", "1 to 65535"], 2),
    (&["mc", "localhost:1", "localhost:2", "--favicon", "x.png"], &["--favicon", "one target"], 2),
    (&["mc", "localhost:1", "--pings", "101"], &["101", "--pings"], 2),
    (&["mc", "-4", "[::1]"], &["`::1`", "IPv6", "-4"], 2),
    (&["resolve"], &["<NAME>", "--help"], 2),
    (&["resolve", "a..b"], &["`a..b`", "empty label"], 2),
    (&["resolve", "localhost", "--server", "nosuch"], &["`nosuch`", "IP:PORT"], 2),
    (&["resolve", "localhost", "--server", "127.0.0.1:0"], &["`127.0.0.1:0`", "IP:PORT"], 2),
    (&["resolve", "localhost", "--type", "NOSUCH"], &["`NOSUCH`", "TYPE65"], 2),
    (&["resolve", "localhost", "--root", "127.0.0.1"], &["--trace"], 2),
    (&["explain", ""], &["no text", "netwhy explain"], 2),
    (&["explain", "--report", "/nonexistent/report.json"], &["`/nonexistent/report.json`", "--report"], 2),
    (&["explain", "--report", "/"], &["`/`", "--report"], 2),
    (&["explain", "--report", "Cargo.toml"], &["`Cargo.toml`", "not JSON", "netwhy --json"], 2),
    (&["explain", "--report", "docs/report.schema.json"], &["`docs/report.schema.json`", "schema", "netwhy --json"], 2),
    (&["completions", "tcsh"], &["'tcsh'", "powershell"], 2),
    (&["completions", "man", "diagnoze"], &["`diagnoze`", "--help"], 2),
    (&["completions", "zsh", "diagnose"], &["`diagnose`", "completions zsh"], 2),
    (&["localhost:1", "--output", "/nonexistent/report.json"], &["`/nonexistent/report.json`", "--output"], 2),
    (&["localhost:1", "--output", "/"], &["`/`", "--output"], 2),
];

fn is_one_line(ran: &Ran) -> bool {
    ran.stderr.lines().count() == 1 && ran.stderr.ends_with('\n') && ran.stderr.starts_with("netwhy: ")
}

#[test]
fn a_mistake_is_told_in_one_line() {
    for (args, named, code) in MISTAKES {
        let ran: Ran = command().args(*args).output().unwrap().into();
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(*code), ""), "{args:?}: {ran:?}");
        assert!(is_one_line(&ran), "{args:?}: {ran:?}");
        for name in *named {
            assert!(ran.stderr.contains(name), "{args:?} does not name {name}: {}", ran.stderr);
        }
    }
}

#[test]
fn with_json_a_mistake_is_a_document() {
    for (args, _, code) in MISTAKES.iter().filter(|(args, ..)| args[0] != "completions" && !args.contains(&"--format"))
    {
        for json in [&["--json"][..], &["--format", "json"], &["--format=jsonl"]] {
            let ran: Ran = command().args(*args).args(json).output().unwrap().into();
            assert_eq!(ran.code, Some(*code), "{args:?}: {ran:?}");
            let document = ran.document();
            holds(&document);
            let kind = if *code == 2 { "usage" } else { "failed" };
            assert_eq!(document["error"]["kind"], kind, "{args:?}: {ran:?}");
            let message = document["error"]["message"].as_str().unwrap();
            assert_eq!(ran.stderr, format!("netwhy: {message}\n"), "{args:?}");
        }
    }
}

#[test]
fn mistakes_of_a_list_name_the_line() {
    let lists: &[(&[u8], &[&str], i32)] = &[
        (b"", &["standard input", "HOST:PORT"], 2),
        (b"# nobody\n\n", &["standard input", "HOST:PORT"], 2),
        (b"127.0.0.1:1\n127.0.0.1:70000\n", &["line 2", "`127.0.0.1:70000`", "1 to 65535"], 2),
        (b"127.0.0.1:1\n\n# x\n\x1b[2J:1\n", &["line 4"], 2),
        (b"127.0.0.1:1\n\xff\xfe:1\n", &["line 2"], 2),
    ];
    for (list, named, code) in lists {
        for json in [&[][..], &["--json"]] {
            let ran: Ran =
                command().args(["resolve", "-"]).args(json).write_stdin("# nobody\n").output().unwrap().into();
            assert!(ran.code == Some(2) && is_one_line(&ran) && ran.stderr.contains("standard input"), "{ran:?}");
            let ran: Ran = command().args(["probe", "-"]).args(json).write_stdin(*list).output().unwrap().into();
            assert_eq!(ran.code, Some(*code), "{list:?}: {ran:?}");
            assert!(is_one_line(&ran) && !ran.stderr.trim_end().contains(char::is_control), "{list:?}: {ran:?}");
            for name in *named {
                assert!(ran.stderr.contains(name), "{list:?} does not name {name}: {ran:?}");
            }
            if !json.is_empty() {
                holds(&ran.document());
            }
        }
    }
}

#[test]
fn a_report_that_is_none_is_told() {
    let saved = netwhy("127.0.0.1:1 --json").stdout;
    let other = saved.replace("netwhy.report/1", "netwhy.report/2");
    let hostile = saved.replace("netwhy.report/1", "\\u001b[2J\\u202e");
    let broken = saved.replace("\"observations\":[", "\"observations\":[7,");
    let cut = &saved[..saved.len() / 2];
    let reports = [
        (other.as_str(), "`netwhy.report/2`"),
        (&hostile, "`-`"),
        (&broken, "`-`"),
        (cut, "not JSON"),
        ("", "not JSON"),
    ];
    for (report, named) in reports {
        let ran: Ran =
            command().args(["explain", "--report", "-", "--json"]).write_stdin(report).output().unwrap().into();
        assert_eq!(ran.code, Some(2), "{report}: {ran:?}");
        assert!(is_one_line(&ran) && ran.stderr.contains(named), "{report}: {ran:?}");
        assert!(!ran.stderr.trim_end().contains(|c: char| c.is_control() || c == '\u{202e}'), "{ran:?}");
        holds(&ran.document());
    }
    let ran: Ran =
        command().args(["explain", "--report", "-", "--json"]).write_stdin(saved.as_str()).output().unwrap().into();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    let before: serde_json::Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(ran.document(), before, "the same facts give the same answer");
}

#[test]
fn nothing_at_all_shows_the_help() {
    let ran = netwhy("");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("Usage: netwhy") && ran.stderr.contains("Commands:"), "{ran:?}");
    let ran = netwhy("--help");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("Exit codes:"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn what_is_not_utf8_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let ran = command().arg(std::ffi::OsStr::from_bytes(b"caf\xe9:80")).output().unwrap();
    let ran: Ran = ran.into();
    assert_eq!(ran.code, Some(2));
    assert!(is_one_line(&ran) && ran.stderr.contains("caf") && ran.stderr.contains("UTF-8"), "{ran:?}");
}

#[test]
fn a_password_is_never_shown() {
    for args in [
        "http://user:hunter2@localhost:0",
        "gopher://user:hunter2@localhost",
        "http://user:hunter2@local\thost/",
        "http:/user:hunter2@localhost:9",
        "http//user:hunter2@localhost",
        "http://user:hunter2/x@localhost:80x/",
        "http://user:x/hunter2@localhost:80x/",
        "http://user:hunter2?x@localhost:9",
        "user:hunter2%40localhost",
    ] {
        let ran: Ran = command().args([args, "--json"]).output().unwrap().into();
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
        for command_line in
            [vec!["trace", args], vec!["probe", args], vec!["resolve", args], vec!["localhost:1", "--control", args]]
        {
            let ran: Ran = command().args(&command_line).output().unwrap().into();
            assert_eq!(ran.code, Some(2), "{ran:?}");
            assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
        }
    }
}

#[test]
fn control_characters_never_reach_the_terminal() {
    for hostile in ["a\u{1b}[2J:80", "a\u{9b}2J:80", "--\u{1b}]0;x\u{7}", "x\u{7}://a", "a\r\nb:1", "a:\u{1b}c"] {
        for args in [
            vec![hostile],
            vec!["localhost:1", "--timeout", hostile],
            vec!["localhost:1", "--output", hostile, "--lang", hostile],
        ] {
            let ran: Ran = command().args(&args).output().unwrap().into();
            assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
            assert!(is_one_line(&ran), "{args:?}: {ran:?}");
            assert!(!ran.stderr.trim_end().contains(char::is_control), "{args:?}: {ran:?}");
        }
    }
}

#[test]
fn a_variable_that_holds_no_login_is_told() {
    for (value, told) in
        [("", "is empty"), (" ", "is empty"), ("nobody", "NAME:PASSWORD"), (":secret", "NAME:PASSWORD")]
    {
        let mut command = command();
        command.args(["proxy", "--listen", "127.0.0.1:0"]).env("NETWHY_PROXY_USER", value);
        let ran: Ran = command.output().unwrap().into();
        assert!(ran.code == Some(2) && is_one_line(&ran), "{value:?}: {ran:?}");
        assert!(ran.stderr.contains("the variable NETWHY_PROXY_USER") && ran.stderr.contains(told), "{ran:?}");
        assert!(!ran.stderr.contains("secret"), "{ran:?}");
    }
}
