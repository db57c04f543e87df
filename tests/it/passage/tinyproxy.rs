//! What tinyproxy answers: a status of its own choice, and the reason in words.

use netwhy::observation::{ProxyAnswer, ProxyEnd};

use crate::passage::ask::{Crowded, Greeter, ask, closed, no_name};
use crate::peers::nginx::{At, Nginx};
use crate::peers::tinyproxy::Tinyproxy;

fn said(answer: &ProxyAnswer) -> (ProxyEnd, Option<u16>, Option<&str>) {
    (answer.ended, answer.status, answer.reason.as_deref())
}

#[test]
fn the_way_is_open() {
    let (Some(nginx), Some(tiny)) = (Nginx::start(), Tinyproxy::start("")) else { return };
    let came = ask(&format!("http://{}", tiny.at), &nginx.at(At::Plain).to_string());
    assert_eq!(said(&came.answer), (ProxyEnd::Opened, Some(200), Some("Connection established")));
    assert!(came.said.unwrap().contains("hello from nginx"));
    let greeter = Greeter::new("220 greeted at once\r\n");
    let came = ask(&format!("http://{}", tiny.at), &greeter.at.to_string());
    assert_eq!(came.said.as_deref(), Some("220 greeted at once\r\n"));
}

#[test]
fn the_target_fails() {
    let (crowded, Some(tiny)) = (Crowded::new(), Tinyproxy::start("")) else { return };
    // It makes no difference between them.
    for target in [closed().to_string(), no_name(), crowded.at.to_string()] {
        let answer = ask(&format!("http://{}", tiny.at), &target).answer;
        assert_eq!(said(&answer), (ProxyEnd::TargetFailed, Some(500), Some("Unable to connect")), "{target}");
        assert_eq!(answer.server.as_deref().map(|server| server.starts_with("tinyproxy/")), Some(true));
        let text = "Unable to connect Tinyproxy was unable to connect to the remote web server.";
        assert!(answer.excerpt.as_ref().unwrap().starts_with(text), "{answer:?}");
        assert_eq!((answer.error_code, answer.via), (None, None));
    }
}

#[test]
fn its_own_upstream_is_dead() {
    let (Some(nginx), upstream) = (Nginx::start(), closed()) else { return };
    let Some(tiny) = Tinyproxy::start(&format!("Upstream http {upstream}")) else { return };
    let answer = ask(&format!("http://{}", tiny.at), &nginx.at(At::Plain).to_string()).answer;
    let expected = (ProxyEnd::TargetFailed, Some(502), Some("Unable to connect to upstream proxy"));
    assert_eq!(said(&answer), expected);
}

#[test]
fn a_login_is_wanted() {
    let (Some(nginx), Some(tiny)) = (Nginx::start(), Tinyproxy::start("BasicAuth user secret")) else { return };
    let web = nginx.at(At::Plain).to_string();
    let without = ask(&format!("http://{}", tiny.at), &web).answer;
    let expected = (ProxyEnd::LoginRequired, Some(407), Some("Proxy Authentication Required"));
    assert_eq!(said(&without), expected);
    assert_eq!((without.login_ways.join(" "), without.realm.as_deref()), ("Basic".to_owned(), Some("Tinyproxy")));
    assert!(!without.login_given);
    // A wrong one is answered as if a server had asked.
    let wrong = ask(&format!("http://user:wrong@{}", tiny.at), &web).answer;
    assert_eq!(said(&wrong), (ProxyEnd::LoginRequired, Some(401), Some("Unauthorized")));
    assert!(wrong.login_given && wrong.login_ways.is_empty());
    assert!(ask(&format!("http://user:secret@{}", tiny.at), &web).said.is_some());
}

#[test]
fn a_port_is_denied() {
    let (Some(nginx), Some(tiny)) = (Nginx::start(), Tinyproxy::start("ConnectPort 443")) else { return };
    let answer = ask(&format!("http://{}", tiny.at), &nginx.at(At::Plain).to_string()).answer;
    assert_eq!(said(&answer), (ProxyEnd::Denied, Some(403), Some("Access violation")));
    assert!(answer.excerpt.unwrap().contains("CONNECT method not allowed with the port"));
}
