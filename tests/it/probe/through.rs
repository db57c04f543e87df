//! `netwhy probe --proxy`: what real proxies let a client know of ports behind them.

use crate::contract::holds;
use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, ONLY_443, Squid};
use crate::run::{Ran, netwhy};

/// What is told of each port: its state, what the proxy's answer ended in, and its status.
fn rows(ran: &Ran) -> Vec<(u64, String, String, u64)> {
    let document = ran.document();
    holds(&document);
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let rows = document["connections"].as_array().unwrap().iter().map(|row| {
        let said = &row["proxy"];
        assert_eq!(row["reason"], "proxy", "{row}");
        assert!(row["via"].as_str().unwrap().contains("://"), "{row}");
        (
            row["port"].as_u64().unwrap(),
            word(&row["state"]),
            word(&said["ended"]),
            said["status"].as_u64().unwrap_or_default(),
        )
    });
    rows.collect()
}

fn row(port: u16, state: &str, ended: &str, status: u64) -> (u64, String, String, u64) {
    (u64::from(port), state.to_owned(), ended.to_owned(), status)
}

#[test]
fn ports_behind_squid() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start("")) else { return };
    let at = nginx.at(At::Plain);
    let ran = netwhy(&format!("probe {} -p {},1 --proxy http://{} --json", at.ip(), at.port(), squid.at));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let mut expected = vec![row(at.port(), "open", "opened", 200), row(1, "closed", "target-failed", 503)];
    expected.sort();
    let mut told = rows(&ran);
    told.sort();
    assert_eq!(told, expected);
    let one = netwhy(&format!("probe {at} --proxy {} -c 2 -i 1ms", squid.at));
    assert_eq!((one.code, one.stderr.as_str()), (Some(0), ""), "{one:?}");
    assert!(one.stdout.contains(&format!("#2  {at}  open  proxy")), "{one:?}");
}

#[test]
fn what_the_proxy_keeps_to_itself_is_not_claimed() {
    let Some(squid) = Squid::start(&format!("{LOGIN}\n{ONLY_443}")) else { return };
    let ran = netwhy(&format!("probe 127.0.0.1:1 --proxy http://{} --json", squid.at));
    assert_eq!((ran.code, rows(&ran)), (Some(1), vec![row(1, "error", "login-required", 407)]));
    let ran = netwhy(&format!("probe 127.0.0.1:1 --proxy http://user:secret@{} --json", squid.at));
    assert_eq!((ran.code, rows(&ran)), (Some(1), vec![row(1, "filtered", "denied", 403)]));
    assert!(!ran.stdout.contains("secret"), "{ran:?}");
}

#[test]
fn ports_behind_dante() {
    let (Some(nginx), Some(dante)) = (Nginx::start(), Dante::start("none", "")) else { return };
    let at = nginx.at(At::Plain);
    for scheme in ["socks4", "socks5", "socks5h"] {
        let ran = netwhy(&format!("probe {at} {}:1 --proxy {scheme}://{} --json", at.ip(), dante.at));
        let told = rows(&ran);
        assert_eq!(told[0], row(at.port(), "open", "opened", 0), "{scheme}");
        // SOCKS 4 has one word for all failures.
        let state = if scheme == "socks4" { "unreachable" } else { "closed" };
        assert_eq!(told[1].1, state, "{scheme}: {told:?}");
    }
}

#[test]
fn without_the_proxy_nothing_is_known() {
    let ran = netwhy("probe localhost -p 1-9 --proxy http://127.0.0.1:1");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{ran:?}");
    assert!(ran.stderr.contains("http://127.0.0.1:1 cannot be reached (closed: reset)"), "{ran:?}");
    let ran = netwhy("probe localhost -p- --proxy http://127.0.0.1:1");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.stderr.contains("65535 ports") && ran.stderr.contains("at most 4096"), "{ran:?}");
}
