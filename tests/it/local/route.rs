//! Route look-ups against `ip route get`.

use std::net::IpAddr;

use netwhy::observation::{Looked, RouteKind, RouteOutcome};

use crate::local::private::{json, run};

const SETUP: &str = "
    ip link add a0 type veth peer name b0; ip link set a0 up; ip link set b0 up
    ip addr add 10.1.0.2/24 dev a0; ip -6 addr add fd01::2/64 dev a0 nodad
    ip route add default via 10.1.0.1; ip -6 route add default via fd01::1
    ip route add prohibit 10.2.0.0/16; ip route add blackhole 10.3.0.0/16; ip route add unreachable 10.4.0.0/16
    ip route add throw 10.5.0.0/16; ip -6 route add prohibit fd02::/64; ip -6 route add unreachable fd03::/64
    ip -6 route add blackhole fd04::/64; ip route add 10.6.0.0/16 via inet6 fd01::9
";

#[test]
fn agrees_with_ip_route_get() {
    run("local::route::inside", SETUP);
}

#[test]
#[ignore = "the inner half"]
fn inside() {
    for address in ["10.1.0.2", "127.0.0.1", "10.1.0.7", "1.2.3.4", "10.6.0.1", "10.1.0.255", "224.0.0.5"] {
        as_ip_says(address);
    }
    for address in ["fd01::2", "::1", "fd01::7", "2001:db8::1", "ff02::5%a0"] {
        as_ip_says(address);
    }
    for (address, name) in [
        ("10.2.0.1", "EACCES"),
        ("10.3.0.1", "EINVAL"),
        ("10.4.0.1", "EHOSTUNREACH"),
        ("10.5.1.1", "ENETUNREACH"),
        ("fd02::1", "EACCES"),
        ("fd03::1", "EHOSTUNREACH"),
        ("fd04::1", "EINVAL"),
    ] {
        match look(address) {
            Looked::Saw(RouteOutcome::NoWay { error }) => assert_eq!(error.name, name, "{address}"),
            other => panic!("{address}: {other:?}"),
        }
    }
}

#[test]
fn no_route_at_all_is_seen() {
    run("local::route::inside_nothing", "");
}

#[test]
#[ignore = "the inner half"]
fn inside_nothing() {
    for address in ["192.0.2.1", "2001:db8::1"] {
        match look(address) {
            Looked::Saw(RouteOutcome::NoWay { error }) => assert_eq!(error.name, "ENETUNREACH", "{address}"),
            other => panic!("{address}: {other:?}"),
        }
    }
}

fn look(address: &str) -> Looked<RouteOutcome> {
    match address.split_once('%') {
        Some((address, zone)) => netwhy::probe::route_over(address.parse().expect("an address"), zone).outcome,
        None => netwhy::probe::route(address.parse().expect("an address")).outcome,
    }
}

fn as_ip_says(address: &str) {
    let asked = address.replace('%', " dev ");
    let said = &json(&format!("ip -j route get {asked}"))[0];
    let text = |field: &serde_json::Value| field.as_str().map(str::to_owned);
    let ip = |field: &serde_json::Value| field.as_str().map(|text| text.parse::<IpAddr>().expect("an address"));
    let expected = RouteOutcome::Way {
        kind: match said["type"].as_str() {
            Some("local") => RouteKind::Local,
            Some("broadcast" | "multicast") => RouteKind::Many,
            _ => RouteKind::Unicast,
        },
        gateway: ip(&said["gateway"]).or_else(|| ip(&said["via"]["host"])),
        interface: text(&said["dev"]),
        source: ip(&said["prefsrc"]),
    };
    assert_eq!(look(address), Looked::Saw(expected), "{address}: {said}");
}
