//! Limits and counters of a namespace whose every socket is the test's own.

use netwhy::observation::Looked;

use crate::local::private::run;

#[test]
fn are_those_of_the_namespace() {
    run(
        "local::limits::inside",
        "
        echo '40000 40999' > /proc/sys/net/ipv4/ip_local_port_range; ip addr add 10.9.0.1/24 dev lo
        iptables -A OUTPUT -p udp --dport 9 -j DROP
        ",
    );
}

#[test]
#[ignore = "the inner half"]
fn inside() {
    let before = netwhy::probe::counters();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a listener");
    let _open = std::net::TcpStream::connect(listener.local_addr().expect("an address")).expect("connected");
    let limits = netwhy::probe::limits();
    assert_eq!(limits.ephemeral_ports, Looked::Saw((40000, 40999)));
    assert_eq!(limits.tcp_sockets, Looked::Saw(3), "a listener and both ends of a connection");
    let files = limits.files_in_use.saw().copied().expect("counted");
    assert!(files >= 5 && limits.open_files.saw().is_some_and(|most| *most >= files), "{limits:?}");
    assert!(limits.system_files.saw().is_some_and(|(open, most)| open <= most), "{limits:?}");

    let socket = std::net::UdpSocket::bind("127.0.0.1:0").expect("a socket");
    for _ in 0..3 {
        assert!(socket.send_to(b"x", "127.0.0.1:9").is_err(), "the own firewall drops it");
    }
    let grown = before.until(&netwhy::probe::counters());
    assert!(grown.unsent_packets.saw().is_none_or(|unsent| *unsent >= 3), "{grown:?}");
    assert!(grown.failed_retransmits.saw().is_some(), "{grown:?}");

    let system = netwhy::probe::system();
    assert!(!system.network_admin, "{system:?}");
    assert!(system.namespace.is_some_and(|name| name.starts_with("net:[")));
}
