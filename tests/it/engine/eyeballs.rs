//! Addresses in turn, where some are silent and some have no way to them (Happy Eyeballs, RFC 8305).

use std::io::{Read, Write};
use std::net::TcpListener;

use netwhy::observation::{ExchangeEnd, Reason, State};
use netwhy::probe::http::Settings;

use crate::engine::{exchanges, request};

/// A network where nobody answers (packets to its neighbours vanish), and one to which there is no way.
const SETUP: &str = "ip link add quiet type veth peer name end
ip addr add 10.9.9.1/24 dev quiet
ip -6 addr add fd99::1/64 dev quiet nodad
ip link set quiet up
ip link set end up
ip -6 neigh add fd99::2 lladdr 02:00:00:00:00:02 dev quiet
ip -6 route add unreachable fd98::/64";

#[test]
fn a_silent_family_holds_nobody_up() {
    crate::local::private::run("engine::eyeballs::inside", SETUP);
}

#[test]
#[ignore = "the inner half"]
fn inside() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a client");
            let mut head = [0; 1000];
            let _ = stream.read(&mut head);
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        }
    });
    let ask = |addresses: &str| {
        let pinned = format!("many.test:{port}:{addresses}").parse().expect(addresses);
        let settings = Settings { pinned: vec![pinned], ..Settings::default() };
        exchanges(settings, &[request("GET", &format!("http://many.test:{port}/"), "")]).remove(0).0
    };

    let silent = ask("[fd99::2],[fd99::3],127.0.0.1,10.9.9.2");
    let order: Vec<String> = silent.order.iter().map(|to| to.ip().to_string()).collect();
    assert_eq!(order, ["fd99::2", "127.0.0.1", "fd99::3", "10.9.9.2"]);
    assert_eq!(silent.ended, ExchangeEnd::Answered);
    let tried: Vec<_> = silent.tried.iter().map(|one| (one.address.to_string(), one.state)).collect();
    assert_eq!(tried, [("127.0.0.1".to_owned(), State::Open)]);
    let left: Vec<_> = silent.left.iter().map(|to| to.ip().to_string()).collect();
    assert_eq!(left, ["fd99::2"], "the others were not tried at all");
    assert!(silent.phases.connect_ms.expect("measured") >= 240.0);

    let no_way = ask("[fd98::2],127.0.0.1");
    let tried: Vec<_> = no_way.tried.iter().map(|one| (one.address.to_string(), one.reason)).collect();
    assert_eq!(tried, [("fd98::2".to_owned(), Reason::NoRoute), ("127.0.0.1".to_owned(), Reason::SynAck)]);
    assert!(no_way.left.is_empty());
}
