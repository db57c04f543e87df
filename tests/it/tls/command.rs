//! What the program itself says of TLS servers, by its options.

use serde_json::Value;

use crate::run::{Ran, command};
use crate::tls::certificates::Authority;
use crate::tls::server::{Server, nginx, serve};

const NOW: std::ops::Range<i32> = 2020..2040;

fn run(server: &Server, authority: &Authority, options: &str, human: bool) -> Ran {
    let mut command = command();
    command.current_dir(authority.folder.path()).args(options.split_whitespace());
    if !human {
        command.arg("--json");
    }
    command.arg(format!("https://{}/", server.at)).output().unwrap().into()
}

fn report(server: &Server, authority: &Authority, options: &str) -> Value {
    let document = run(server, authority, options, false).document();
    crate::contract::holds(&document);
    document
}

fn handshake(report: &Value) -> &Value {
    let all = report["observations"].as_array().unwrap();
    all.iter().find(|seen| seen["kind"] == "handshake" && seen["purpose"] == "asked").expect("a handshake")
}

#[test]
fn a_chain_is_shown_although_it_is_not_trusted() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["127.0.0.1"], NOW);
    let Some(server) = nginx(&authority, "app", "") else { return };
    let report = report(&server, &authority, "");
    assert_eq!(
        (&report["outcome"], &report["verdict"]["cause"]),
        (&"service-failed".into(), &"protocol.tls-untrusted".into())
    );
    let shown = &handshake(&report)["chain"][0];
    assert_eq!((&shown["subject"], &shown["issuer"]), (&"CN=127.0.0.1".into(), &"CN=tls test".into()));
    assert_eq!((&shown["not_after"], &shown["names"][0]), (&"2040-01-01T00:00:00Z".into(), &"127.0.0.1".into()));
    let told = run(&server, &authority, "", true);
    assert!(told.stdout.contains("tls test") && told.code == Some(1), "{told:?}");
}

#[test]
fn what_is_ignored_by_wish_is_said() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["other.example.org"], 2020..2021);
    let Some(server) = nginx(&authority, "app", "") else { return };
    let report = report(&server, &authority, "--insecure");
    assert_eq!(handshake(&report)["trust"]["saw"]["ignored"], true);
    let told = run(&server, &authority, "-k", true);
    assert!(told.code == Some(0) && told.stdout.contains("--insecure"), "{told:?}");
    let trusting = run(&server, &authority, "", true);
    assert!(trusting.code == Some(1) && !trusting.stdout.contains("--insecure"), "{trusting:?}");
}

#[test]
fn a_client_certificate_opens_the_door() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["127.0.0.1"], NOW);
    authority.certify("me", &["me"], NOW);
    let options = ["-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem"];
    let Some(server) = serve(&authority, "app", &options) else { return };
    let without = report(&server, &authority, "--cacert ca.pem");
    assert_eq!(without["verdict"]["cause"], "protocol.tls-client-certificate");
    assert!(without["verdict"]["summary"].as_str().unwrap().contains("CN=tls test"), "whom it takes is told");
    let mutual = nginx(&authority, "app", "ssl_verify_client on; ssl_client_certificate ca.pem;").unwrap();
    let without = report(&mutual, &authority, "--cacert ca.pem");
    assert_eq!(without["verdict"]["cause"], "protocol.tls-client-certificate");
    assert_eq!((&without["outcome"], &handshake(&without)["ended"]), (&"service-failed".into(), &"done".into()));
    let with = report(&mutual, &authority, "--cacert ca.pem --cert me.pem --key me.key");
    assert_eq!((&with["outcome"], &handshake(&with)["client_certificate_given"]), (&"reachable".into(), &true.into()));
}

#[test]
fn another_server_name_is_sent_and_expected() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["app.example.org"], NOW);
    let Some(server) = nginx(&authority, "app", "") else { return };
    let named = report(&server, &authority, "--cacert ca.pem --sni app.example.org");
    assert_eq!(handshake(&named)["server_name"], "app.example.org");
    assert_eq!(handshake(&named)["trust"]["saw"]["name_matches"], true);
    let unnamed = report(&server, &authority, "--cacert ca.pem");
    assert_eq!(
        (&handshake(&unnamed)["server_name"], &unnamed["verdict"]["cause"]),
        (&Value::Null, &"protocol.tls-wrong-name".into())
    );
}
