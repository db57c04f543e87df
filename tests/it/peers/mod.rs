//! Real servers and proxies on loopback addresses of their own, for tests. Each goes with the value that holds it.

mod asked;
pub(crate) mod certificates;
pub(crate) mod dante;
pub(crate) mod nginx;
pub(crate) mod node;
pub(crate) mod openssh;
pub(crate) mod squid;
pub(crate) mod tinyproxy;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU8, AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// A server with its folder; both go when it is dropped.
pub(crate) struct Peer {
    child: Child,
    folder: tempfile::TempDir,
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Peer {
    /// The folder that holds its settings, its `log` (both output streams) and its files.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// What it wrote to a file of its folder so far.
    pub(crate) fn text(&self, file: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.folder.path().join(file)).unwrap_or_default()).into_owned()
    }
}

/// A loopback address that nobody else uses: no other test of this run, and hardly any of another.
pub(crate) fn own_address() -> IpAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let (block, last) = (next / 199, next % 199 + 1);
    assert!(block < 3, "more peers than addresses");
    address(u8::try_from(block).expect("one of three"), u8::try_from(last).expect("below 200"))
}

/// A loopback address of this run for a listener on port 0; it differs from those given out just before.
pub(crate) fn shared_address() -> IpAddr {
    static NEXT: AtomicU8 = AtomicU8::new(0);
    address(0, 200 + NEXT.fetch_add(1, Ordering::Relaxed) % 50)
}

/// 127.64 to 127.127 are the first block, 127.128 to 127.191 the second, the rest the third.
fn address(block: u8, last: u8) -> IpAddr {
    let [high, low] = u16::try_from(std::process::id() & 0xffff).expect("two bytes").to_be_bytes();
    IpAddr::V4(Ipv4Addr::new(127, 64 * (block + 1) + (high & 0x3f), low, last))
}

/// A folder that the daemon may use whichever user it becomes.
pub(crate) fn folder() -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::Builder::new().prefix("netwhy-peer-").tempdir().expect("a folder");
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o777)).expect("open to all");
    folder
}

/// Where a program lies, or nothing and a loud word where it is not installed.
pub(crate) fn find(program: &str) -> Option<String> {
    let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin:/sbin:/usr/local/sbin";
    let found = path.split(':').map(|dir| format!("{dir}/{program}")).find(|path| std::path::Path::new(path).is_file());
    if found.is_none() {
        crate::skip::skipped(&format!("{program} is not installed; run tests/install.sh"));
    }
    found
}

/// Starts `program` in the foreground, its output in the file `log`, and waits until every place of `at` takes
/// connections. `None` where it is not installed, which was said loudly.
pub(crate) fn start(program: &str, args: &[&str], at: &[SocketAddr], folder: tempfile::TempDir) -> Option<Peer> {
    let path = if program.starts_with('/') { program.to_owned() } else { find(program)? };
    let log = std::fs::File::create(folder.path().join("log")).expect("a log");
    let mut command = Command::new(path);
    command.args(args).current_dir(folder.path()).stdin(Stdio::null());
    command.stdout(log.try_clone().expect("a log")).stderr(log);
    let child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
    let mut peer = Peer { child, folder };
    let end = Instant::now() + Duration::from_secs(30);
    for at in at {
        while TcpStream::connect_timeout(at, Duration::from_secs(1)).is_err() {
            assert!(peer.child.try_wait().expect("its state").is_none(), "{program} ended: {}", peer.text("log"));
            assert!(Instant::now() < end, "{program} never listened on {at}: {}", peer.text("log"));
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    Some(peer)
}
