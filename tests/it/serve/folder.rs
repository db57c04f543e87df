//! `--dir`: what is in the folder is given, and nothing else.

use std::path::Path;

use crate::serve::Serve;

/// A folder with a file beside it that must not be given.
fn place() -> (tempfile::TempDir, Serve) {
    let place = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| std::fs::write(place.path().join(path), text).unwrap();
    write("secret", "SECRET");
    for folder in ["in", "in/sub", "in/.git", "in-beside"] {
        std::fs::create_dir(place.path().join(folder)).unwrap();
    }
    write("in/page.html", "<p>0123456789</p>");
    write("in/a b <&>\".txt", "odd");
    write("in/sub/index.html", "index");
    write("in/.hidden", "SECRET");
    write("in/.git/config", "SECRET");
    write("in-beside/secret", "SECRET");
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, place.path().join(at)).unwrap();
    link("../secret", "in/out");
    link("../in-beside", "in/beside");
    link("/etc", "in/etc");
    link(".hidden", "in/seen");
    link("page.html", "in/same");
    nix::unistd::mkfifo(&place.path().join("in/pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let server = Serve::start(&["--dir", &Path::new(place.path()).join("in").display().to_string()]);
    (place, server)
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let (_place, server) = place();
    for path in [
        "/../secret",
        "/..",
        "/sub/../../secret",
        "/%2e%2e/secret",
        "/%2E%2E%2Fsecret",
        "/..%2fsecret",
        "/..%5csecret",
        "/..\\secret",
        "/sub/..%2f..%2fsecret",
        "/%252e%252e/secret",
        "/....//secret",
        "/.%2e/secret",
        "/out",
        "/beside/secret",
        "/beside",
        "/etc/hostname",
        "/etc/",
        "/seen",
        "/.hidden",
        "/.git/config",
        "/.git",
        "/sub/../.hidden",
        "/secret",
        "/page.html%00.txt",
        "/%00",
        "/page.html/",
        "/%c0%ae%c0%ae/secret",
        "/%",
        "/%zz",
        "//../secret",
        "/in/page.html",
        "/c:/secret",
        "/%2fetc/hostname",
        "//etc/hostname",
        "/./secret",
        "/nosuch",
        "/pipe",
    ] {
        let text = server.raw(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes());
        let status = text.split(' ').nth(1).unwrap_or_default();
        assert!(["400", "403", "404"].contains(&status) && !text.contains("SECRET"), "{path}: {text}");
    }
    let (_, text) = server.curl(&["-i", "-X", "DELETE", &server.url("/page.html")]);
    assert!(text.starts_with("HTTP/1.1 405 ") && text.contains("Allow: GET, HEAD, OPTIONS\r\n"), "{text}");
}

#[test]
fn files_are_given_with_types_ranges_and_conditions() {
    let (_place, server) = place();
    let ask = |path: &str, args: &[&str]| server.curl(&[&["-i"], args, &[&server.url(path)]].concat()).1;
    let whole = ask("/page.html", &[]);
    assert!(
        whole.contains("Content-Type: text/html; charset=utf-8\r\n") && whole.ends_with("<p>0123456789</p>"),
        "{whole}"
    );
    let value = |name: &str| {
        let line = whole.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name}{whole}"));
        line.trim().to_owned()
    };
    let (tag, changed) = (value("ETag: "), value("Last-Modified: "));
    assert!(ask("/same", &[]).ends_with("<p>0123456789</p>"), "a link that stays within");
    for (args, status, place, body) in [
        (&["-r", "3-5"][..], "206", "bytes 3-5/17", "012"),
        (&["-r", "-4"], "206", "bytes 13-16/17", "</p>"),
        (&["-r", "13-"], "206", "bytes 13-16/17", "</p>"),
        (&["-r", "99-"], "416", "bytes */17", ""),
        (&["-r", "0-1,4-5"], "200", "", "<p>0123456789</p>"),
        (&["-r", "3-3", "-H", &format!("If-Range: {tag}")], "206", "bytes 3-3/17", "0"),
        (&["-r", "3-3", "-H", &format!("If-Range: {changed}")], "206", "bytes 3-3/17", "0"),
        (&["-r", "3-3", "-H", "If-Range: \"other\""], "200", "", "<p>0123456789</p>"),
        (&["-r", "3-3", "-H", "If-Range: Sun, 06 Nov 1994 08:49:37 GMT"], "200", "", "<p>0123456789</p>"),
        (&["-H", &format!("If-None-Match: {tag}")], "304", "", ""),
        (&["-H", &format!("If-Modified-Since: {changed}")], "304", "", ""),
        (&["-H", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"], "200", "", "<p>0123456789</p>"),
        (&["-H", "If-Match: \"other\""], "412", "", ""),
    ] {
        let text = ask("/page.html", args);
        assert!(text.starts_with(&format!("HTTP/1.1 {status} ")), "{args:?}: {text}");
        assert_eq!(text.contains("\r\nContent-Range: "), !place.is_empty(), "{args:?}: {text}");
        assert!(
            text.contains(place) && (status == "416" || text.ends_with(&format!("\r\n\r\n{body}"))),
            "{args:?}: {text}"
        );
    }
    let head = ask("/page.html", &["-I"]);
    assert!(head.contains("Content-Length: 17\r\n") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn folders_are_listed_and_odd_names_are_harmless() {
    let (_place, server) = place();
    let (_, list) = server.curl(&[&server.url("/")]);
    assert!(list.contains("href=\"./a%20b%20%3C%26%3E%22.txt\">a b &lt;&amp;&gt;&quot;.txt<"), "{list}");
    assert!(!list.contains("hidden") && !list.contains(".git") && !list.contains("pipe"), "{list}");
    // Links: one within is listed, of those that lead out nothing is told.
    assert!(list.contains(">same<"), "{list}");
    assert!(!["out", "beside", "etc", "seen"].iter().any(|link| list.contains(&format!(">{link}"))), "{list}");
    assert!(server.curl(&[&server.url("/a%20b%20%3C%26%3E%22.txt")]).1.ends_with("odd"));
    let (_, moved) = server.curl(&["-i", &server.url("/sub")]);
    assert!(moved.starts_with("HTTP/1.1 301 ") && moved.contains("\r\nLocation: /sub/\r\n"), "{moved}");
    assert_eq!(server.curl(&["-L", &server.url("/sub")]).1, "index");
    assert_eq!(server.curl(&[&server.url("/ip")]).1, "127.0.0.1\n", "pages stay where no file is");
}
