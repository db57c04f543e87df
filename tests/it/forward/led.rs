//! Tunnels that are looked into lead where the client asked, whatever name TLS says in them.

use crate::forward::Proxy;
use crate::forward::intercept::authority;
use crate::peers::certificates::NAME;
use crate::peers::nginx::{At, Nginx};

#[test]
fn the_address_asked_for_is_connected_to_and_the_name_is_checked() {
    let Some(nginx) = Nginx::start() else { return };
    let ((_folder, ca), origin) = (authority(), nginx.certificates.path("ca.pem"));
    let proxy = Proxy::start(&["--no-diagnose", "--ca", &ca, "--intercept", "*", "--cacert", &origin]);
    // The name is said in TLS and in the request; CONNECT names the address.
    let ask = |name: &str, to: &str| {
        let port = to.rsplit(':').next().expect("a port");
        let lead = format!("{name}:{port}:{to}");
        proxy.curl(&["-i", "--cacert", &ca, "--connect-to", &lead, &format!("https://{name}:{port}/")])
    };
    let at = nginx.at(At::Tls).to_string();
    // Nobody can look the first name up; the second leads elsewhere.
    for name in [NAME, "localhost"] {
        let (code, text) = ask(name, &at);
        assert!(code == Some(0) && text.contains(" 200 ") && text.ends_with("hello from nginx\n"), "{name}: {text}");
    }
    // Who answers there must be who is expected.
    let (code, text) = ask("wrong.test", &at);
    assert!(code == Some(0) && text.contains(" 502 ") && text.contains("error=tls_certificate_error"), "{text}");
    let own = proxy.at.to_string();
    for (to, status, error) in [
        ("169.254.169.254:443", " 403 ", "error=destination_ip_prohibited"),
        ("[::ffff:169.254.169.254]:443", " 403 ", "error=destination_ip_prohibited"),
        (own.as_str(), " 508 ", "error=proxy_loop_detected"),
    ] {
        let (_, text) = ask(NAME, to);
        assert!(text.contains(status) && text.contains(error), "{to}: {text}");
    }
    let log = proxy.log(12);
    let served: Vec<_> = log.iter().filter(|line| line["status"] == 200 && line["way"] == "request").collect();
    assert!(served.len() == 2 && served.iter().all(|line| line["server"] == at.as_str()), "{log:?}");
    let port = nginx.at(At::Tls).port();
    assert!(served.iter().any(|line| line["url"] == format!("https://{NAME}:{port}/")), "{log:?}");
}

#[test]
fn connections_by_address_and_by_name_are_not_mixed_up() {
    let (Some(one), Some(other)) = (Nginx::start(), Nginx::start()) else { return };
    let ((_folder, ca), port) = (authority(), At::Tls.port());
    let proxy = Proxy::start(&["--ca", &ca, "--intercept", "*", "--insecure"]);
    for nginx in [&one, &other, &one] {
        let at = nginx.at(At::Tls);
        let lead = format!("{NAME}:{port}:{at}");
        let url = format!("https://{NAME}:{port}/");
        let (code, text) = proxy.curl(&["--cacert", &ca, "--connect-to", &lead, &url]);
        assert_eq!((code, text.as_str()), (Some(0), "hello from nginx\n"));
    }
    let log = proxy.log(6);
    let servers: Vec<_> =
        log.iter().filter(|line| line["way"] == "request").map(|line| line["server"].clone()).collect();
    let wanted = [&one, &other, &one].map(|nginx| serde_json::json!(nginx.at(At::Tls).to_string()));
    assert_eq!(servers, wanted);
}
