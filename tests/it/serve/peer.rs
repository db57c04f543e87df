//! `diagnose --peer` where the server's end does not answer: nobody shall think that both ends were compared.

use crate::run::{Ran, command};
use crate::serve::Serve;

fn diagnosed(target: &str, peer: &str) -> Ran {
    command().args([target, "--no-proxy", "--offline", "--json", "--peer", peer]).output().unwrap().into()
}

#[test]
fn a_comparison_that_did_not_happen_is_told() {
    let serve = Serve::start(&["--peer"]);
    let target = serve.at.to_string();
    // Bound, and not listening: nothing else takes the port meanwhile.
    let closed = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    closed.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    let closed = closed.local_addr().unwrap().as_socket().unwrap();
    for (peer, says) in [
        (format!("{target}/wrongtok"), "does not take that token"),
        (format!("{closed}/wrongtok"), "cannot be reached"),
    ] {
        let ran = diagnosed(&target, &peer);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let told = format!("nothing was compared with the server: {}", peer.trim_end_matches("/wrongtok"));
        assert_eq!(ran.stderr.lines().filter(|line| line.contains(&told) && line.contains(says)).count(), 1, "{ran:?}");
        assert!(!ran.stderr.contains("wrongtok"), "{ran:?}");
        assert_eq!(ran.document()["schema"], "netwhy.report/1");
    }
}
