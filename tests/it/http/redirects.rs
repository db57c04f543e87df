//! Redirects: where they lead, what goes along, and what never does.

use crate::http::document;
use crate::http::ear::{answer, listen};
use crate::peers::nginx::{At, Nginx};

fn to(place: &str) -> Vec<u8> {
    answer("302 Found", &format!("Location: {place}\r\n"), "moved")
}

#[test]
fn nothing_secret_goes_to_another_origin() {
    let (other, heard) = listen(vec![answer("200 OK", "", "other")]);
    let (back, heard_back) = listen(vec![answer("200 OK", "", "back")]);
    // The same name at another port, another name for the same machine, and back again.
    for place in [format!("http://{other}/x"), format!("http://localhost:{}/x", other.port()), format!("//{other}/")] {
        let (first, _) = listen(vec![to(&place)]);
        let document = document(
            &[
                &format!("http://in-the-url:s3cret@{first}/"),
                "-u",
                "user:s3cret",
                "-H",
                "Cookie: s3cret",
                "-H",
                "authorization: s3cret",
                "-H",
                "X-Api-Key: s3cret",
                "-H",
                "Host: s3cret.example",
                "-H",
                "X-Plain: goes",
                "-L",
            ],
            0,
        );
        let text = heard.texts().pop().unwrap();
        assert!(text.contains("X-Plain: goes\r\n"), "{place}: {text}");
        assert!(!text.contains("s3cret") && !text.contains("Authorization"), "{place}: {text}");
        assert!(text.contains(&format!(":{}\r\n", other.port())), "{place}: {text}");
        assert!(document["redirects"][0]["notes"][0].as_str().unwrap().contains("stay behind"), "{document:#}");
    }
    // From there back to where they belong: they were left behind, and stay there.
    let (elsewhere, _) = listen(vec![to(&format!("http://{back}/again"))]);
    let (first, _) = listen(vec![to(&format!("http://{elsewhere}/"))]);
    document(&[&format!("http://{first}/"), "-u", "user:s3cret", "-L"], 0);
    assert!(!heard_back.texts().concat().contains("Authorization"), "{:?}", heard_back.texts());
}

#[test]
fn they_stay_with_their_own_origin() {
    let (at, heard) = listen(vec![to("/next?x=1"), answer("200 OK", "", "next")]);
    document(&[&format!("http://user:pass@{at}/"), "-H", "Cookie: a=b", "-L"], 0);
    let texts = heard.texts();
    assert!(texts[1].starts_with("GET /next?x=1 HTTP/1.1\r\n"), "{texts:?}");
    assert!(texts[1].contains("Authorization: Basic ") && texts[1].contains("Cookie: a=b"), "{texts:?}");
}

#[test]
fn methods_and_bodies_change_as_in_browsers() {
    let Some(nginx) = Nginx::start() else { return };
    let mut wanted = Vec::new();
    for (status, method, next, keeps) in [
        ("301", None, "GET", false),
        ("302", None, "GET", false),
        ("303", None, "GET", false),
        ("307", None, "POST", true),
        ("308", None, "POST", true),
        ("303", Some("PUT"), "GET", false),
        ("302", Some("PUT"), "PUT", true),
    ] {
        let url = nginx.url(At::Plain, &format!("/{status}"));
        let method: Vec<&str> = method.map(|method| vec!["-X", method]).unwrap_or_default();
        let document = document(&[&[url.as_str(), "-d", "the body", "-L"], &method[..]].concat(), 0);
        assert_eq!(document["exchanges"][1]["method"], next, "{status} {method:?}: {document:#}");
        assert_eq!(document["exchanges"][1]["head"]["status"], 200, "{status}: {document:#}");
        assert!(document["exchanges"][1]["reused"].as_bool().unwrap(), "{document:#}");
        wanted.push(if keeps { "the body" } else { "" });
    }
    let asked = nginx.asked(14);
    let bodies: Vec<&str> = asked.iter().skip(1).step_by(2).map(|one| one["body"].as_str().unwrap()).collect();
    assert_eq!(bodies, wanted, "{asked:#?}");
    let stray = asked
        .iter()
        .skip(1)
        .step_by(2)
        .zip(&wanted)
        .find(|(one, body)| body.is_empty() && one["head"].as_str().unwrap().to_lowercase().contains("content-"));
    assert!(stray.is_none(), "{stray:#?}");
}

#[test]
fn only_so_many_and_only_the_web_are_followed() {
    let Some(nginx) = Nginx::start() else { return };
    let loops = document(&[&nginx.url(At::Plain, "/loop"), "-L", "--max-redirs", "3"], 1);
    assert_eq!(loops["exchanges"].as_array().unwrap().len(), 4);
    assert!(loops["redirects"][3]["notes"][0].as_str().unwrap().contains("circle"), "{loops:#}");
    assert_eq!(loops["verdict"]["cause"], "protocol.http-error", "{loops:#}");
    let file = document(&[&nginx.url(At::Plain, "/to-file"), "-L"], 1);
    assert_eq!(file["exchanges"].as_array().unwrap().len(), 1);
    assert!(file["redirects"][0]["notes"][0].as_str().unwrap().contains("`file`"), "{file:#}");
    let unasked = document(&[&nginx.url(At::Plain, "/302")], 0);
    assert_eq!(unasked["redirects"][0]["followed"], false);
    let four = document(&[&nginx.url(At::Plain, "/hops/4"), "-L"], 0);
    assert_eq!(four["redirects"].as_array().unwrap().len(), 4);
}

#[test]
fn giving_tls_up_is_told() {
    let Some(nginx) = Nginx::start() else { return };
    let (plain, _) = listen(vec![answer("200 OK", "", "clear")]);
    let url = nginx.url(At::Tls, &format!("/to?url=http://{plain}/"));
    let ca = nginx.certificates.path("ca.pem");
    let document = document(&[&url, "-L", "--cacert", &ca], 0);
    assert!(document["redirects"][0]["notes"][0].as_str().unwrap().contains("in the clear"), "{document:#}");
}
