//! Listeners against `ss -ltn`.

use std::net::{Ipv6Addr, TcpListener, TcpStream};

use netwhy::observation::{Listener, Looked};

use crate::local::private::{run, tool};

#[test]
fn agree_with_ss() {
    run("local::listeners::inside", "ip addr add 10.9.0.1/24 dev lo");
}

#[test]
#[ignore = "the inner half"]
fn inside() {
    let listeners: Vec<TcpListener> =
        ["127.0.0.1:11001", "0.0.0.0:11002", "[::]:11003", "[::1]:11004", "10.9.0.1:11005"]
            .iter()
            .map(|address| TcpListener::bind(address).expect("a listener"))
            .collect();
    let only = socket2::Socket::new(socket2::Domain::IPV6, socket2::Type::STREAM, None).expect("a socket");
    only.set_only_v6(true).expect("v6 only");
    let unspecified = std::net::SocketAddr::from((Ipv6Addr::UNSPECIFIED, 11006));
    only.bind(&unspecified.into()).expect("bound");
    only.listen(1).expect("listening");
    let _waiting = TcpStream::connect("127.0.0.1:11002").expect("connected");

    let Looked::Saw(all) = netwhy::probe::listeners().listeners else { panic!("not looked") };
    let mut seen: Vec<String> = all.iter().map(as_ss_prints).collect();
    seen.sort();
    let mut said: Vec<String> = tool("ss -Hltn")
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .map(|words| format!("{} {} {}", words[1], words[2], words[3]))
        .collect();
    said.sort();
    assert_eq!(seen, said);
    assert_eq!(all.len(), listeners.len() + 1);

    let at = |port: u16| all.iter().find(|one| one.port == port).expect("a listener");
    assert_eq!(at(11003).v6_only, Some(false));
    assert_eq!(at(11006).v6_only, Some(true));
    assert_eq!(at(11002).accept_queue.map(|queue| queue.length), Some(1));
    assert_eq!(at(11001).pid, Some(std::process::id()), "{all:?}");
    assert_eq!(at(11001).uid, Some(0));
}

fn as_ss_prints(one: &Listener) -> String {
    let queue = one.accept_queue.expect("a queue");
    let address = match (one.address.is_unspecified(), one.address.is_ipv6(), one.v6_only) {
        (true, true, Some(false)) => "*".to_owned(),
        (_, true, _) => format!("[{}]", one.address),
        _ => one.address.to_string(),
    };
    format!("{} {} {address}:{}", queue.length, queue.limit, one.port)
}
