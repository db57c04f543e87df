//! Chromium through TLS that is looked into, with the made authority among those that it trusts; and the record of that.

use std::process::Command;

use crate::forward::Proxy;
use crate::forward::har::{entries, taken_by_others};
use crate::forward::intercept::authority;
use crate::peers::certificates::NAME;
use crate::peers::find;
use crate::peers::nginx::{At, Nginx};

const PAGE: &str = "<!doctype html><title>page</title><body style='margin:0;background:#fff'>\
    <h1 style='font:32px sans-serif'>looked into</h1><p id=mark>nothing</p>\
    <script>fetch('/head').then(r => r.text()).then(t => mark.textContent = /x-mark: seen/i.test(t) ? 'marked' : t)</script>\
    <img src=picture.svg width=400 height=200 onload=\"document.body.append('picture ' + this.naturalWidth)\">";

const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='200'>\
    <rect width='400' height='200' fill='#06c'/><circle cx='200' cy='100' r='80' fill='#fc0'/></svg>";

#[test]
fn a_browser_that_trusts_the_authority_is_looked_into() {
    let (Some(chromium), Some(certutil)) = (find("chromium"), find("certutil")) else { return };
    let Some(nginx) = Nginx::start() else { return };
    std::fs::write(nginx.path("files/page.html"), PAGE).expect("written");
    std::fs::write(nginx.path("files/picture.svg"), PICTURE).expect("written");
    let ((_folder, ca), home) = (authority(), crate::peers::folder());
    let (origin, at) = (nginx.certificates.path("ca.pem"), nginx.at(At::Tls));
    let path = |name: &str| home.path().join(name).display().to_string();
    let (har, map) = (path("seen.har"), format!("{NAME}=https://{at}"));
    let args = ["--ca", &ca, "--intercept", NAME, "--cacert", &origin, "--map", &map, "--har", &har];
    let mut proxy = Proxy::start(&[&args[..], &["--set-header", "X-Mark: seen"]].concat());
    // Where Chromium looks for the authorities of its user.
    let store = path(".pki/nssdb");
    std::fs::create_dir_all(&store).expect("a folder");
    let mut trust = Command::new(certutil);
    trust.args(["-d", &format!("sql:{store}"), "-A", "-t", "C,,", "-n", "netwhy", "-i", &ca, "-f", "/dev/null"]);
    let ran = trust.output().expect("certutil runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    // `NETWHY_SCREENSHOT=FILE` keeps what it looks like.
    let picture = std::env::var("NETWHY_SCREENSHOT").unwrap_or(path("seen.png"));
    let url = format!("https://{NAME}/shown/page.html");
    let browse = |store: &str| {
        let mut browser = Command::new(&chromium);
        browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]);
        browser.args(["--disable-background-networking", "--virtual-time-budget=8000", "--window-size=600,400"]);
        browser.arg(format!("--proxy-server={}", proxy.url())).arg(format!("--user-data-dir={}", path("profile")));
        browser.args([&format!("--screenshot={picture}"), "--dump-dom", &url]).env("HOME", store);
        let ran = browser.output().expect("chromium runs");
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    // Who does not trust the authority does not get the page.
    let text = browse(&path("nobody"));
    assert!(!text.contains("looked into"), "{text}");
    let text = browse(&home.path().display().to_string());
    assert!(text.contains("picture 400") && text.contains(">marked<"), "{text}");
    assert!(std::fs::metadata(&picture).expect("a screenshot").len() > 1000);
    let log = proxy.log(3);
    let shown = log.iter().filter(|line| line["intercepted"] == true && line["status"] == 200).count();
    assert!(shown >= 3, "{log:?}");
    proxy.end();
    let all = entries(&har);
    let entry = |url: &str| all.iter().find(|entry| entry["request"]["url"] == url).unwrap_or_else(|| panic!("{url}"));
    let page = entry(&url);
    assert_eq!((&page["response"]["status"], &page["response"]["content"]["text"]), (&200.into(), &PAGE.into()));
    let seen = entry(&format!("https://{NAME}/shown/picture.svg"));
    assert_eq!(seen["response"]["content"]["text"], PICTURE);
    taken_by_others(&[&har], all.len());
}
