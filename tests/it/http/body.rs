//! Where bodies go: files, standard output, the report.

use std::path::Path;

use crate::http::ear::{answer, listen};
use crate::http::{document, http};
use crate::peers::nginx::{At, Nginx};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_body_is_written_byte_for_byte() {
    let Some(nginx) = Nginx::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    for (page, bytes) in [("/files/large", nginx.file("files/large")), ("/empty", Vec::new())] {
        std::fs::write(&file, "before").unwrap();
        let told = document(&[&nginx.url(At::Plain, page), "--output", file.to_str().unwrap()], 0);
        assert_eq!(told["saved"]["bytes"], bytes.len(), "{page}");
        assert!(std::fs::read(&file).unwrap() == bytes, "{page}");
        assert_eq!(names(folder.path()), ["body"]);
    }
    // A page of an error is a body, too, as with curl.
    document(&[&nginx.url(At::Plain, "/404"), "--output", file.to_str().unwrap()], 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not here\n");
}

#[test]
fn only_the_last_body_is_written() {
    let Some(nginx) = Nginx::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    for args in [["-L", "/hops/3"], ["--keep-alive=3", "/"]] {
        document(&[args[0], &nginx.url(At::Plain, args[1]), "--output", file.to_str().unwrap()], 0);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "hello from nginx\n", "{args:?}");
        let ran = http(&[args[0], &nginx.url(At::Plain, args[1]), "--output", "-"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "hello from nginx\n"), "{ran:?}");
        assert!(ran.stderr.contains("200 OK"), "{ran:?}");
    }
}

#[test]
fn what_is_not_whole_replaces_nothing_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    std::fs::write(&file, "before").unwrap();
    let (at, _) = listen(vec![b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbegun".to_vec()]);
    let told = document(&[&format!("http://{at}/"), "--output", file.to_str().unwrap()], 1);
    assert_eq!(told["saved"]["complete"], false, "{told:#}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
    assert_eq!(std::fs::read_to_string(folder.path().join("body.part")).unwrap(), "begun");
    std::fs::remove_file(folder.path().join("body.part")).unwrap();
    let told = document(&["http://127.0.0.1:1/", "--output", file.to_str().unwrap()], 1);
    assert!(told["saved"].is_null(), "{told:#}");
    assert_eq!(
        (names(folder.path()), std::fs::read_to_string(&file).unwrap()),
        (vec!["body".to_owned()], "before".to_owned())
    );
}

#[test]
fn codings_are_undone_where_that_is_asked_for() {
    let Some(nginx) = Nginx::start() else { return };
    let page = nginx.file("files/page");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    for coded in ["/page.gz", "/page.br", "/page.zst"] {
        let args = [&nginx.url(At::Plain, coded), "--decode", "--body", "--output", file.to_str().unwrap()];
        let told = document(&[&args[..], &["--expect-body", "line 199 of"]].concat(), 0);
        assert!(std::fs::read(&file).unwrap() == page, "{coded}");
        assert_eq!(told["exchanges"][0]["body"]["decoded_bytes"], page.len(), "{coded}: {told:#}");
        assert_eq!(told["body"]["text"], String::from_utf8(page.clone()).unwrap(), "{coded}");
    }
}

#[test]
fn the_beginning_of_the_body_is_shown_harmless() {
    let (at, _) = listen(vec![answer("200 OK", "", "a\x1b[2Jb\u{9b}\u{202e}\ttab\nline two\n")]);
    let ran = http(&[&format!("http://{at}/"), "--body"]);
    assert!(ran.stdout.contains("Body\n  a\\u{1b}[2Jb\\u{9b}\\u{202e}    tab\n  line two\n"), "{}", ran.stdout);
}
