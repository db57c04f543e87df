//! Who listens at the very address and port asked for.

use std::net::{IpAddr, SocketAddr};

use crate::observation::{Listener, Looked};
use crate::probe;
use crate::wire::peer::{BoundElsewhere, Listening, Question, digest};

/// Who takes what comes to the address and port of `question`: netwhy's own listeners at `own`, or another of `all`. Where
/// that is nobody, whether something listens at the port of another address.
pub(super) fn listening(
    question: &Question,
    own: &[SocketAddr],
    all: Looked<Vec<Listener>>,
) -> (Listening, Option<BoundElsewhere>) {
    taken_by(question, own, all, own_address(question.to))
}

fn taken_by(
    question: &Question,
    own: &[SocketAddr],
    all: Looked<Vec<Listener>>,
    is_own: Option<bool>,
) -> (Listening, Option<BoundElsewhere>) {
    let takes = |address: IpAddr, v6_only: Option<bool>| match address.is_unspecified() {
        true if question.ipv6 => address.is_ipv6(),
        true => address.is_ipv4() || v6_only != Some(true),
        // Where the address asked for is not known as an own one, a listener may be reached by translation.
        false => digest(address) == question.to || is_own != Some(true) && !address.is_loopback(),
    };
    let own: Vec<IpAddr> = own.iter().filter(|own| own.port() == question.port).map(|own| own.ip()).collect();
    if own.iter().any(|own| takes(*own, None)) {
        return (Listening::Netwhy, None);
    }
    let Looked::Saw(all) = all else { return (Listening::Unknown, None) };
    let there = || all.iter().filter(|one| one.port == question.port);
    if there().any(|one| takes(one.address, one.v6_only)) {
        return (Listening::Other, None);
    }
    let mut bound: Vec<IpAddr> = there().map(|one| one.address).chain(own).collect();
    bound.dedup();
    let elsewhere = match bound.iter().all(|address| address.is_loopback()) {
        true => BoundElsewhere::Loopback,
        false => BoundElsewhere::OtherAddress,
    };
    (Listening::Nobody, (!bound.is_empty()).then_some(elsewhere))
}

/// Whether the address of that digest is this machine's.
pub(super) fn own_address(wanted: u32) -> Option<bool> {
    let all = probe::interfaces().interfaces;
    let mut own = all.saw()?.iter().flat_map(|one| &one.addresses);
    Some(own.any(|network| digest(network.address) == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener(address: &str, v6_only: Option<bool>) -> Listener {
        Listener {
            address: address.parse().unwrap(),
            port: 4711,
            v6_only,
            interface: None,
            uid: None,
            process: None,
            pid: None,
            accept_queue: None,
        }
    }

    fn asked(to: &str) -> Question {
        let to: IpAddr = to.parse().unwrap();
        Question { ipv6: to.is_ipv6(), port: 4711, to: digest(to), from: 0, attempts: Vec::new() }
    }

    #[test]
    fn a_listener_at_another_address_does_not_take_it() {
        let told = |to: &str, bound: &str, is_own| {
            taken_by(&asked(to), &[], Looked::Saw(vec![listener(bound, Some(true))]), Some(is_own))
        };
        let nobody = |elsewhere| (Listening::Nobody, Some(elsewhere));
        let other = (Listening::Other, None);
        assert_eq!(told("10.0.0.1", "127.0.0.1", true), nobody(BoundElsewhere::Loopback));
        assert_eq!(told("10.0.0.1", "127.0.0.1", false), nobody(BoundElsewhere::Loopback));
        assert_eq!(told("10.0.0.1", "10.0.0.2", true), nobody(BoundElsewhere::OtherAddress));
        assert_eq!(told("10.0.0.1", "::", true), nobody(BoundElsewhere::OtherAddress), "IPv6 only");
        assert_eq!(told("10.0.0.1", "10.0.0.2", false), other, "by translation, perhaps");
        assert_eq!((told("10.0.0.1", "0.0.0.0", true), told("10.0.0.1", "10.0.0.1", true)), (other, other));
        assert_eq!(told("fd00::1", "::", true), other);
    }

    #[test]
    fn netwhys_own_listeners_are_no_other() {
        let told = |own: &str| {
            let own: SocketAddr = own.parse().unwrap();
            taken_by(&asked("10.0.0.1"), &[own], Looked::NotLooked("no".to_owned()), Some(true)).0
        };
        assert_eq!(told("0.0.0.0:4711"), Listening::Netwhy);
        assert_eq!(told("10.0.0.1:4711"), Listening::Netwhy);
        assert_eq!((told("0.0.0.0:80"), told("127.0.0.1:4711")), (Listening::Unknown, Listening::Unknown));
    }
}
