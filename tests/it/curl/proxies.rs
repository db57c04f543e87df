//! The same, through each kind of proxy.

use crate::curl::failures::{Failure, fails};
use crate::curl::{Places, Row, alike};
use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};
use crate::peers::openssh::OpenSsh;
use crate::peers::squid::{self, Squid};
use crate::peers::tinyproxy::Tinyproxy;

fn with<'a>(nginx: &'a Nginx, more: &[(&str, String)]) -> Places<'a> {
    let mut places = Places::of(nginx);
    more.iter().for_each(|(place, value)| places.add(place, value));
    places
}

const HTTP: &[Row] = &[
    ("a request", "--proxy http://{squid} {plain}/body?a=b", ""),
    ("without a scheme", "--proxy {squid} {plain}/", ""),
    ("a form", "--proxy http://{squid} -d a=b {plain}/body", ""),
    ("HEAD", "--proxy http://{squid} -I {plain}/files/page", "--proxy http://{squid} -X HEAD {plain}/files/page"),
    ("eight megabytes", "--proxy http://{squid} {plain}/files/large", ""),
    ("a redirect", "--proxy http://{squid} -L {plain}/hops/2", ""),
    (
        "two on one connection",
        "--proxy http://{squid} {plain}/ {plain}/",
        "--proxy http://{squid} --keep-alive 2 {plain}/",
    ),
    ("a field for the proxy", "--proxy http://{squid} --proxy-header 'X-For: proxy' {plain}/", ""),
    (
        "a tunnel that is forced",
        "--proxy http://{squid} --proxytunnel {plain}/head -H 'User-Agent: me' -H Accept:",
        "--proxy http://{squid} --tunnel {plain}/head -H 'User-Agent: me' -H Accept:",
    ),
    (
        "two through one tunnel",
        "--proxy http://{squid} -p {plain}/ {plain}/",
        "--proxy http://{squid} --tunnel --keep-alive 2 {plain}/",
    ),
    ("TLS through a tunnel", "--proxy http://{squid} --cacert {ca} {tls}/body", ""),
    (
        "two of TLS through one tunnel",
        "--proxy http://{squid} --cacert {ca} {tls}/ {tls}/",
        "--proxy http://{squid} --cacert {ca} --keep-alive 2 {tls}/",
    ),
    (
        "over TLS",
        "--proxy https://{squid-tls} --proxy-cacert {squid-ca} {plain}/body",
        "--proxy https://{squid-tls} --cacert {squid-ca} {plain}/body",
    ),
    (
        "a tunnel over TLS",
        "--proxy https://{squid-tls} --proxy-cacert {squid-ca} -p {plain}/body",
        "--proxy https://{squid-tls} --cacert {squid-ca} --tunnel {plain}/body",
    ),
    (
        "TLS within TLS",
        "--proxy https://{squid-tls} --proxy-cacert {squid-ca} --insecure {tls}/body",
        "--proxy https://{squid-tls} --cacert {squid-ca} --insecure {tls}/body",
    ),
    ("over TLS that nobody vouches for, and be it so", "--proxy https://{squid-tls} --proxy-insecure {plain}/body", ""),
    (
        "a tunnel over TLS that nobody vouches for, and be it so",
        "--proxy https://{squid-tls} --proxy-insecure --cacert {ca} {tls}/body",
        "",
    ),
    ("by http_proxy", "http_proxy=http://{squid} {plain}/", ""),
    ("by https_proxy", "https_proxy=http://{squid} --cacert {ca} {tls}/", ""),
    ("by all_proxy", "all_proxy=http://{squid} {plain}/", ""),
    ("past it by no_proxy", "http_proxy=http://127.0.0.1:9 no_proxy={ip} {plain}/", ""),
    ("past it by a range of no_proxy", "http_proxy=http://127.0.0.1:9 no_proxy=127.0.0.0/8 {plain}/", ""),
    (
        "past it by an option",
        "http_proxy=http://127.0.0.1:9 --noproxy * {plain}/",
        "http_proxy=http://127.0.0.1:9 --no-proxy {plain}/",
    ),
    ("HTTP_PROXY in capitals counts for nothing", "HTTP_PROXY=http://127.0.0.1:9 {plain}/", ""),
];

#[test]
fn of_squid() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start("")) else { return };
    let places = [
        ("{squid}", squid.at.to_string()),
        ("{squid-tls}", squid.tls.to_string()),
        ("{squid-ca}", squid.certificates.path("ca.pem")),
    ];
    alike(HTTP, &with(&nginx, &places));
}

const LOGINS: &[Row] = &[
    ("in the URL", "--proxy http://user:secret@{squid} {plain}/", ""),
    ("beside it", "--proxy http://{squid} --proxy-user user:secret {plain}/", ""),
    ("to CONNECT", "--proxy http://user:secret@{squid} --cacert {ca} {tls}/", ""),
    (
        "not for the target",
        "--proxy http://user:secret@{squid} -p {plain}/head -H 'User-Agent: me' -H Accept:",
        "--proxy http://user:secret@{squid} --tunnel {plain}/head -H 'User-Agent: me' -H Accept:",
    ),
    ("and one for the target", "--proxy http://user:secret@{squid} -u 'user:pass word' {plain}/login", ""),
];

const NO_LOGINS: &[Failure] = &[
    ("no login", "-f --proxy http://{squid} {plain}/", "--proxy http://{squid} {plain}/", 22, "proxy.login-required"),
    (
        "a wrong login",
        "-f --proxy http://user:no@{squid} {plain}/",
        "--proxy http://user:no@{squid} {plain}/",
        22,
        "proxy.login-required",
    ),
    ("no login for CONNECT", "--proxy http://{squid} --cacert {ca} {tls}/", "", 56, "proxy.login-required"),
    (
        "a wrong login for CONNECT",
        "--proxy http://user:no@{squid} --cacert {ca} {tls}/",
        "",
        56,
        "proxy.login-required",
    ),
];

#[test]
fn logins_of_squid() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start(squid::LOGIN)) else { return };
    let places = with(&nginx, &[("{squid}", squid.at.to_string())]);
    alike(LOGINS, &places);
    fails(NO_LOGINS, &places);
}

const OF_SMALL: &[Row] = &[
    ("a request", "--proxy http://{small} {plain}/body?a=b", ""),
    ("a form", "--proxy http://{small} -d a=b {plain}/body", ""),
    ("TLS through a tunnel", "--proxy http://{small} --cacert {ca} {tls}/body", ""),
];

#[test]
fn of_tinyproxy() {
    let (Some(nginx), Some(small)) = (Nginx::start(), Tinyproxy::start("")) else { return };
    alike(OF_SMALL, &with(&nginx, &[("{small}", small.at.to_string())]));
}

const SOCKS: &[Row] = &[
    ("SOCKS 4", "--proxy socks4://{dante} {plain}/body", ""),
    ("SOCKS 5", "--proxy socks5://{dante} {plain}/body", ""),
    ("SOCKS 5, resolved there", "--proxy socks5h://{dante} {plain}/body", ""),
    ("SOCKS 5 and TLS", "--proxy socks5h://{dante} --cacert {ca} {tls}/body", ""),
    (
        "two on one connection",
        "--proxy socks5h://{dante} {plain}/ {plain}/",
        "--proxy socks5h://{dante} --keep-alive 2 {plain}/",
    ),
    ("by all_proxy", "all_proxy=socks5h://{dante} {plain}/", ""),
    ("eight megabytes", "--proxy socks5://{dante} {plain}/files/large", ""),
];

/// Every version, and names that only the proxy resolves.
const SOCKS_OF_SSH: &[Row] = &[
    ("SOCKS 4", "--proxy socks4://{ssh} {plain}/body", ""),
    ("SOCKS 4a", "--proxy socks4a://{ssh} {plain}/body", ""),
    ("SOCKS 4a and TLS", "--proxy socks4a://{ssh} --cacert {ca} {tls}/body", ""),
    ("SOCKS 5", "--proxy socks5://{ssh} {plain}/body", ""),
    ("SOCKS 5, resolved there", "--proxy socks5h://{ssh} {plain}/body", ""),
];

#[test]
fn of_openssh() {
    let (Some(nginx), Some(ssh)) = (Nginx::start(), OpenSsh::start()) else { return };
    let places = with(&nginx, &[("{ssh}", ssh.socks.to_string())]);
    alike(SOCKS_OF_SSH, &places);
    fails(
        &[("another protocol", "http://{ssh-d}/", "", 1, "protocol.mismatch")],
        &with(&nginx, &[("{ssh-d}", ssh.at.to_string())]),
    );
}

const NO_SOCKS: &[Failure] = &[
    ("forbidden", "--proxy socks5h://{dante} http://127.0.0.9:80/", "", 97, "proxy.denied"),
    ("refused behind it", "--proxy socks5h://{dante} http://{ip}:9/", "", 97, "proxy.target-failed"),
    ("refused behind it, by version 4", "--proxy socks4://{dante} http://{ip}:9/", "", 97, "proxy.target-failed"),
    ("no name behind it", "--proxy socks5h://{dante} http://nowhere.invalid/", "", 97, "proxy.target-failed"),
    (
        "HTTP spoken to it",
        "--max-time 3 --proxy http://{dante} {plain}/",
        "--timeout 3s --proxy http://{dante} {plain}/",
        52,
        "proxy.wrong-protocol",
    ),
];

#[test]
fn of_dante() {
    let rules = "socks block { from: 0/0 to: 127.0.0.9/32 }";
    let (Some(nginx), Some(dante)) = (Nginx::start(), Dante::start("none", rules)) else { return };
    let places = with(&nginx, &[("{dante}", dante.at.to_string())]);
    alike(SOCKS, &places);
    fails(NO_SOCKS, &places);
}

#[test]
fn logins_of_dante() {
    let (Some(nginx), Some(dante)) = (Nginx::start(), Dante::start("username", "")) else { return };
    let places = with(&nginx, &[("{dante}", dante.at.to_string())]);
    alike(&[("a login", "--proxy socks5h://user:secret@{dante} {plain}/", "")], &places);
    alike(&[("a login beside it", "--proxy socks5://{dante} --proxy-user user:secret {plain}/", "")], &places);
    let (at, proxy) = (nginx.at(At::Plain), dante.at);
    for (login, cause) in [("user:secret", None), ("user:no", Some("proxy.login-required"))] {
        let ran = crate::run::netwhy(&format!("--json --proxy socks5://u:s@{proxy} --proxy-user {login} {at}"));
        assert_eq!(ran.document()["verdict"]["cause"].as_str(), cause, "{ran:?}");
    }
    fails(
        &[
            ("no login", "--proxy socks5h://{dante} {plain}/", "", 97, "proxy.login-required"),
            ("a wrong login", "--proxy socks5h://user:no@{dante} {plain}/", "", 97, "proxy.login-required"),
        ],
        &places,
    );
}

const FAILURES: &[Failure] = &[
    ("nothing listens there", "--proxy http://{ip}:9 {plain}/", "", 7, "proxy.unreachable"),
    ("nothing listens there, by variable", "http_proxy=http://{ip}:9 {plain}/", "", 7, "proxy.stale-setting"),
    ("nothing listens there, for SOCKS", "--proxy socks5h://{ip}:9 {plain}/", "", 7, "proxy.unreachable"),
    // What is said of the target's certificate does not hold for the proxy's.
    ("it is not trusted", "--proxy https://{squid-tls} --insecure {tls}/", "", 60, "proxy.unreachable"),
    (
        "it is not trusted, asked in absolute form",
        "--proxy https://{squid-tls} --insecure {plain}/",
        "",
        60,
        "proxy.unreachable",
    ),
    ("the port is forbidden", "--proxy http://{squid} --cacert {ca} {tls}/", "", 56, "proxy.denied"),
    (
        "the target refuses",
        "-f --proxy http://{squid} http://{ip}:9/",
        "--proxy http://{squid} http://{ip}:9/",
        22,
        "proxy.target-failed",
    ),
    ("the target refuses the tunnel", "--proxy http://{squid} https://{ip}:443/", "", 56, "proxy.target-failed"),
    (
        "it cannot resolve the name",
        "-f --proxy http://{squid} http://nowhere.invalid/",
        "--proxy http://{squid} http://nowhere.invalid/",
        22,
        "proxy.target-failed",
    ),
    (
        "SOCKS spoken to it",
        "--max-time 2 --proxy socks5h://{squid} {plain}/",
        "--timeout 2s --proxy socks5h://{squid} {plain}/",
        28,
        "proxy.wrong-protocol",
    ),
    (
        "TLS spoken to its plain port",
        "--proxy https://{squid} --proxy-insecure {plain}/",
        "",
        35,
        "proxy.wrong-protocol",
    ),
    (
        "a web server asked to be a proxy",
        "--proxy http://{ip}:8001 -p {plain}/",
        "--proxy http://{ip}:8001 --tunnel {plain}/",
        56,
        "proxy.wrong-protocol",
    ),
    ("the small one forbids the port", "--proxy http://{small} --cacert {ca} {tls}/", "", 56, "proxy.denied"),
    ("the target refuses the small one", "--proxy http://{small} https://{ip}:443/", "", 56, "proxy.target-failed"),
];

#[test]
fn failures_of_both() {
    let (Some(nginx), Some(squid), Some(small)) =
        (Nginx::start(), Squid::start(squid::ONLY_443), Tinyproxy::start("ConnectPort 443"))
    else {
        return;
    };
    let places = [("{squid}", squid.at), ("{squid-tls}", squid.tls), ("{small}", small.at)];
    fails(FAILURES, &with(&nginx, &places.map(|(place, at)| (place, at.to_string()))));
}
