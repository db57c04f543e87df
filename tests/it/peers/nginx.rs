//! nginx with pages for every turn that an HTTP exchange can take.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::peers::certificates::{Certificates, NAME};
use crate::peers::{Peer, folder, own_address, start};

/// One of its listeners: the scheme, the port, and the directives that set it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// Plain HTTP.
    Plain,
    /// Plain, two requests a connection.
    Twice,
    /// Plain, one request a connection, and nothing says so but `Connection: close`.
    Once,
    /// TLS with the good certificate.
    Tls,
    /// TLS with an expired certificate.
    Expired,
    /// TLS with a certificate of 2090.
    Early,
    /// TLS with a certificate for another name.
    OtherName,
    /// TLS with a self-signed certificate.
    SelfSigned,
    /// TLS with a certificate by an authority that is not trusted.
    Untrusted,
    /// TLS that wants a client certificate; nginx answers 400 where none comes.
    ClientWanted,
    /// TLS 1.2 alone.
    Tls12,
    /// TLS 1.1 alone.
    Tls11,
}

impl At {
    const ALL: &[(At, u16, &str)] = &[
        (At::Plain, 8000, ""),
        (At::Twice, 8001, "keepalive_requests 2;"),
        (At::Once, 8002, "keepalive_timeout 0;"),
        (At::Tls, 8443, "good"),
        (At::Expired, 8444, "expired"),
        (At::Early, 8445, "early"),
        (At::OtherName, 8446, "other-name"),
        (At::SelfSigned, 8447, "self-signed"),
        (At::Untrusted, 8448, "untrusted"),
        (At::ClientWanted, 8449, "good; ssl_verify_client on; ssl_client_certificate ca.pem"),
        (At::Tls12, 8450, "good; ssl_protocols TLSv1.2"),
        (At::Tls11, 8451, "good; ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0"),
    ];

    /// Its port.
    pub(crate) fn port(self) -> u16 {
        At::ALL.iter().find(|row| row.0 == self).expect("a row").1
    }

    fn is_tls(self) -> bool {
        self.port() >= 8443
    }
}

/// The pages. `/files/` are files: `small` (18 bytes), `page` (8 kB of text), `large` (8 MB), and `page.br`, `page.zst`.
const PAGES: &str = r#"
  location = / { return 200 "hello from nginx\n"; }
  location = /empty { return 200; }
  location = /cookie { add_header Set-Cookie "session=cookie-secret"; return 200 "a cookie\n"; }
  # What was sent: the body, the head as it came, and a body in chunks with a pause between them.
  location = /body { echo_read_request_body; echo_request_body; }
  location = /head { default_type text/plain; echo -n "$echo_client_request_headers"; }
  location = /chunked { echo first; echo_flush; echo_sleep 0.05; echo second; }
  location = /slow { limit_rate 20k; limit_rate_after 1; alias FOLDER/files/page; }
  location = /stalls { echo begun; echo_flush; echo_sleep 30; echo late; }
  location = /silent { echo_sleep 30; echo late; }
  location /files/ { root FOLDER; }
  location /shown/ { types { text/html html; image/svg+xml svg; } alias FOLDER/files/; }
  location = /page.br { default_type text/plain; add_header Content-Encoding br; alias FOLDER/files/page.br; }
  location = /page.zst { default_type text/plain; add_header Content-Encoding zstd; alias FOLDER/files/page.zst; }
  location = /page.gz { default_type text/plain; gzip on; gzip_min_length 1; gzip_types *; alias FOLDER/files/page; }
  location = /login { auth_basic "the tests"; auth_basic_user_file FOLDER/passwords; alias FOLDER/files/small; }
  location = /put { dav_methods PUT DELETE; return 201 "put\n"; }
  location = /204 { return 204; }
  location = /304 { return 304; }
  location = /403 { return 403 "no\n"; }
  location = /404 { return 404 "not here\n"; }
  location = /418 { return 418 "a teapot\n"; }
  location = /500 { return 500 "broken\n"; }
  location = /503 { return 503 "busy\n"; }
  location = /301 { return 301 /body; }
  location = /302 { return 302 /body; }
  location = /303 { return 303 /body; }
  location = /307 { return 307 /body; }
  location = /308 { return 308 /body; }
  location = /absolute { absolute_redirect on; return 302 /body; }
  location = /relative/a { return 302 ../body; }
  location = /loop { return 302 /loop; }
  location ~ ^/hops/([1-9]) { set $n $1; if ($n = 1) { return 302 /; } if ($n = 2) { return 302 /hops/1; }
    if ($n = 3) { return 302 /hops/2; } return 302 /hops/3; }
  location = /to-file { return 302 file:///etc/hostname; }
  location = /to { return 302 $arg_url; }
"#;

/// A running nginx.
pub(crate) struct Nginx {
    peer: Peer,
    ip: IpAddr,
    /// Its certificates, and those of clients.
    pub(crate) certificates: Certificates,
}

impl Nginx {
    /// Starts it; `None` where it is not installed, which was said loudly.
    pub(crate) fn start() -> Option<Nginx> {
        let (ip, folder) = (own_address(), folder());
        let certificates = Certificates::make(folder.path(), ip);
        files(&folder.path().join("files"));
        std::fs::write(folder.path().join("passwords"), "user:{PLAIN}pass word\n").expect("written");
        std::fs::write(folder.path().join("conf"), conf(folder.path(), ip)).expect("written");
        let at: Vec<SocketAddr> = At::ALL.iter().map(|row| (ip, row.1).into()).collect();
        let path = folder.path().display().to_string();
        let peer = start("nginx", &["-p", &path, "-e", "stderr", "-c", "conf"], &at, folder)?;
        Some(Nginx { peer, ip, certificates })
    }

    /// Where one of its listeners is.
    pub(crate) fn at(&self, at: At) -> SocketAddr {
        (self.ip, at.port()).into()
    }

    /// The URL of `path`, by address.
    pub(crate) fn url(&self, at: At, path: &str) -> String {
        format!("{}://{}{path}", if at.is_tls() { "https" } else { "http" }, self.at(at))
    }

    /// The URL of `path` by [`NAME`], and the value for `--resolve` that leads there.
    pub(crate) fn named(&self, at: At, path: &str) -> (String, String) {
        let scheme = if at.is_tls() { "https" } else { "http" };
        (format!("{scheme}://{NAME}:{}{path}", at.port()), format!("{NAME}:{}:{}", at.port(), self.ip))
    }

    /// What it complained of.
    pub(crate) fn log(&self) -> String {
        self.peer.text("log")
    }

    /// The path of a file of its folder, such as `files/large`.
    pub(crate) fn path(&self, name: &str) -> String {
        self.peer.folder().join(name).display().to_string()
    }

    /// The bytes of a file of its folder.
    pub(crate) fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.peer.folder().join(name)).expect(name)
    }

    /// What it was asked since it started, once that is at least `count` requests: `connection`, `request` (of that
    /// connection, from 1), `port`, `head` (as it came) and `body`.
    pub(crate) fn asked(&self, count: usize) -> Vec<serde_json::Value> {
        let end = Instant::now() + Duration::from_secs(10);
        loop {
            let text = self.peer.text("requests");
            let lines: Vec<&str> = text.lines().collect();
            if lines.len() >= count && (text.is_empty() || text.ends_with('\n')) {
                return lines.iter().map(|line| serde_json::from_str(line).expect(line)).collect();
            }
            assert!(Instant::now() < end, "only {} of {count} requests came: {text}", lines.len());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn files(folder: &Path) {
    std::fs::create_dir(folder).expect("a folder");
    let page: String = (0..200).map(|line| format!("line {line} of a page of some length\n")).collect();
    let large: Vec<u8> = (0..8_000_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    std::fs::write(folder.join("small"), "a small file here\n").expect("written");
    std::fs::write(folder.join("page"), page).expect("written");
    std::fs::write(folder.join("large"), large).expect("written");
    let compress = "const z = require('zlib'), f = require('fs'); \
                    f.writeFileSync('page.br', z.brotliCompressSync(f.readFileSync('page')))";
    for command in [&["node", "-e", compress][..], &["zstd", "-q", "page", "-o", "page.zst"]] {
        let Some(program) = crate::peers::find(command[0]) else { continue };
        let ran = std::process::Command::new(program).args(&command[1..]).current_dir(folder).status();
        assert!(ran.expect("started").success(), "{command:?}");
    }
}

fn conf(folder: &Path, ip: IpAddr) -> String {
    let folder = folder.display().to_string();
    let user = if nix::unistd::geteuid().is_root() { "user root root;" } else { "" };
    let pages = PAGES.replace("FOLDER", &folder);
    let servers: String = At::ALL
        .iter()
        .map(|(at, port, own)| {
            let own = match own.split_once(';').unwrap_or((own, "")) {
                (kind, more) if at.is_tls() => format!(
                    "ssl_certificate {kind}.pem; ssl_certificate_key {kind}.key;{more}{}",
                    if more.is_empty() { "" } else { ";" }
                ),
                _ => (*own).to_owned(),
            };
            let tls = if at.is_tls() { " ssl" } else { "" };
            format!("server {{ listen {ip}:{port}{tls}; {own} {pages} }}\n")
        })
        .collect();
    format!(
        r#"{user} daemon off; master_process off; pid {folder}/pid; error_log stderr; worker_rlimit_nofile 1024;
load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;
events {{ worker_connections 512; }}
http {{
  log_format asked escape=json '{{"connection":$connection,"request":$connection_requests,"port":$server_port,'
    '"head":"$echo_client_request_headers","body":"$request_body"}}';
  # What is no HTTP at all has no head to tell.
  map $request_method $is_http {{ "" 0; default 1; }}
  access_log {folder}/requests asked if=$is_http;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  client_max_body_size 64m; client_body_buffer_size 16m; client_body_in_single_buffer on;
  default_type text/plain; absolute_redirect off; server_tokens off; lingering_close off; reset_timedout_connection on;
{servers}
}}
"#
    )
}
