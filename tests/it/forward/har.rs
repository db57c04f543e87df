//! The record of what passes, for browsers' tools.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::forward::Proxy;
use crate::peers::nginx::{At, Nginx};

/// What tests/install.sh puts under target/peers; nothing, and a loud word, where it has not.
pub(super) fn installed(path: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers").join(path);
    if !path.exists() {
        crate::skip::skipped(&format!("{} is not installed; run tests/install.sh", path.display()));
        return None;
    }
    Some(path.display().to_string())
}

pub(super) fn entries(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect(path);
    let read: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {} bytes", text.len()));
    read["log"]["entries"].as_array().expect("entries").clone()
}

/// Sends everything that an entry can tell, and gives the entries.
fn recorded(nginx: &Nginx, path: &str, more: &[&str]) -> Vec<Value> {
    let mut proxy = Proxy::start(&[&["--har", path, "--no-diagnose"], more].concat());
    let url = |path: &str| nginx.url(At::Plain, path);
    let curl = |args: &[&str]| proxy.curl(args);
    assert_eq!(curl(&["-H", "Cookie: a=s3cret", "-u", "u:s3cret", &url("/?name=s3cret&other=1")]).0, Some(0));
    assert_eq!(curl(&["--data", "user=ann&password=s3cret", &url("/body")]).0, Some(0));
    assert_eq!(curl(&["-o", "/dev/null", &url("/page.br")]).0, Some(0));
    assert_eq!(curl(&["-o", "/dev/null", &url("/files/large")]).0, Some(0));
    assert_eq!(curl(&[&url("/302")]).0, Some(0));
    assert_eq!(curl(&[&url("/cookie")]).0, Some(0));
    assert_eq!(curl(&["http://127.0.0.1:9/"]).0, Some(0));
    assert_eq!(curl(&["-k", &nginx.url(At::Tls, "/?q=s3cret")]).0, Some(0));
    proxy.log(8);
    proxy.end();
    entries(path)
}

#[test]
fn browsers_tools_take_it_and_secrets_are_struck() {
    let Some(nginx) = Nginx::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("passed.har").display().to_string();
    let all = recorded(&nginx, &path, &[]);
    assert_eq!(all.len(), 8);
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert!(!serde_json::to_string(&all).unwrap().contains("s3cret"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    let (first, form, page, large) = (&all[0], &all[1], &all[2], &all[3]);
    assert_eq!(first["request"]["queryString"][0], serde_json::json!({"name": "name", "value": "***"}));
    assert_eq!(first["request"]["cookies"][0], serde_json::json!({"name": "a", "value": "***"}));
    assert_eq!(first["response"]["content"]["text"], "hello from nginx\n");
    assert_eq!(form["request"]["postData"]["text"], "user=ann&password=***");
    assert_eq!(form["request"]["postData"]["params"][0], serde_json::json!({"name": "user", "value": "ann"}));
    let text = String::from_utf8(nginx.file("files/page")).unwrap();
    assert_eq!(page["response"]["content"]["text"], text);
    let (size, came) = (text.len() as i64, page["response"]["bodySize"].as_i64().unwrap());
    assert_eq!((page["response"]["content"]["size"].as_i64(), came < size), (Some(size), true));
    assert_eq!(page["response"]["content"]["compression"].as_i64(), Some(size - came));
    assert_eq!(large["response"]["content"]["encoding"], "base64");
    assert_eq!(large["response"]["content"]["comment"], "the first 262144 of 8000000 bytes");
    assert!(all[4]["response"]["redirectURL"].as_str().unwrap().ends_with("/body"), "{}", all[4]);
    assert_eq!(all[5]["response"]["cookies"][0], serde_json::json!({"name": "session", "value": "***"}));
    assert_eq!(all[6]["response"]["status"], 502);
    assert!(all[6]["comment"].as_str().unwrap().contains("refuses the connection"), "{}", all[6]);
    assert_eq!(all[7]["request"]["method"], "CONNECT");
    for entry in &all {
        let sum: f64 = ["blocked", "dns", "connect", "send", "wait", "receive"]
            .iter()
            .filter_map(|phase| entry["timings"][phase].as_f64())
            .filter(|took| *took > 0.0)
            .sum();
        assert!((entry["time"].as_f64().unwrap() - sum).abs() < 0.01, "{entry}");
    }
    let shown = folder.path().join("shown.har").display().to_string();
    let all = recorded(&nginx, &shown, &["--show-secrets"]);
    assert_eq!(all[0]["request"]["queryString"][0]["value"], "s3cret");
    assert_eq!(all[1]["request"]["postData"]["text"], "user=ann&password=s3cret");
    taken_by_others(&[&path, &shown], 8);
}

/// Has other programs read the files, each of so many entries.
pub(super) fn taken_by_others(paths: &[&str], count: usize) {
    let script = "const v = require(process.argv[1]), f = require('fs'); (async () => { for (const p of process.argv.slice(2)) \
                  await v.har(JSON.parse(f.readFileSync(p))) })().catch(e => { console.error(JSON.stringify(e.errors)); process.exit(1) })";
    if let Some(module) = installed("npm/node_modules/har-validator") {
        let ran = Command::new("node").args(["-e", script, &module]).args(paths).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    let script = "import sys, json, haralyzer\nfor path in sys.argv[1:]:\n  har = haralyzer.HarParser(json.load(open(path)))\n  \
                  print(len(har.har_data['entries']), har.creator['name'])";
    if let Some(python) = installed("pip/bin/python") {
        let ran = Command::new(python).args(["-c", script]).args(paths).output().unwrap();
        let text = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        assert_eq!(text, format!("{count} netwhy\n").repeat(paths.len()));
    }
}

#[test]
fn it_is_whole_whenever_the_proxy_is_killed() {
    let Some(nginx) = Nginx::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("passed.har").display().to_string();
    for round in 0..6_u64 {
        let proxy = Proxy::start(&["--har", &path]);
        let url = nginx.url(At::Plain, "/files/page?[1-3000]");
        let mut curl = Command::new("curl");
        curl.args([
            "-sS",
            "-Z",
            "--no-progress-meter",
            "--noproxy",
            "",
            "--proxy",
            &proxy.url(),
            "-o",
            "/dev/null",
            &url,
        ]);
        let mut curl = curl.spawn().unwrap();
        let mut seen = 0;
        while seen < 20 + round as usize * 37 {
            // Whoever reads meanwhile finds it whole, too.
            seen = entries(&path).len();
        }
        proxy.signal(nix::sys::signal::Signal::SIGKILL);
        curl.kill().unwrap();
        curl.wait().unwrap();
        assert!(entries(&path).len() >= seen, "round {round}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_anything_listens() {
    let ran = crate::run::netwhy("proxy --listen 127.0.0.1:0 --har /nowhere/a.har");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("--har: `/nowhere/a.har` cannot be written"), "{ran:?}");
    assert!(!ran.stderr.contains("listening"), "{ran:?}");
}
