//! Rules at work, with curl and nginx.

use nix::sys::signal::Signal;

use crate::forward::Proxy;
use crate::hostile::server::Hostile;
use crate::peers::nginx::{At, Nginx};

/// A file of rules in a folder of its own.
fn file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

#[test]
fn requests_and_answers_are_changed_on_the_way() {
    let Some(nginx) = Nginx::start() else { return };
    let at = nginx.at(At::Plain);
    let (folder, path) = file(&format!(
        r#"
        [[rule]]
        name = "marked"
        request.set = {{ X-Mark = "one", User-Agent = "rules" }}
        request.remove = "Accept"
        request.add = {{ X-Mark = "two" }}
        response.set = {{ X-Told = "by a rule" }}
        response.remove = "Server"

        [[rule]]
        match.host = "name.example"
        rewrite = "http://{at}"
        request.set.Host = "kept.example"

        [[rule]]
        match = {{ path = "/old/*" }}
        rewrite = "/files/$1"

        [[rule]]
        match.status = "5xx"
        answer = {{ status = 200, headers = {{ X-Was = "5xx" }}, body = "all is well\n" }}

        [[rule]]
        match.path = "/made"
        answer = {{ status = 201, file = "made.json" }}

        [[rule]]
        match.path = "/page*"
        response.body = [{{ regex = "line ([0-9]+) ", with = "LINE $1 " }}]

        [[rule]]
        match = {{ path = "/body", method = "POST" }}
        request.body = {{ find = "secret", with = "public thing" }}

        [[rule]]
        match.header.X-Please = "block*"
        block = "as it pleases"
        "#
    ));
    std::fs::write(folder.path().join("made.json"), "{\"made\": true}").unwrap();
    let proxy = Proxy::start(&["--rule", &path]);
    let get = |path: &str, more: &[&str]| {
        let url = format!("http://{at}{path}");
        let (code, out) = proxy.curl(&[&["-i", url.as_str()], more].concat());
        assert_eq!(code, Some(0), "{out}");
        out
    };
    let head = get("/head", &[]);
    for line in ["X-Mark: one", "X-Mark: two", "User-Agent: rules", "X-Told: by a rule"] {
        assert!(head.to_lowercase().contains(&format!("{}\r\n", line.to_lowercase())), "{line}: {head}");
    }
    assert!(!head.contains("Accept: ") && !head.to_lowercase().contains("\r\nserver: "), "{head}");
    let (_, head) = proxy.curl(&["http://name.example/head"]);
    assert!(head.to_lowercase().contains("host: kept.example\r\n"), "{head}");
    assert!(get("/old/small", &[]).ends_with("a small file here\n"));
    let out = get("/503", &[]);
    assert!(out.starts_with("HTTP/1.1 200") && out.contains("all is well\n") && out.contains("5xx"), "{out}");
    let out = get("/made", &[]);
    assert!(out.starts_with("HTTP/1.1 201") && out.contains("application/json") && out.ends_with("{\"made\": true}"));
    let page = String::from_utf8(nginx.file("files/page")).unwrap();
    let wanted = page.replace("line ", "LINE ");
    for coding in ["gz", "br", "zst"] {
        let out = get(&format!("/page.{coding}"), &["-H", "Accept-Encoding: gzip, br, zstd"]);
        let (head, body) = out.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, wanted, "{coding}: {head}");
        let length = format!("content-length: {}", wanted.len());
        let head = head.to_lowercase();
        assert!(!head.contains("content-encoding") && head.contains(&length), "{head}");
    }
    for sent in [&["-d", "a secret"][..], &["-d", "a secret", "-H", "Transfer-Encoding: chunked"]] {
        let out = get("/body", sent);
        assert!(out.ends_with("\r\n\r\na public thing"), "{out}");
    }
    let out = get("/", &["-H", "X-Please: block me"]);
    assert!(out.starts_with("HTTP/1.1 403") && out.contains("as it pleases"), "{out}");
    let log = proxy.log(11);
    assert_eq!(log[0]["changed"], "marked");
    assert!(log.iter().any(|line| line["changed"].as_str().is_some_and(|changed| changed.contains("rules.toml:"))));
}

#[test]
fn what_is_too_large_passes_as_it_is_and_the_log_says_so() {
    let Some(nginx) = Nginx::start() else { return };
    let large = nginx.path("files/larger");
    std::fs::write(&large, vec![b'a'; 9 << 20]).unwrap();
    let (_folder, path) = file("[[rule]]\nresponse.body = { find = 'a', with = 'b' }\n");
    let proxy = Proxy::start(&["--rule", &path]);
    let out = format!("{large}.out");
    let (code, told) = proxy.curl(&["-o", &out, &nginx.url(At::Plain, "/files/larger")]);
    assert_eq!(code, Some(0), "{told}");
    assert!(std::fs::read(&out).unwrap() == std::fs::read(&large).unwrap());
    let (code, told) = proxy.curl(&["-r", "0-9", &nginx.url(At::Plain, "/files/larger")]);
    assert_eq!((code, told.as_str()), (Some(0), "aaaaaaaaaa"));
    let log = proxy.log(2);
    for (line, why) in [(&log[0], "it is larger than 8 MiB"), (&log[1], "it is a part of the whole")] {
        assert!(line["changed"].as_str().unwrap().ends_with(why), "{line}");
        assert_eq!(line["ended"], "whole", "{line}");
    }
}

#[test]
fn bodies_that_take_long_to_change_hold_nobody_up() {
    let edit = "{ regex = '(x+x+)+y|(.*.*.*)*Z', with = 'q' }, ".repeat(30);
    let (_folder, path) = file(&format!("[[rule]]\nmatch.path = '/heavy'\nresponse.body = [{edit}]\n"));
    let proxy = Proxy::start(&["--no-diagnose", "--rule", &path]);
    let heavy = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", 1 << 20, "a".repeat(1 << 20));
    let (heavy, light) =
        (Hostile::answering(heavy), Hostile::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| proxy.curl(&["-o", "/dev/null", &heavy.url("/heavy")]));
        }
        while heavy.heard().iter().filter(|heard| heard.contains("/heavy")).count() < 6 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
        proxy.curl(&[&light.url("/light")]);
    });
    let log = proxy.log(7);
    let at = log.iter().position(|line| line["url"].to_string().contains("/light")).expect("a line");
    assert!(at < 5, "it waited for what it has nothing to do with: {log:#?}");
}

#[test]
fn short_options_rule_tunnels_too() {
    let Some(nginx) = Nginx::start() else { return };
    let tls = nginx.at(At::Tls).to_string();
    let map = format!("mapped.example:443={tls}");
    let proxy = Proxy::start(&["--block", "*.bad.example", "--map", &map, "--set-header", "X-Mark: s3cret"]);
    for url in ["http://a.bad.example/", "https://a.bad.example/"] {
        let (code, out) = proxy.curl(&["-i", url]);
        assert!(out.contains(" 403 ") && out.contains("--block"), "{url} {code:?} {out}");
    }
    let (code, out) = proxy.curl(&["-k", "https://mapped.example/"]);
    assert_eq!((code, out.as_str()), (Some(0), "hello from nginx\n"));
    let (_, out) = proxy.curl(&["--proxy", &format!("socks5h://{}", proxy.at), "-k", "https://mapped.example/"]);
    assert_eq!(out, "hello from nginx\n");
    let (code, _) = proxy.curl(&["--proxy", &format!("socks5h://{}", proxy.at), "https://a.bad.example/"]);
    assert_eq!(code, Some(97), "SOCKS says no");
    let (_, head) = proxy.curl(&[&nginx.url(At::Plain, "/head")]);
    assert!(head.to_lowercase().contains("x-mark: s3cret"), "{head}");
    let log = proxy.log(6);
    assert_eq!(log[0]["changed"], "--block *.bad.example");
    assert!(!serde_json::to_string(&log).unwrap().contains("s3cret"));
}

#[test]
fn rules_are_read_again_and_the_old_ones_kept_where_the_new_do_not_parse() {
    let (_folder, path) = file("[[rule]]\nanswer = { body = 'one' }\n");
    let proxy = Proxy::start(&["--rule", &path]);
    let get = || proxy.curl(&["http://a.example/"]).1;
    assert_eq!(get(), "one");
    std::fs::write(&path, "[[rule]]\nanswer = { body = 'two' }\n").unwrap();
    proxy.told("the rules were read again: 1 are in force");
    assert_eq!(get(), "two");
    std::fs::write(&path, "[[rule]]\nansver = { body = 'three' }\n").unwrap();
    let told = proxy.told("the rules stay as they were");
    assert!(told.contains("rules.toml:2:1: a rule has no key `ansver`; did you mean `answer`?"), "{told}");
    assert_eq!(get(), "two");
    let before = told.matches("the rules stay").count();
    proxy.signal(Signal::SIGHUP);
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while proxy.told("").matches("the rules stay").count() == before {
        assert!(std::time::Instant::now() < end, "SIGHUP was not heard");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    std::fs::remove_file(&path).unwrap();
    proxy.told("cannot be read (No such file");
    assert_eq!(get(), "two");
    std::fs::write(&path, "").unwrap();
    proxy.told("the rules were read again: 0 are in force");
}

#[test]
fn mistakes_are_told_before_anything_listens() {
    let (_folder, path) = file("[[rule]]\nmatch.hots = 'a'\nblock = true\n\n[[rule]]\nrequest.set.TE = 'x'\n");
    let ran = crate::run::netwhy(&format!("proxy --listen 127.0.0.1:0 --rule {path} --json"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(ran.document()["error"]["kind"], "usage");
    for wanted in [":2:7: `match` has no key `hots`; did you mean `host`?", ":6:13: `te` frames the message"] {
        assert!(ran.stderr.contains(wanted), "{ran:?}");
    }
    assert!(!ran.stderr.contains("listening"), "{ran:?}");
}

#[test]
fn the_examples_of_the_guide_are_rules() {
    let text = std::fs::read_to_string("docs/proxy-rules.md").unwrap();
    let examples: Vec<&str> = text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(examples.len() >= 4);
    for example in examples {
        let rules = netwhy::proxy::rules::read("docs/proxy-rules.md", example, &|file| Err(file.to_owned()));
        assert!(rules.is_ok_and(|rules| !rules.is_empty()), "{example}");
    }
    // Each key of the tables is one that rules know.
    for key in text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()) {
        let placed = ["match.", "", "request."].map(|place| format!("[[rule]]\n{place}{key} = []\n"));
        let is_known = placed.iter().any(|text| {
            let told = netwhy::proxy::rules::read("r", text, &|_| Err(String::new())).map(|_| ());
            !told.is_err_and(|told| told.to_string().contains("has no key"))
        });
        assert!(is_known, "`{key}` is no key");
    }
}
