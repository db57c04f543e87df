//! Neighbours against `ip neigh`.

use netwhy::observation::{Looked, NeighbourState};

use crate::local::private::run;

#[test]
fn agree_with_ip_neigh() {
    run(
        "local::neighbours::inside",
        "
        ip link add a0 type veth peer name b0; ip link set a0 up; ip link set b0 up
        ip addr add 10.1.0.2/24 dev a0; ip -6 addr add fd01::2/64 dev a0 nodad
        ip neigh add 10.1.0.3 lladdr 02:00:00:00:00:03 nud reachable dev a0
        ip neigh add 10.1.0.4 lladdr 02:00:00:00:00:04 nud stale dev a0
        ip neigh add 10.1.0.5 nud failed dev a0
        ip neigh add 10.1.0.6 lladdr 02:00:00:00:00:06 nud permanent dev a0
        ip neigh add fd01::3 lladdr 02:00:00:00:00:03 nud permanent dev a0
        ",
    );
}

#[test]
#[ignore = "the inner half"]
fn inside() {
    let wanted = ["10.1.0.3", "10.1.0.4", "10.1.0.5", "10.1.0.6", "10.1.0.7", "fd01::3"];
    let wanted: Vec<std::net::IpAddr> = wanted.iter().map(|a| a.parse().expect("an address")).collect();
    let neighbours = netwhy::probe::neighbours(&wanted);
    let state = |at: usize| neighbours.of(wanted[at]).map(|one| one.state);
    assert_eq!(state(0), Some(NeighbourState::Reachable));
    assert_eq!(state(1), Some(NeighbourState::Stale));
    assert_eq!(state(2), Some(NeighbourState::Failed));
    assert_eq!(state(3), Some(NeighbourState::Reachable));
    assert_eq!(state(4), None, "a neighbour never asked for");
    assert_eq!(state(5), Some(NeighbourState::Reachable));
    assert_eq!(neighbours.of(wanted[0]).and_then(|one| one.interface.clone()).as_deref(), Some("a0"));
    assert_eq!(neighbours.neighbours.saw().map(Vec::len), Some(5), "{neighbours:?}");
    assert_eq!(netwhy::probe::neighbours(&[]).neighbours, Looked::Saw(Vec::new()));
}
