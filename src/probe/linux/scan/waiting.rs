//! The ports that have not answered yet, the longest waiting first.

use std::time::Instant;

use crate::probe::linux::scan::socket::Socket;
use crate::probe::scan::Aim;

/// No neighbour.
const NONE: u32 = u32::MAX;

/// One port that is waited for.
#[derive(Debug)]
pub(crate) struct Waiter {
    /// The port.
    pub(crate) aim: Aim,
    /// The socket that connects to it.
    pub(crate) socket: Socket,
    /// When the SYN left.
    pub(crate) since: Instant,
}

#[derive(Debug)]
struct Slot {
    waiter: Option<Waiter>,
    before: u32,
    after: u32,
}

/// A list linked through numbered slots: any waiter can leave at once, and nothing is kept of it. As all
/// wait equally long, the first of the list is the next to give up on.
#[derive(Debug)]
pub(crate) struct Waiting {
    slots: Vec<Slot>,
    free: Vec<u32>,
    first: u32,
    last: u32,
}

impl Waiting {
    pub(crate) fn new() -> Waiting {
        Waiting { slots: Vec::new(), free: Vec::new(), first: NONE, last: NONE }
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Since when the first one waits.
    pub(crate) fn oldest(&self) -> Option<Instant> {
        self.slots.get(self.first as usize)?.waiter.as_ref().map(|waiter| waiter.since)
    }

    /// The slot of the first one.
    pub(crate) fn first(&self) -> Option<u32> {
        (self.first != NONE).then_some(self.first)
    }

    /// The waiter in `slot`, if one is there.
    pub(crate) fn get_mut(&mut self, slot: u32) -> Option<&mut Waiter> {
        self.slots.get_mut(slot as usize)?.waiter.as_mut()
    }

    /// Puts a waiter at the end, and gives its slot.
    pub(crate) fn push(&mut self, waiter: Waiter) -> u32 {
        let new = Slot { waiter: Some(waiter), before: self.last, after: NONE };
        let at = match self.free.pop() {
            Some(at) => {
                self.slots[at as usize] = new;
                at
            }
            None => {
                self.slots.push(new);
                (self.slots.len() - 1) as u32
            }
        };
        match self.slots.get_mut(self.last as usize) {
            Some(last) => last.after = at,
            None => self.first = at,
        }
        self.last = at;
        at
    }

    /// Takes the waiter out of `slot`.
    pub(crate) fn take(&mut self, slot: u32) -> Option<Waiter> {
        let left = self.slots.get_mut(slot as usize)?;
        let waiter = left.waiter.take()?;
        let (before, after) = (left.before, left.after);
        match self.slots.get_mut(before as usize) {
            Some(before) => before.after = after,
            None => self.first = after,
        }
        match self.slots.get_mut(after as usize) {
            Some(after) => after.before = before,
            None => self.last = before,
        }
        self.free.push(slot);
        Some(waiter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiter(port: u16) -> Waiter {
        let to = (std::net::Ipv4Addr::LOCALHOST, port).into();
        Waiter { aim: Aim { host: "x".into(), to, mark: 0 }, socket: Socket::new(to).unwrap(), since: Instant::now() }
    }

    #[test]
    fn whoever_leaves_the_order_of_the_others_stays() {
        let mut waiting = Waiting::new();
        let slots: Vec<u32> = (1..=5).map(|port| waiting.push(waiter(port))).collect();
        for leaves in [slots[2], slots[0], slots[4]] {
            assert!(waiting.take(leaves).is_some());
            assert!(waiting.take(leaves).is_none(), "it left once");
        }
        waiting.push(waiter(6));
        assert_eq!(waiting.len(), 3);
        let mut order = Vec::new();
        while let Some(first) = waiting.first() {
            order.push(waiting.take(first).unwrap().aim.to.port());
        }
        assert_eq!(order, [2, 4, 6]);
        assert_eq!((waiting.len(), waiting.oldest(), waiting.slots.len()), (0, None, 5));
    }
}
