//! The HTTP client of the library: against nginx where the answers are good, and against scripts where they are not.

mod eyeballs;
mod nginx;
mod proxied;
mod scripted;

use std::time::Duration;

use netwhy::observation::Exchange;
use netwhy::probe::http::{Client, Request, Settings};
use netwhy::target::Url;

/// A plain request for `url`, with `more` lines in its head.
pub(crate) fn request(method: &str, url: &str, more: &str) -> Request {
    let read: Url = url.parse().expect(url);
    let head = format!("{method} {} HTTP/1.1\r\nHost: {}\r\n{more}\r\n", read.path, read.target.authority());
    Request::new(read.target, url.to_owned(), method, head.into_bytes())
}

/// Makes the exchanges one after the other with one client; each with the body that came.
pub(crate) fn exchanges(settings: Settings, requests: &[Request]) -> Vec<(Exchange, Vec<u8>)> {
    within(settings, requests, Duration::from_secs(10))
}

/// The same, each within so much time.
pub(crate) fn within(settings: Settings, requests: &[Request], patience: Duration) -> Vec<(Exchange, Vec<u8>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut client = Client::new(settings);
        let mut all = Vec::new();
        for request in requests {
            let mut body = Vec::new();
            let deadline = tokio::time::Instant::now() + patience;
            let exchange = client.exchange(request, &mut |piece: &[u8]| body.extend_from_slice(piece), deadline).await;
            all.push((exchange, body));
        }
        all
    })
}

/// The one exchange of a `GET`.
pub(crate) fn get(url: &str) -> (Exchange, Vec<u8>) {
    exchanges(Settings::default(), &[request("GET", url, "")]).remove(0)
}
