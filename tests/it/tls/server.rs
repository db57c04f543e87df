//! `openssl s_server`, ended with the test, and one handshake with it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use netwhy::observation::{Handshake, Purpose};
use netwhy::probe::Road;
use netwhy::probe::tls::{Settings, shake, shake_as_of_old};
use netwhy::target::Host;

use crate::names::server::find;
use crate::tls::certificates::Authority;

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) at: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves `CERTIFICATE.pem` of the authority on a port of the loopback; `None`, loudly, where openssl is missing.
pub(crate) fn serve(authority: &Authority, certificate: &str, options: &[&str]) -> Option<Server> {
    let openssl = find("openssl")?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    drop(listener);
    let mut command = Command::new(openssl);
    command.args(["s_server", "-www", "-accept", &at.to_string()]).args(options);
    command.args(["-cert", &format!("{certificate}.pem"), "-key", &format!("{certificate}.key")]);
    command.current_dir(authority.folder.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let server = Server { child, at };
    let mut lines = lines.map(Result::unwrap);
    assert!(lines.any(|line| line == "ACCEPT"), "openssl s_server {options:?} does not serve");
    // Its chatter must not fill the pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Some(server)
}

/// nginx that serves `CERTIFICATE.pem` of the authority in the same way, with further directives.
pub(crate) fn nginx(authority: &Authority, certificate: &str, directives: &str) -> Option<Server> {
    let nginx = find("nginx")?;
    let at = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = authority.folder.path();
    let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path t-{kind};"));
    let conf = format!(
        "daemon off; master_process off; pid pid; error_log error; events {{ }}
         http {{ access_log off; {} server {{ listen {at} ssl; ssl_certificate {certificate}.pem;
           ssl_certificate_key {certificate}.key; {directives} location / {{ return 200 hello; }} }} }}",
        paths.join(" ")
    );
    std::fs::write(folder.join("nginx.conf"), conf).unwrap();
    let mut command = Command::new(nginx);
    command.arg("-p").arg(folder).args(["-c", "nginx.conf", "-e", "error"]).stderr(Stdio::null());
    let server = Server { child: command.spawn().unwrap(), at };
    let end = std::time::Instant::now() + Duration::from_secs(10);
    while std::net::TcpStream::connect(at).is_err() {
        let log = || std::fs::read_to_string(folder.join("error")).unwrap_or_default();
        assert!(std::time::Instant::now() < end, "nginx does not serve: {}", log());
        std::thread::sleep(Duration::from_millis(10));
    }
    Some(server)
}

/// The usual settings, trusting the authority.
pub(crate) fn trusting(authority: &Authority) -> Settings {
    Settings::default().trusting(netwhy::probe::tls::Trust::file(&authority.path("ca.pem")).unwrap())
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// One handshake with the host `name` at `at`, and what the server answers to a request where it was completed.
pub(crate) fn handshake(at: SocketAddr, name: &str, settings: &Settings) -> (Handshake, Option<String>) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    block_on(async {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(3);
        let stream = Road::direct(at).open(Duration::from_secs(1)).await.unwrap();
        let name = Host::parse(name).unwrap();
        let (seen, stream) = shake(stream, at, &name, Purpose::Asked, None, settings, deadline).await;
        let Some(mut stream) = stream else { return (seen, None) };
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        (seen, Some(String::from_utf8_lossy(&answer).into_owned()))
    })
}

/// The answer to an older hello.
pub(crate) fn older(at: SocketAddr, name: &str, settings: &Settings) -> Handshake {
    block_on(async {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(3);
        let stream = Road::direct(at).open(Duration::from_secs(1)).await.unwrap();
        let name = Host::parse(name).unwrap();
        shake_as_of_old(stream, at, &name, Purpose::Again, None, settings, deadline).await
    })
}
