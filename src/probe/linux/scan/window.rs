//! How many ports may pend at one time: few at first, more as long as nothing gets lost.

use std::time::{Duration, Instant};

/// A window never closes further for lost SYNs.
const LEAST: usize = 64;

/// The window of one shard.
#[derive(Debug)]
pub(crate) struct Window {
    size: usize,
    most: usize,
    /// When it was last halved: the losses of one moment are one sign.
    halved: Option<Instant>,
}

impl Window {
    /// A window that begins with `first` ports and never has more than `most`.
    pub(crate) fn new(first: usize, most: usize) -> Window {
        Window { size: first.clamp(1, most.max(1)), most: most.max(1), halved: None }
    }

    /// Ports that may pend now, at least one.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Ports that may ever pend.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// An answer came, after a lost SYN or not.
    pub(crate) fn answered(&mut self, after_loss: bool) {
        if !after_loss {
            self.size = (self.size + 1).min(self.most);
            return;
        }
        if self.halved.is_none_or(|halved| halved.elapsed() > Duration::from_secs(1)) {
            self.halved = Some(Instant::now());
            self.size = (self.size / 2).max(LEAST).min(self.most);
        }
    }

    /// No answer came. That is no sign of loss: silent ports mostly are silent.
    pub(crate) fn silent(&mut self) {
        self.size = (self.size + 1).min(self.most);
    }

    /// No more than `pending` sockets can be had.
    pub(crate) fn limit(&mut self, pending: usize) {
        self.most = pending.max(1);
        self.size = self.size.min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_with_answers_and_is_halved_once_for_the_losses_of_one_moment() {
        let mut window = Window::new(512, 4096);
        assert_eq!(window.size(), 512);
        for _ in 0..100 {
            window.answered(false);
        }
        window.silent();
        assert_eq!(window.size(), 512 + 101);
        window.answered(true);
        window.answered(true);
        assert_eq!(window.size(), (512 + 101) / 2);
    }

    #[test]
    fn it_never_closes_and_never_exceeds_its_bound() {
        let mut window = Window::new(512, 600);
        (0..10_000).for_each(|_| window.silent());
        assert_eq!(window.size(), 600);
        window.limit(0);
        assert_eq!((window.size(), window.most()), (1, 1));
        window.answered(true);
        assert_eq!(window.size(), 1);
        assert_eq!(Window::new(0, 0).size(), 1);
    }
}
