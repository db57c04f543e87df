//! Which listeners cannot take one connection more.

use crate::observation::{Listener, Looked};

/// Of `ports` those whose accept queue is full: the kernel lets one more wait than the limit says.
pub(super) fn full(ports: &[u16], listeners: Looked<Vec<Listener>>) -> Vec<u16> {
    let Looked::Saw(all) = listeners else { return Vec::new() };
    let is_full = |one: &&Listener| one.accept_queue.is_some_and(|queue| queue.length > queue.limit);
    all.iter().filter(is_full).map(|one| one.port).filter(|port| ports.contains(port)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::AcceptQueue;

    #[test]
    fn a_queue_is_full_with_one_more_than_its_limit() {
        let one = |port, length, limit| Listener {
            address: [0, 0, 0, 0].into(),
            port,
            v6_only: None,
            interface: None,
            uid: None,
            process: None,
            pid: None,
            accept_queue: Some(AcceptQueue { length, limit }),
        };
        let all = Looked::Saw(vec![one(80, 2, 1), one(81, 1, 1), one(82, 9, 1)]);
        assert_eq!(full(&[80, 81], all), [80]);
        assert!(full(&[80], Looked::NotLooked("no".to_owned())).is_empty());
    }
}
