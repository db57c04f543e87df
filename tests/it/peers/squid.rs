//! squid: a proxy that caches, asks for logins, forbids, and has parents.

use std::net::SocketAddr;

use crate::peers::certificates::Certificates;
use crate::peers::{Peer, find, folder, own_address, start};

/// Directives that ask for the login `user:secret` (Basic).
pub(crate) const LOGIN: &str = "auth_param basic program AUTH FOLDER/passwords\nauth_param basic realm the squid\n\
                                acl known proxy_auth REQUIRED\nhttp_access deny !known";

/// Directives that forbid CONNECT but to port 443, as Debian's squid.conf does.
pub(crate) const ONLY_443: &str = "acl secure port 443\nacl tunnel method CONNECT\nhttp_access deny tunnel !secure";

/// A running squid, plain at `at` and over TLS at `tls`.
pub(crate) struct Squid {
    peer: Option<Peer>,
    name: String,
    /// Where HTTP is spoken to it.
    pub(crate) at: SocketAddr,
    /// Where HTTP over TLS is spoken to it.
    pub(crate) tls: SocketAddr,
    /// The certificates of the TLS port and their authority.
    pub(crate) certificates: Certificates,
}

impl Drop for Squid {
    fn drop(&mut self) {
        // Its process ends first: that leaves shared memory behind, which is named after the service.
        self.peer = None;
        for entry in std::fs::read_dir("/dev/shm").into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(&format!("{}-cf__", self.name)) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

impl Squid {
    /// Starts it with `directives`, which come before all is allowed; `FOLDER` in them is its own folder. `None`
    /// where it is not installed, which was said loudly.
    pub(crate) fn start(directives: &str) -> Option<Squid> {
        find("squid")?;
        let (ip, folder) = (own_address(), folder());
        let (at, tls) = (SocketAddr::new(ip, 3128), SocketAddr::new(ip, 3129));
        let certificates = Certificates::make(folder.path(), ip);
        let name = format!("n{}", ip.to_string().replace('.', "x"));
        let own = folder.path().display().to_string();
        let directives = directives.replace("AUTH", "/usr/lib/squid/basic_ncsa_auth").replace("FOLDER", &own);
        // The password is `secret`, in the form of crypt(3) for MD5, which every libcrypt reads.
        std::fs::write(folder.path().join("passwords"), "user:$1$lab$FeXUVKLgV7UPl19mXiDOS/\n").expect("written");
        let conf = format!(
            "http_port {at}\nhttps_port {tls} tls-cert={own}/good.pem tls-key={own}/good.key\n\
             pid_filename none\nvisible_hostname squid.test\naccess_log stdio:{own}/access\ncache_log stdio:{own}/log\n\
             coredump_dir {own}\ncache deny all\ncache_mem 4 MB\nnetdb_filename none\npinger_enable off\n\
             shutdown_lifetime 0 seconds\nmax_filedescriptors 256\nconnect_timeout 1 seconds\n\
             connect_retries 0\nforward_max_tries 1\ndns_nameservers {ip}\ndns_timeout 1 seconds\n\
             dns_retransmit_interval 500 milliseconds\n\
             {directives}\nhttp_access allow all\n"
        );
        std::fs::write(folder.path().join("conf"), conf).expect("written");
        let peer = start("squid", &["-N", "-n", &name, "-f", "conf"], &[at, tls], folder)?;
        Some(Squid { peer: Some(peer), name, at, tls, certificates })
    }

    /// Its access log so far.
    pub(crate) fn log(&self) -> String {
        self.peer.as_ref().map(|peer| peer.text("access")).unwrap_or_default()
    }
}
