//! Node's HTTP server, for what nginx cannot send: interim answers and trailers.

use std::net::{IpAddr, SocketAddr};

use crate::peers::{Peer, folder, own_address, start};

const PORT: u16 = 8000;

const SCRIPT: &str = r#"
const http = require('http');
const server = http.createServer((request, response) => {
  const body = [];
  request.on('data', (part) => body.push(part));
  request.on('end', () => {
    switch (new URL(request.url, 'http://x').pathname) {
      case '/hints':
        response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
        return response.end('after the hints\n');
      case '/processing':
        response.writeProcessing(); response.writeProcessing();
        return response.end('after 102 twice\n');
      case '/trailers':
        response.writeHead(200, { Trailer: 'X-Sum' });
        response.write('with trailers\n');
        response.addTrailers({ 'X-Sum': '14' });
        return response.end();
      case '/raw-headers':
        response.setHeader('Content-Type', 'application/json');
        return response.end(JSON.stringify({ line: `${request.method} ${request.url} HTTP/${request.httpVersion}`,
          headers: request.rawHeaders, body: Buffer.concat(body).toString('base64') }));
      default:
        response.statusCode = 404;
        response.end('no such page\n');
    }
  });
});
server.listen(+process.argv[3], process.argv[2]);
"#;

/// A running node with the pages `/hints` (103), `/processing` (102 twice), `/trailers`, and `/raw-headers`, which tells
/// in JSON what was asked.
pub(crate) struct Node {
    _peer: Peer,
    ip: IpAddr,
}

impl Node {
    /// Starts it; `None` where node is not installed, which was said loudly.
    pub(crate) fn start() -> Option<Node> {
        let ip = own_address();
        let peer =
            start("node", &["-e", SCRIPT, "-", &ip.to_string(), &PORT.to_string()], &[(ip, PORT).into()], folder())?;
        Some(Node { _peer: peer, ip })
    }

    /// Where it listens.
    pub(crate) fn at(&self) -> SocketAddr {
        (self.ip, PORT).into()
    }

    /// The URL of `path`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at())
    }
}
