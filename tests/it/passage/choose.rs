//! The choice of a proxy, side by side with the installed curl: where does it connect to?

use std::process::Command;

use netwhy::probe::choose;

/// Where curl is led instead of the target; nothing listens there, nor at any of the proxies.
const STRAIGHT: &str = "127.0.0.10";

/// The first address and port that curl connects to.
fn curl(target: &str, option: Option<&str>, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new("curl");
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("LC_ALL", "C.UTF-8");
    command.envs(variables.iter().copied());
    command.args(["-sv", "--max-time", "5", "-o", "/dev/null"]);
    let port = target.parse::<netwhy::target::Target>().unwrap().port;
    command.args(["--resolve", &format!("*:{port}:{STRAIGHT}")]);
    command.args(option.iter().flat_map(|option| ["-x", option])).arg(target);
    let output = command.output().expect("curl");
    let log = String::from_utf8_lossy(&output.stderr);
    if log.contains("Unsupported proxy") {
        return "no proxy".to_owned();
    }
    let tried = log.lines().find_map(|line| line.strip_prefix("*   Trying ")?.strip_suffix("..."));
    let tried = tried.unwrap_or_else(|| panic!("curl tried nothing for {target} {variables:?}: {log}")).to_owned();
    if tried.starts_with(STRAIGHT) { "straight".to_owned() } else { tried }
}

/// The same in netwhy's opinion.
fn netwhy(target: &str, option: Option<&str>, variables: &[(&str, &str)]) -> String {
    let variables: Vec<_> = variables.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let option = option.map(|option| option.parse().unwrap());
    let (choice, proxies) = choose(option.as_ref(), false, &variables, &target.parse().unwrap());
    match (choice.used(), proxies.first()) {
        (Some(_), Some((proxy, _))) if proxy.host.address().is_some_and(|address| address.is_ipv6()) => {
            format!("[{}]:{}", proxy.host, proxy.port)
        }
        (Some(_), Some((proxy, _))) => format!("{}:{}", proxy.host, proxy.port),
        // A value that names no proxy is not passed over for the next.
        _ if choice.ignored.iter().any(|note| note.contains("curl fails") || note.contains("curl refuses")) => {
            "no proxy".to_owned()
        }
        _ => "straight".to_owned(),
    }
}

#[test]
fn curl_takes_the_same_proxy() {
    let (a, b) = ("http://127.0.0.8:9", "http://127.0.0.9:9");
    let mut rows = 0;
    for (target, variables) in [
        ("http://x.test/", vec![]),
        ("http://x.test/", vec![("http_proxy", a)]),
        ("http://x.test/", vec![("HTTP_PROXY", a)]),
        ("http://x.test/", vec![("HTTP_PROXY", a), ("http_proxy", b)]),
        ("http://x.test/", vec![("HTTP_PROXY", a), ("ALL_PROXY", b)]),
        ("http://x.test/", vec![("http_proxy", ""), ("all_proxy", b)]),
        ("http://x.test/", vec![("http_proxy", ""), ("HTTP_PROXY", b)]),
        ("http://x.test/", vec![("https_proxy", a)]),
        ("http://x.test/", vec![("socks_proxy", a), ("ftp_proxy", b), ("Http_Proxy", a)]),
        ("http://x.test/", vec![("http_proxy", a), ("all_proxy", b)]),
        ("https://x.test/", vec![("https_proxy", a), ("HTTPS_PROXY", b)]),
        ("https://x.test/", vec![("https_proxy", ""), ("HTTPS_PROXY", b)]),
        ("https://x.test/", vec![("HTTPS_PROXY", b), ("http_proxy", a)]),
        ("https://x.test/", vec![("Https_proxy", b), ("http_proxy", a)]),
        ("https://x.test/", vec![("all_proxy", a), ("ALL_PROXY", b)]),
        ("https://x.test/", vec![("all_proxy", ""), ("ALL_PROXY", b)]),
        ("ftp://x.test/", vec![("ftp_proxy", a), ("all_proxy", b)]),
        ("ftp://x.test/", vec![("FTP_PROXY", a), ("all_proxy", b)]),
        ("ftp://x.test/", vec![("http_proxy", a), ("all_proxy", b)]),
        ("imap://x.test/", vec![("imap_proxy", a)]),
        ("imap://x.test/", vec![("http_proxy", a)]),
        ("smtp://x.test/", vec![("ALL_PROXY", a)]),
        // How the value is written.
        ("http://x.test/", vec![("http_proxy", "127.0.0.8:9")]),
        ("http://x.test/", vec![("http_proxy", "127.0.0.8")]),
        ("http://x.test/", vec![("http_proxy", "http://127.0.0.8/")]),
        ("http://x.test/", vec![("http_proxy", "https://127.0.0.8")]),
        ("http://x.test/", vec![("http_proxy", "SOCKS5H://127.0.0.8")]),
        ("http://x.test/", vec![("http_proxy", "socks://127.0.0.8:9")]),
        ("http://x.test/", vec![("http_proxy", "http://[::1]:9/path?query")]),
        ("http://x.test/", vec![("http_proxy", "http://u:p%40ss@127.0.0.8:9")]),
        ("http://x.test/", vec![("http_proxy", "ftp://127.0.0.8:9"), ("all_proxy", b)]),
        ("http://x.test/", vec![("http_proxy", "http://127.0.0.8:99999"), ("all_proxy", b)]),
        ("http://x.test/", vec![("http_proxy", "http://127.0.0.8:9 "), ("all_proxy", b)]),
        ("http://x.test/", vec![("http_proxy", "http://127.0.0.8:9\r"), ("all_proxy", b)]),
        // Which list is read.
        ("http://x.test/", vec![("http_proxy", a), ("no_proxy", "x.test")]),
        ("http://x.test/", vec![("http_proxy", a), ("NO_PROXY", "x.test")]),
        ("http://x.test/", vec![("http_proxy", a), ("no_proxy", ""), ("NO_PROXY", "x.test")]),
        ("http://x.test/", vec![("http_proxy", a), ("no_proxy", "y.test"), ("NO_PROXY", "x.test")]),
        ("https://x.test/", vec![("all_proxy", a), ("no_proxy", "x.test")]),
        ("ftp://x.test/", vec![("all_proxy", a), ("no_proxy", "x.test")]),
    ] {
        assert_eq!(netwhy(target, None, &variables), curl(target, None, &variables), "{target} {variables:?}");
        rows += 1;
    }
    assert!(rows >= 40);
}

#[test]
fn curl_reads_the_same_out_of_no_proxy() {
    for (target, lists) in [
        (
            "http://www.x.test/",
            &[
                "a.example,x.test",
                "x.test",
                ".x.test",
                "x.test.",
                ".x.test.",
                "..x.test",
                "w.x.test",
                "test",
                ".test",
                "*",
                " *",
                "*,foo",
                "foo,*",
                "*.x.test",
                "foo x.test",
                "foo\tx.test",
                "foo , x.test",
                "foo,,x.test",
                ",",
                "foo;x.test",
                "x.test:80",
                "X.TEST",
                ".",
                "",
                "www.x.test",
                "127.0.0.10",
                "ww.x.test",
                "w.www.x.test",
            ][..],
        ),
        ("http://x.test./", &["x.test", "x.test.", "y.test"]),
        ("http://notx.test/", &["x.test", ".x.test"]),
        ("http://localhost/", &["127.0.0.1", "localhost", "127.0.0.0/8"]),
        ("http://b\u{fc}cher.test/", &["xn--bcher-kva.test", "test"]),
        (
            "http://192.0.2.5/",
            &[
                "192.0.2.5",
                "192.0.2.0/24",
                "192.0.2.0/0",
                "0.0.0.0/0",
                "192.0.2.4/31",
                "192.0.2.6/31",
                "192.0.2.5/32",
                "192.0.2.5/33",
                "192.0.2.5:80",
                ".192.0.2.5",
                "192.0.2.5.",
                "192.0.2",
                "2.5",
                "192.0.2.0/-1",
                "::/1",
                "192.0.2.0/ 24",
                "*",
                "192.0.2.0/24 10.0.0.0/8",
                "x.test, 192.0.0.0/16",
                "192.0.2.0/255.255.255.0",
                "10.0.0.0/8",
            ],
        ),
        // IPv6 networks are left out: this curl takes an IPv6 address in a URL for a name, against its documentation.
        (
            "http://[2001:db8::5]/",
            &["2001:db8::5", "[2001:db8::5]", "2001:db8::5:80", "192.0.2.0/24", "2001:db8::6", "*"],
        ),
        ("http://[fe80::1%25lo]/", &["fe80::1"]),
    ] {
        for list in lists {
            let variables = [("http_proxy", "http://127.0.0.8:9"), ("no_proxy", list)];
            assert_eq!(netwhy(target, None, &variables), curl(target, None, &variables), "{target} {list}");
        }
    }
}

#[test]
fn an_option_goes_before_the_variables_and_an_empty_list_before_none() {
    let variables = [("http_proxy", "http://127.0.0.8:9"), ("all_proxy", "http://127.0.0.9:9")];
    for option in ["127.0.0.7:9", "socks5://127.0.0.7"] {
        let (target, option) = ("http://x.test/", Some(option));
        assert_eq!(netwhy(target, option, &variables), curl(target, option, &variables));
    }
    // curl's `--proxy ""` is netwhy's `--no-proxy`.
    assert_eq!(curl("http://x.test/", Some(""), &variables), "straight");
}
