//! The locked dependencies, held to the bans and licences of `deny.toml`.

use std::process::Command;

/// The quoted strings between a line that starts with `from` and the next line that starts with `]`.
fn list(text: &str, from: &str) -> Vec<String> {
    let lines = text.lines().skip_while(|line| !line.starts_with(from)).skip(1);
    let items = lines.take_while(|line| !line.starts_with(']'));
    items.filter_map(|line| line.split('"').nth(1).map(str::to_owned)).collect()
}

fn rules() -> String {
    std::fs::read_to_string("deny.toml").unwrap()
}

#[test]
fn no_banned_crate_is_locked() {
    let banned = list(&rules(), "deny = [");
    assert!(banned.contains(&"openssl-sys".to_owned()) && banned.contains(&"aws-lc-sys".to_owned()), "{banned:?}");
    let lock = std::fs::read_to_string("Cargo.lock").unwrap();
    assert!(lock.contains("name = \"serde\""), "Cargo.lock does not read as expected");
    for name in banned {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "Cargo.lock holds {name}, which deny.toml bans");
    }
}

#[test]
fn every_licence_is_allowed() {
    let allowed = list(&rules(), "allow = [");
    assert!(allowed.contains(&"MIT".to_owned()), "{allowed:?}");
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let output = Command::new(cargo).args(["metadata", "--format-version", "1", "--locked"]).output();
    let output = output.unwrap();
    if !output.status.success() {
        // Crates for other systems are fetched at need, which needs a network.
        return crate::skip::skipped(&format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "only {} packages", packages.len());
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            is_allowed(licence, &allowed),
            "{} is under {licence}, which deny.toml does not allow",
            package["name"]
        );
    }
}

/// True where the licence expression (SPDX, or the older `A/B`) can be met with allowed licences.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let plain = expression.replace(['(', ')'], "").replace(" / ", " OR ").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|licence| allowed.iter().any(|one| one == licence.trim())))
}

#[test]
fn a_licence_that_is_not_allowed_is_seen() {
    let allowed = ["MIT".to_owned(), "Apache-2.0".to_owned()];
    assert!(is_allowed("MIT/Apache-2.0", &allowed) && is_allowed("(MIT OR GPL-3.0) AND Apache-2.0", &allowed));
    assert!(
        !is_allowed("GPL-3.0", &allowed) && !is_allowed("MIT AND GPL-3.0", &allowed) && !is_allowed("none", &allowed)
    );
}
