//! Signed zones, held to a checking resolver: signatures that hold, that are broken, and that are missing.

use std::process::Command;
use std::time::Duration;

use netwhy::observation::{Dnssec, Resolution};

use crate::names::answers::asked;
use crate::names::server::{Server, dnsmasq, find, unbound};

/// Signs a zone in `folder`; gives the zone file's path and its DS record.
fn sign(folder: &std::path::Path) -> Option<(String, String)> {
    find("dnssec-signzone")?;
    let script = "cat >zone <<END
signed.test. 60 IN SOA ns.signed.test. h.signed.test. 1 7200 3600 1209600 60
signed.test. 60 IN NS ns.signed.test.
ns.signed.test. 60 IN A 127.0.0.1
good.signed.test. 60 IN A 192.0.2.7
forged.signed.test. 60 IN A 192.0.2.8
END
key=$(dnssec-keygen -q -a ECDSAP256SHA256 -f KSK signed.test)
cat $key.key >>zone
dnssec-signzone -q -z -o signed.test -f out zone $key >/dev/null
# Somebody changes an address on the way.
sed -i 's/^\\(forged.signed.test.*A[[:space:]]*\\)192.0.2.8/\\1192.0.2.66/' out
dnssec-dsfromkey -2 $key.key";
    let output = Command::new("sh").args(["-euc", script]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let anchor = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    Some((folder.join("out").display().to_string(), anchor))
}

/// An authority for a signed zone, and a resolver that checks it.
fn pair() -> Option<(Server, Server)> {
    let folder = tempfile::tempdir().unwrap();
    let (zone, anchor) = sign(folder.path())?;
    let authority = unbound(
        " module-config: \"iterator\"\n local-zone: \"test.\" nodefault",
        &format!("auth-zone:\n name: signed.test.\n for-upstream: no\n fallback-enabled: no\n zonefile: \"{zone}\""),
    )?;
    let stub = format!(
        "stub-zone:\n name: signed.test.\n stub-addr: {}@{}\n stub-first: no",
        authority.at.ip(),
        authority.at.port()
    );
    let checker = unbound(
        &format!(
            " module-config: \"validator iterator\"\n trust-anchor: \"{anchor}\"\n local-zone: \"test.\" nodefault\n \
             domain-insecure: plain.test."
        ),
        &stub,
    )?;
    Some((authority, checker))
}

fn ask(server: &Server, name: &str) -> Resolution {
    asked(server.at, name, "A", Duration::from_secs(10))
}

#[test]
fn what_dnssec_says_is_told() {
    let Some((authority, checker)) = pair() else { return };
    let good = ask(&checker, "good.signed.test");
    assert_eq!((good.rcode(), good.dnssec), (Some("NOERROR"), Some(Dnssec::Secure)), "{good:?}");
    let forged = ask(&checker, "forged.signed.test");
    assert_eq!((forged.rcode(), forged.dnssec), (Some("SERVFAIL"), Some(Dnssec::Bogus)), "{forged:?}");
    assert!(forged.extended_errors[0].starts_with("6 (DNSSEC Bogus)"), "{:?}", forged.extended_errors);
    // The authority itself vouches for nothing, and is not asked to.
    assert_eq!(ask(&authority, "good.signed.test").dnssec, None);
}

#[test]
fn a_server_that_fails_for_another_reason_is_not_called_bogus() {
    // A server that refuses every question leaves the resolver with nothing to tell.
    let Some(refuses) = dnsmasq(&[]) else { return };
    let stub =
        format!("stub-zone:\n name: test.\n stub-addr: {}@{}\n stub-first: no", refuses.at.ip(), refuses.at.port());
    let lines = " module-config: \"iterator\"\n local-zone: \"test.\" nodefault";
    let Some(server) = unbound(lines, &stub) else { return };
    let failed = ask(&server, "x.test");
    assert_eq!((failed.rcode(), failed.dnssec), (Some("SERVFAIL"), None), "{failed:?}");
}
