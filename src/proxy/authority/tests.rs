//! Authorities made, read and used.

use std::os::unix::fs::PermissionsExt;

use std::path::Path;
use std::sync::Arc;

use rcgen::KeyPair;

use crate::proxy::authority::{Authority, AuthorityError, MOST, make};
use crate::serve::certificate::params;
use crate::target::Host;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("there").permissions().mode() & 0o777
}

#[test]
fn an_authority_is_made_once_and_its_key_is_its_owners() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ca.pem");
    let made = make(&path).expect("made");
    assert_eq!((mode(&made.key), mode(&made.certificate) & 0o600), (0o600, 0o600));
    assert!(!std::fs::read_to_string(&path).expect("text").contains("PRIVATE"));
    let before = std::fs::read(&made.key).expect("a key");
    assert!(matches!(make(&path), Err(AuthorityError::There(_))));
    std::fs::remove_file(&made.key).expect("removed");
    assert!(matches!(make(&path), Err(AuthorityError::There(_))), "the certificate is not overwritten");
    assert!(!made.key.exists(), "no key is left behind");
    std::fs::write(&made.key, &before).expect("written");
    assert_eq!(mode(&made.key) & 0o077, 0o044);
    let told = Authority::load(&path).expect_err("open to all").to_string();
    assert!(told.contains("(mode 644); run `chmod 600"), "{told}");
    std::fs::set_permissions(&made.key, PermissionsExt::from_mode(0o600)).expect("closed");
    Authority::load(&path).expect("an authority");
    assert!(matches!(make(&folder.path().join("x.key")), Err(AuthorityError::Name(_))));
    assert!(matches!(make(Path::new("/nowhere/ca.pem")), Err(AuthorityError::Unwritable(..))));
    // A link that leads nowhere is not followed.
    std::os::unix::fs::symlink(folder.path().join("else.key"), folder.path().join("l.key")).expect("a link");
    assert!(matches!(make(&folder.path().join("l.pem")), Err(AuthorityError::There(_))));
}

#[test]
fn certificates_are_made_for_names_and_addresses_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ca.pem");
    make(&path).expect("made");
    let authority = Authority::load(&path).expect("an authority");
    let host = |text: &str| Host::parse(text).expect(text);
    for name in ["example.com", "127.0.0.1", "2001:db8::1", "a_b.example"] {
        let one = authority.certified(&host(name)).expect(name);
        assert!(Arc::ptr_eq(&one, &authority.certified(&host(name)).expect(name)));
        assert_eq!(one.cert.len(), 1);
    }
    assert!(authority.certified(&Host::Name("a b".to_owned())).is_err());
    for at in 0..=MOST {
        authority.certified(&host(&format!("h{at}.example"))).expect("made");
    }
    assert!(authority.made.lock().expect("whole").len() <= MOST);
}

#[test]
fn what_is_no_authority_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, text: &str| {
        std::fs::write(path(name), text).expect("written");
        std::fs::set_permissions(path(name), PermissionsExt::from_mode(0o600)).expect("closed");
    };
    let load = |name: &str| Authority::load(&path(name)).expect_err(name).to_string();
    assert!(load("gone.pem").contains("cannot be read"));
    write("text.pem", "hello");
    assert!(load("text.pem").contains("holds no certificate of an authority"));
    let key = KeyPair::generate().expect("a key");
    let leaf = params(&["a.example"], 1).expect("params").self_signed(&key).expect("signed");
    write("leaf.pem", &format!("{}{}", leaf.pem(), key.serialize_pem()));
    assert!(load("leaf.pem").contains("holds no certificate of an authority"));
    let one = make(&path("one.pem")).expect("made");
    let other = make(&path("other.pem")).expect("made");
    std::fs::copy(&other.key, &one.key).expect("copied");
    assert!(load("one.pem").contains("it belongs to another certificate"));
    write("one.key", "no key");
    assert!(load("one.pem").contains("it holds no private key"));
    // Both in one file will do.
    let both = [&other.certificate, &other.key].map(|path| std::fs::read_to_string(path).expect("text")).concat();
    write("both.pem", &both);
    Authority::load(&path("both.pem")).expect("an authority");
}
