//! Clients of other makers: a browser, OpenSSL, mcstatus and the genuine mcpi.

use std::process::{Command, Stdio};

use crate::serve::{Serve, column};

/// What a program printed, both streams; it must succeed.
fn ran(command: &mut Command) -> String {
    let ran = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{command:?}: {text}");
    text
}

#[test]
fn a_browsers_two_requests_are_watched() {
    let Some(chromium) = crate::peers::find("chromium") else { return };
    let server = Serve::start(&[]);
    let folder = crate::peers::folder();
    let mut browser = Command::new(chromium);
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]);
    browser.args(["--disable-background-networking", "--no-proxy-server", "--virtual-time-budget=5000"]);
    // `NETWHY_SCREENSHOT=FILE` keeps what it looks like.
    let picture = std::env::var("NETWHY_SCREENSHOT").unwrap_or(folder.path().join("seen.png").display().to_string());
    browser.arg(format!("--user-data-dir={}", folder.path().display()));
    browser.args(["--window-size=900,1100", &format!("--screenshot={picture}"), "--dump-dom"]);
    let text = ran(browser.arg(server.url("/")));
    assert!(text.contains("You arrive from 127.0.0.1") && text.contains("HeadlessChrome"), "{text}");
    assert!(std::fs::metadata(&picture).unwrap().len() > 10_000);
    // A browser may also open a connection that it does not use.
    let told: Vec<_> = server.told(2).into_iter().filter(|one| !one["request"].is_null()).collect();
    let mut targets = column(&told, "/request/target");
    targets.sort();
    targets.dedup();
    assert_eq!(targets, ["/", "/picture.svg"], "{told:#?}");
    assert!(column(&told, "/status").iter().all(|status| status == "200"), "{told:#?}");
}

#[test]
fn tls_is_spoken_on_the_same_port() {
    let Some(openssl) = crate::peers::find("openssl") else { return };
    let server = Serve::start(&[]);
    let (code, text) = server.curl(&["-k", "-i", &format!("https://{}/ip", server.at)]);
    assert!(code == Some(0) && text.ends_with("\r\n\r\n127.0.0.1\n"), "{text}");
    for version in ["-tls1_2", "-tls1_3"] {
        let script = "printf 'GET /ip HTTP/1.0\\r\\n\\r\\n' | \"$1\" s_client -quiet -ign_eof -servername a.test \"$2\" -connect \"$3\"";
        let text = ran(Command::new("bash").args(["-c", script, "-", &openssl, version, &server.at.to_string()]));
        assert!(text.contains("HTTP/1.1 200 OK") && text.contains("127.0.0.1\n"), "{text}");
    }
    let told = server.told(3);
    assert_eq!(told.len(), 3, "{told:#?}");
    assert_eq!(column(&told, "/tls/version"), ["TLSv1.3", "TLSv1.2", "TLSv1.3"]);
    assert_eq!(column(&told, "/tls/server_name"), ["null", "a.test", "a.test"]);
    assert_eq!(column(&told, "/end"), ["answered"; 3]);
}

#[test]
fn minecrafts_clients_are_at_home() {
    let Some(python) = crate::minecraft::installed("pip/bin/python") else { return };
    let server = Serve::start(&[]);
    let script = r#"
import sys
from mcstatus import JavaServer
from mcpi.minecraft import Minecraft
host, port = sys.argv[1].split(':')
status = JavaServer(host, int(port)).status()
print(status.version.name != '', status.players.max >= 0)
world = Minecraft.create(host, int(port))
world.setBlock(1, 2, 3, 4)
print(world.getBlock(1, 2, 3))
world.postToChat('hello')
"#;
    let text = ran(Command::new(python).args(["-c", script, &server.at.to_string()]));
    assert_eq!(text, "True True\n4\n");
    let told = server.told(2);
    let mut spoken = column(&told, "/protocol");
    spoken.sort();
    spoken.dedup();
    assert_eq!(spoken, ["mcpi", "minecraft"], "{told:#?}");
}

#[test]
fn others_learn_where_and_a_phone_reads_it() {
    let Some(script) = crate::peers::find("script") else { return };
    // A terminal of its own, for the code is drawn for people.
    let line = format!("{} serve --public --listen 0 -4 & sleep 2; kill -INT $!; wait $!; true", crate::run::PROGRAM);
    let text = ran(Command::new(script).args(["-qec", &line, "/dev/null"]).env("NO_COLOR", "1"));
    let is_alone = !text.contains("http://");
    assert!(text.contains("listening on port "), "{text}");
    assert_eq!(text.contains("\u{2588}\u{2588}\u{2588}\u{2588}"), !is_alone, "{text}");
}
