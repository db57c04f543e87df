//! DNS over TLS and over HTTPS against a real server, with certificates checked.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::names::server::{Server, find, place, unbound_at};
use crate::run::command;

/// An authority in `folder`, and a certificate of it for this address and for `dns.names.test`.
fn certify(folder: &Path, server: SocketAddr) -> bool {
    if find("openssl").is_none() {
        return false;
    }
    let script = format!(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 2 \
           -subj '/CN=names test authority' -addext basicConstraints=critical,CA:TRUE -addext keyUsage=keyCertSign
         openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out request.pem -subj /CN=dns
         printf 'subjectAltName=IP:{},DNS:dns.names.test\\nbasicConstraints=CA:FALSE\\nextendedKeyUsage=serverAuth\\n' >ext
         openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out cert.pem",
        server.ip()
    );
    let output = Command::new("sh").args(["-euc", &script]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

/// unbound that speaks plain DNS at its place, and TLS and HTTPS at two more ports of its address.
fn server() -> Option<(Server, u16, u16)> {
    let at = place();
    let free = || std::net::TcpListener::bind((at.ip(), 0)).unwrap().local_addr().unwrap().port();
    let (tls, https) = (free(), free());
    let folder = tempfile::tempdir().unwrap();
    if !certify(folder.path(), at) {
        return None;
    }
    let ip = at.ip();
    let lines = format!(
        " interface: {ip}@{tls}\n interface: {ip}@{https}\n tls-port: {tls}\n https-port: {https}\n \
         tls-service-key: key.pem\n tls-service-pem: cert.pem\n module-config: \"iterator\"\n \
         local-zone: \"test.\" static\n local-data: \"here.test. 60 IN A 192.0.2.7\"\n"
    );
    let mut many = lines;
    for number in 0..300 {
        many.push_str(&format!(" local-data: \"many.test. 60 IN AAAA 2001:db8::{number:x}\"\n"));
    }
    Some((unbound_at(at, folder, &many, "")?, tls, https))
}

fn resolve(server: &Server, spec: &str, trusted: bool, name: &str, code: i32) -> Value {
    let authority = server.folder.path().join("ca.pem");
    let mut command = command();
    command.args(["resolve", "--json", "--timeout", "3", "--type", "A", "--server", spec, name]);
    if trusted {
        command.arg("--cacert").arg(authority);
    }
    let ran: crate::run::Ran = command.output().unwrap().into();
    assert_eq!(ran.code, Some(code), "{spec}: {ran:?}");
    let document = ran.document();
    crate::contract::holds(&document);
    document["resolutions"][0].clone()
}

#[test]
fn both_ways_give_what_plain_dns_gives() {
    let Some((server, tls, https)) = server() else { return };
    let ip = server.at.ip();
    let plain = resolve(&server, &server.at.to_string(), false, "here.test", 0);
    let ways = [(format!("tls://{ip}:{tls}"), "tls"), (format!("https://{ip}:{https}/dns-query"), "https")];
    for (spec, transport) in ways {
        let answer = resolve(&server, &spec, true, "here.test", 0);
        assert_eq!(answer["transport"], transport);
        assert_eq!(answer["records"], plain["records"], "{spec}");
        let named = resolve(&server, &format!("{spec}#dns.names.test"), true, "here.test", 0);
        assert_eq!(named["records"], plain["records"], "{spec}");
        assert_eq!(resolve(&server, &spec, true, "nope.test", 1)["rcode"], "NXDOMAIN", "{spec}");
    }
}

#[test]
fn a_certificate_of_another_name_or_authority_is_not_trusted() {
    let Some((server, tls, https)) = server() else { return };
    let ip = server.at.ip();
    for spec in [format!("tls://{ip}:{tls}"), format!("https://{ip}:{https}/dns-query")] {
        let unknown = resolve(&server, &spec, false, "here.test", 1);
        assert_eq!(unknown["outcome"], "untrusted", "{unknown}");
        assert!(unknown["detail"].as_str().unwrap().contains("UnknownIssuer"), "{unknown}");
        let other = resolve(&server, &format!("{spec}#other.names.test"), true, "here.test", 1);
        assert_eq!(other["outcome"], "untrusted", "{other}");
        assert!(other["detail"].as_str().unwrap().contains("not valid for name"), "{other}");
    }
}

#[test]
fn a_closed_port_and_a_plain_server_are_told_apart() {
    let Some((server, _, _)) = server() else { return };
    let closed = place();
    assert_eq!(resolve(&server, &format!("tls://{closed}"), true, "here.test", 1)["outcome"], "rejected");
    let plain = resolve(&server, &format!("tls://{}", server.at), true, "here.test", 1);
    // A plain server takes the handshake for the length of a question, and waits for the rest of it.
    assert_eq!(plain["outcome"], "unanswered", "{plain}");
}
