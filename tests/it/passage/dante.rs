//! What dante answers, in both versions of SOCKS.

use netwhy::observation::{ProxyAnswer, ProxyEnd, ProxyWay};

use crate::passage::ask::{Crowded, Greeter, ask, closed, no_name};
use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};

fn replied(answer: &ProxyAnswer) -> (ProxyEnd, Option<u8>) {
    (answer.ended, answer.reply)
}

#[test]
fn the_way_is_open() {
    let (Some(nginx), Some(dante)) = (Nginx::start(), Dante::start("none", "")) else { return };
    let web = nginx.at(At::Plain);
    // Names are resolved at the other end, by the hosts file.
    let by_name = format!("localhost:{}", web.port());
    let greeter = Greeter::new("220 greeted at once\r\n");
    for (scheme, way, code) in [
        ("socks4", ProxyWay::Socks4, 90),
        ("socks4a", ProxyWay::Socks4a, 90),
        ("socks5", ProxyWay::Socks5, 0),
        ("socks5h", ProxyWay::Socks5h, 0),
    ] {
        let proxy = format!("{scheme}://{}", dante.at);
        let came = ask(&proxy, &web.to_string());
        assert_eq!((replied(&came.answer), came.answer.way), ((ProxyEnd::Opened, Some(code)), way), "{scheme}");
        assert!(came.said.unwrap().contains("hello from nginx"), "{scheme}");
        assert_eq!(ask(&proxy, &greeter.at.to_string()).said.as_deref(), Some("220 greeted at once\r\n"), "{scheme}");
        // Only those that resolve names here know the address that is asked for.
        let asked_for = ask(&proxy, &by_name).answer.asked_for;
        assert_eq!(asked_for == by_name, matches!(scheme, "socks4a" | "socks5h"), "{scheme}: {asked_for}");
    }
}

#[test]
fn the_target_fails() {
    let (crowded, Some(dante)) = (Crowded::new(), Dante::start("none", "")) else { return };
    let five = format!("socks5h://{}", dante.at);
    for (target, code) in [(closed().to_string(), 5), (no_name(), 4), (crowded.at.to_string(), 6)] {
        let answer = ask(&five, &target).answer;
        assert_eq!(replied(&answer), (ProxyEnd::TargetFailed, Some(code)), "{target}");
        // SOCKS 4 has one code for all of them, and for what is forbidden.
        let four = ask(&format!("socks4a://{}", dante.at), &target).answer;
        assert_eq!(replied(&four), (ProxyEnd::OtherError, Some(91)), "{target}");
    }
}

#[test]
fn the_target_is_forbidden() {
    let Some(dante) = Dante::start("none", "socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = 25 }") else { return };
    let target = format!("{}:25", closed().ip());
    assert_eq!(replied(&ask(&format!("socks5://{}", dante.at), &target).answer), (ProxyEnd::Denied, Some(2)));
    assert_eq!(replied(&ask(&format!("socks4://{}", dante.at), &target).answer), (ProxyEnd::OtherError, Some(91)));
}

#[test]
fn a_login_is_wanted() {
    let (Some(nginx), Some(dante)) = (Nginx::start(), Dante::start("username", "")) else { return };
    let web = nginx.at(At::Plain).to_string();
    for (login, given, ways) in [("", false, ""), ("user:wrong@", true, "username/password")] {
        let answer = ask(&format!("socks5://{login}{}", dante.at), &web).answer;
        // Without a login its refusal of all that is offered does not say what it wants.
        assert_eq!(replied(&answer), (ProxyEnd::LoginRequired, None), "{login}");
        assert_eq!((answer.login_given, answer.login_ways.join(" ").as_str()), (given, ways));
    }
    let right = ask(&format!("socks5://user:secret@{}", dante.at), &web);
    assert_eq!(replied(&right.answer), (ProxyEnd::Opened, Some(0)));
    assert!(right.said.unwrap().contains("hello from nginx"));
    // SOCKS 4 has no passwords.
    assert_eq!(replied(&ask(&format!("socks4://user@{}", dante.at), &web).answer), (ProxyEnd::OtherError, Some(91)));
}

#[test]
fn what_cannot_be_named_is_not_asked_for() {
    let Some(dante) = Dante::start("none", "") else { return };
    for (scheme, target) in
        [("socks4", "[::1]:80"), ("socks4a", "[::1]:80"), ("socks4", &no_name()), ("socks5", &no_name())]
    {
        let answer = ask(&format!("{scheme}://{}", dante.at), target).answer;
        assert_eq!((replied(&answer), answer.took_ms.is_some()), ((ProxyEnd::NotPossible, None), false), "{scheme}");
    }
}
