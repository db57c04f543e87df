//! OpenSSH: a server, and a client whose `-D` is a SOCKS proxy of every version, 4a too, which dante does not know.

use std::net::SocketAddr;
use std::process::Command;

use crate::peers::{Peer, find, folder, own_address, start};

/// A running pair.
pub(crate) struct OpenSsh {
    _client: Peer,
    _server: Peer,
    /// Where the server speaks SSH.
    pub(crate) at: SocketAddr,
    /// Where the client speaks SOCKS.
    pub(crate) socks: SocketAddr,
}

impl OpenSsh {
    /// Starts both; `None` where they are not installed, which was said loudly.
    pub(crate) fn start() -> Option<OpenSsh> {
        let (sshd, _, keygen) = (find("sshd")?, find("ssh")?, find("ssh-keygen")?);
        let (ip, folder) = (own_address(), folder());
        let (at, socks) = (SocketAddr::new(ip, 2222), SocketAddr::new(ip, 1080));
        let path = |name: &str| folder.path().join(name).display().to_string();
        for name in ["host", "user"] {
            let made = Command::new(&keygen).args(["-q", "-t", "ed25519", "-N", "", "-f", &path(name)]).status();
            assert!(made.expect("ssh-keygen").success());
        }
        let conf = format!(
            "ListenAddress {at}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\nStrictModes no\n\
             PasswordAuthentication no\n",
            path("host"),
            path("user.pub")
        );
        std::fs::write(path("conf"), conf).expect("written");
        if nix::unistd::geteuid().is_root() {
            // Where the server of root leaves its rights behind; the system's own start makes it otherwise.
            std::fs::create_dir_all("/run/sshd").expect("a folder");
        }
        let (conf, key) = (path("conf"), path("user"));
        let user = nix::unistd::User::from_uid(nix::unistd::geteuid()).ok().flatten().expect("a user").name;
        let server = start(&sshd, &["-D", "-e", "-f", &conf], &[at], folder)?;
        let (port, listen, to) = (at.port().to_string(), socks.to_string(), format!("{user}@{ip}"));
        let mut args = vec!["-F", "none", "-N", "-D", &listen, "-i", &key, "-p", &port];
        for option in ["UserKnownHostsFile=/dev/null", "StrictHostKeyChecking=no", "BatchMode=yes"] {
            args.extend(["-o", option]);
        }
        args.push(&to);
        let client = start("ssh", &args, &[socks], crate::peers::folder())?;
        Some(OpenSsh { _client: client, _server: server, at, socks })
    }
}
