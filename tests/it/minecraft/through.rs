//! `netwhy minecraft --proxy`: a real server behind real proxies.

use std::process::Command;

use serde_json::{Value, json};

use crate::minecraft::java::{NODE, node};
use crate::minecraft::{asked, installed, start};
use crate::peers::dante::Dante;
use crate::peers::squid::{LOGIN, ONLY_443, Squid};
use crate::run::{command, netwhy};

/// What a server of 1.20.4 says through `proxy`, with pings.
fn is_told(port: u16, proxy: &str, shown: &str) {
    let (document, code) = asked(&format!("java://127.0.0.1:{port} --proxy {proxy}"));
    assert_eq!(code, Some(0), "{document}");
    assert_eq!((&document["via"], &document["addresses"]), (&json!(shown), &json!([])), "{document}");
    let java = &document["java"];
    assert_eq!((&java["state"], &java["reason"], &java["port"]), (&json!("open"), &json!("proxy"), &json!(port)));
    assert_eq!(java["proxy"]["ended"], "opened", "{java}");
    let answer = &java["answer"];
    assert_eq!((&answer["way"], &answer["via"]), (&json!("modern"), &json!(shown)), "{java}");
    assert_eq!((&answer["status"]["version"], &answer["pings"]["answered"]), (&json!("1.20.4"), &json!(3)), "{java}");
}

#[test]
fn java_answers_through_dante_and_squid() {
    let Some((_server, port)) = node(&json!({"version": "1.20.4"})) else { return };
    let (Some(dante), Some(squid), Some(locked)) =
        (Dante::start("none", ""), Squid::start(""), Dante::start("username", ""))
    else {
        return;
    };
    for scheme in ["socks4", "socks4a", "socks5", "socks5h"] {
        let proxy = format!("{scheme}://{}", dante.at);
        is_told(port, &proxy, &proxy);
    }
    let proxy = format!("http://{}", squid.at);
    is_told(port, &proxy, &proxy);
    is_told(port, &format!("socks5h://user:secret@{}", locked.at), &format!("socks5h://***@{}", locked.at));
    is_told(
        port,
        &format!("socks5h://{} --proxy-user user:secret", locked.at),
        &format!("socks5h://***@{}", locked.at),
    );
}

/// The connection that shows whether the port opens is the one that is asked over: servers log each, and proxies allow
/// so many.
#[test]
fn one_look_is_one_connection() {
    let counting = NODE
        .replace("...JSON.parse(process.argv[2])", "beforePing: (it) => ({ ...it, description: `number ${count}` })")
        + "let count = 0; server.on('connection', () => { count += 1; });";
    let Some(module) = installed("npm/node_modules/minecraft-protocol") else { return };
    let Some(dante) = Dante::start("none", "") else { return };
    let (_server, port) = start(Command::new("node").args(["-e", &counting]).arg(module));
    for (number, by) in [(1, String::new()), (2, format!("--proxy socks5://{}", dante.at))] {
        let (document, _) = asked(&format!("java://127.0.0.1:{port} --pings 0 {by}"));
        let told = &document["java"]["answer"]["status"]["motd"]["text"];
        assert_eq!(told, &json!(format!("number {number}")), "{document}");
    }
}

#[test]
fn without_the_option_the_variables_are_left_aside() {
    let Some((_server, port)) = node(&json!({"version": "1.20.4"})) else { return };
    let ran = command()
        .args(["mc", "--json", &format!("java://127.0.0.1:{port}")])
        .envs([("http_proxy", "http://127.0.0.1:9"), ("all_proxy", "http://127.0.0.1:9")])
        .output();
    let ran: crate::run::Ran = ran.unwrap().into();
    assert_eq!((ran.code, &ran.document()["via"]), (Some(0), &Value::Null), "{ran:?}");
}

#[test]
fn what_the_proxy_says_no_to_is_told() {
    let Some((_server, port)) = node(&json!({"version": "1.20.4"})) else { return };
    let (Some(only_443), Some(locked), Some(dante)) =
        (Squid::start(ONLY_443), Squid::start(LOGIN), Dante::start("none", ""))
    else {
        return;
    };
    for (proxy, target, state, ended) in [
        (format!("http://{}", only_443.at), format!("127.0.0.1:{port}"), "filtered", "denied"),
        (format!("http://{}", locked.at), format!("127.0.0.1:{port}"), "error", "login-required"),
        (format!("socks5h://{}", dante.at), "127.0.0.1:9".to_owned(), "closed", "target-failed"),
    ] {
        let (document, code) = asked(&format!("java://{target} --timeout 3s --proxy {proxy}"));
        let java = &document["java"];
        assert_eq!((&java["state"], &java["proxy"]["ended"]), (&json!(state), &json!(ended)), "{document}");
        // Where the proxy itself is the hindrance, nothing is known of the server.
        assert_eq!(code, Some(if state == "error" { 3 } else { 1 }), "{document}");
    }
}

#[test]
fn people_see_what_was_asked_and_what_was_not() {
    let Some((_server, port)) = node(&json!({"version": "1.20.4", "motd": "hello"})) else { return };
    let Some(dante) = Dante::start("none", "") else { return };
    let ran = netwhy(&format!("mc 127.0.0.1:{port} --pings 0 --proxy socks5://{}", dante.at));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for line in [
        "✓ ANSWERS  127.0.0.1".to_owned(),
        format!("  Asked through the proxy socks5://{}.", dante.at),
        format!("✓ Java     TCP 127.0.0.1:{port}  answers"),
        "? Bedrock  UDP  not looked: a proxy carries no UDP".to_owned(),
        "? Query    UDP  not looked: a proxy carries no UDP".to_owned(),
        "– RCON     TCP 127.0.0.1:25575  proxy: could not reach the target (SOCKS 5)".to_owned(),
    ] {
        assert!(ran.stdout.lines().any(|shown| shown == line), "{line}: {}", ran.stdout);
    }
}

#[test]
fn a_proxy_that_is_not_there_is_told_in_one_line() {
    let ran = netwhy("mc 127.0.0.1 --json --proxy socks5://user:s3cret@127.0.0.1:9");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("`netwhy socks5://127.0.0.1:9`") || ran.stderr.contains("`netwhy "), "{ran:?}");
    assert!(!format!("{ran:?}").contains("s3cret") && ran.stderr.lines().count() == 1, "{ran:?}");
}
