//! dante: a SOCKS server, version 4 and 5, with and without a login.

use std::net::SocketAddr;

use crate::peers::{Peer, find, folder, own_address, start};

/// A running dante.
pub(crate) struct Dante {
    /// Its process and folder.
    pub(crate) peer: Peer,
    /// Where SOCKS is spoken to it.
    pub(crate) at: SocketAddr,
}

/// dante knows no users but the system's, so it gets a system of its own, whose user is `user` with the password
/// `secret`. Its many processes go with the first of their namespace.
const SCRIPT: &str = "mount --bind passwd /etc/passwd; mount --bind shadow /etc/shadow; exec \"$0\" -f conf -p pid";

impl Dante {
    /// Starts it with these ways to log in (`none`, `username`) and these rules, which come before all passes, such
    /// as `socks block { from: 0/0 to: 127.0.0.9/32 }`. `None` where it cannot run, which was said loudly.
    pub(crate) fn start(ways: &str, rules: &str) -> Option<Dante> {
        let danted = find("danted")?;
        // Where one is not root already, one is so in a user namespace of one's own.
        let user: &[&str] = if nix::unistd::geteuid().is_root() { &[] } else { &["--user", "--map-root-user"] };
        if !std::process::Command::new("unshare")
            .args(user)
            .args(["--mount", "true"])
            .status()
            .is_ok_and(|s| s.success())
        {
            crate::skip::skipped("dante needs a mount namespace, and this system gives none");
            return None;
        }
        let (at, folder) = (SocketAddr::new(own_address(), 1080), folder());
        let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        file("passwd", "root:x:0:0::/:/bin/sh\nuser:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n");
        file("shadow", "user:$1$lab$FeXUVKLgV7UPl19mXiDOS/:19000:0:99999:7:::\n");
        file(
            "conf",
            &format!(
                "logoutput: stderr\ninternal: {} port = {}\nexternal: lo\nclientmethod: none\nsocksmethod: {ways}\n\
                 user.privileged: root\nuser.unprivileged: root\ntimeout.connect: 2\n\
                 client pass {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}\n{rules}\n\
                 socks pass {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}\n",
                at.ip(),
                at.port()
            ),
        );
        let args = [user, &["--mount", "--pid", "--fork", "--kill-child=KILL", "sh", "-euc", SCRIPT, &danted]].concat();
        Some(Dante { peer: start("unshare", &args, &[at], folder)?, at })
    }
}
