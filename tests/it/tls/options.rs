//! Files that the options name, and what is wrong with them.

use std::path::Path;

use netwhy::probe::tls::{Identity, Trust};

use crate::tls::certificates::Authority;

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_name() {
    let authority = Authority::new("tls test");
    authority.certify("one", &["one"], 2020..2040);
    authority.certify("two", &["two"], 2020..2040);
    std::fs::write(authority.path("empty"), "").unwrap();
    std::fs::write(authority.path("locked.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n").unwrap();
    let read = |certificate: &str, key: Option<&str>| {
        let key = key.map(|key| authority.path(key));
        Identity::read(&authority.path(certificate), key.as_deref()).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(read("one.pem", Some("one.key")), Ok(()));
    for (certificate, key, wanted) in [
        ("none.pem", None, "none.pem` cannot be read"),
        ("empty", None, "empty` holds no certificate"),
        ("one.pem", None, "one.pem` holds no private key; give its file with --key"),
        ("one.pem", Some("none.key"), "none.key` cannot be read"),
        ("one.pem", Some("two.pem"), "two.pem` holds no private key; give a file in PEM form"),
        ("one.pem", Some("locked.key"), "is locked with a password"),
        ("one.pem", Some("two.key"), "does not belong to the certificate"),
    ] {
        let error = read(certificate, key).unwrap_err();
        assert!(error.contains(wanted), "{error}");
    }
    let both = [authority.path("one.pem"), authority.path("one.key")].map(|path| std::fs::read(path).unwrap()).concat();
    std::fs::write(authority.path("both.pem"), both).unwrap();
    assert_eq!(read("both.pem", None), Ok(()));
    assert!(Trust::file(Path::new("/nowhere.pem")).unwrap_err().to_string().contains("/nowhere.pem` cannot be read"));
    assert!(Trust::file(&authority.path("one.key")).unwrap_err().to_string().contains("holds no certificate"));
}
