//! Committed files that the program makes: compared, or with NETWHY_BLESS=1 written anew.

use std::path::Path;

/// True where committed files are to be written anew (see CONTRIBUTING.md).
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("NETWHY_BLESS").is_some_and(|value| value == "1")
}

/// Asserts that the committed file at `path` is `wanted`.
pub(crate) fn is(path: &str, wanted: &str) {
    if is_blessing() {
        std::fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        std::fs::write(path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    let line = found.lines().zip(wanted.lines()).position(|(one, other)| one != other);
    let line = line.unwrap_or(found.lines().count().min(wanted.lines().count())) + 1;
    assert!(
        found == wanted,
        "{path} is out of date from line {line} on; write it anew with `NETWHY_BLESS=1 cargo test --test it golden_`"
    );
}

/// Asserts that `folder` holds the files `names` and no others; a blessing run removes the others.
pub(crate) fn folder_is(folder: &str, names: &[String]) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() || names.contains(&name) {
            continue;
        }
        assert!(is_blessing(), "{folder}/{name} belongs to nothing any more; remove it");
        std::fs::remove_file(entry.path()).unwrap();
    }
}
