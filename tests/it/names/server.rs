//! Name servers for the tests: real daemons in the foreground, and deliberately broken ones.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// A daemon with its folder; both go when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) at: SocketAddr,
    pub(crate) folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A loopback address that no other test of this run uses, and a port free on it.
pub(crate) fn place() -> SocketAddr {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let last = NEXT.fetch_add(1, Ordering::Relaxed);
    let middle = u8::try_from(std::process::id() % 200).unwrap() + 10;
    let ip = IpAddr::V4(Ipv4Addr::new(127, 53, middle, last));
    let socket = TcpListener::bind((ip, 0)).unwrap();
    socket.local_addr().unwrap()
}

/// Where the daemon lies, or nothing and a loud word where it is not installed.
pub(crate) fn find(daemon: &str) -> Option<String> {
    let found = ["/usr/sbin", "/usr/bin", "/usr/local/sbin"].iter().map(|dir| format!("{dir}/{daemon}"));
    let found = found.into_iter().find(|path| std::path::Path::new(path).exists());
    if found.is_none() {
        crate::skip::skipped(&format!("{daemon} is not installed; run tests/install.sh"));
    }
    found
}

/// Starts `daemon` with `args` and waits until it answers at `at`.
pub(crate) fn start(daemon: &str, args: &[&str], at: SocketAddr, folder: tempfile::TempDir) -> Option<Server> {
    let path = find(daemon)?;
    let log = std::fs::File::create(folder.path().join("log")).unwrap();
    let mut command = Command::new(path);
    command.args(args).current_dir(folder.path()).stdin(Stdio::null());
    let child = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
    let mut server = Server { child, at, folder };
    let end = Instant::now() + Duration::from_secs(20);
    while !answers(at) {
        let log = || std::fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
        assert!(server.child.try_wait().unwrap().is_none(), "{daemon} ended: {}", log());
        assert!(Instant::now() < end, "{daemon} never answered at {at}: {}", log());
        std::thread::sleep(Duration::from_millis(20));
    }
    Some(server)
}

/// True where anything at all comes back for a question for the root's name servers.
fn answers(at: SocketAddr) -> bool {
    let any: IpAddr = if at.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { std::net::Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let question = [0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1];
    let mut buffer = [0; 1_500];
    socket.connect(at).and_then(|()| socket.send(&question)).is_ok() && socket.recv(&mut buffer).is_ok()
}

/// dnsmasq with `options` (without their dashes), and nothing from this machine's own settings.
pub(crate) fn dnsmasq(options: &[&str]) -> Option<Server> {
    let at = place();
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec![
        "--keep-in-foreground".to_owned(),
        "--conf-file=/dev/null".to_owned(),
        "--no-resolv".to_owned(),
        "--no-hosts".to_owned(),
        "--bind-interfaces".to_owned(),
        format!("--listen-address={}", at.ip()),
        format!("--port={}", at.port()),
        "--pid-file=".to_owned(),
        "--user=".to_owned(),
        "--log-facility=-".to_owned(),
    ];
    args.extend(options.iter().map(|option| format!("--{option}")));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    start("dnsmasq", &args, at, folder)
}

/// unbound with these lines in its `server:` clause and `clauses` behind it, answering at its own place.
pub(crate) fn unbound(lines: &str, clauses: &str) -> Option<Server> {
    unbound_at(place(), tempfile::tempdir().unwrap(), lines, clauses)
}

/// The same at a given place, with files that already lie in `folder`.
pub(crate) fn unbound_at(at: SocketAddr, folder: tempfile::TempDir, lines: &str, clauses: &str) -> Option<Server> {
    let conf = format!(
        "server:\n interface: {}@{}\n do-daemonize: no\n use-syslog: no\n username: \"\"\n chroot: \"\"\n directory: \"{}\"\n \
         pidfile: \"\"\n access-control: 127.0.0.0/8 allow\n do-not-query-localhost: no\n ede: yes\n num-threads: 1\n\
         {lines}\nremote-control:\n control-enable: no\n{clauses}\n",
        at.ip(),
        at.port(),
        folder.path().display()
    );
    let path = folder.path().join("unbound.conf");
    std::fs::write(&path, conf).unwrap();
    let path = path.display().to_string();
    start("unbound", &["-d", "-c", &path], at, folder)
}
