//! How many sockets a scan may hold at one time.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::probe::scan::AT_ONCE;

/// Descriptors left to the rest of the program: its output, name look-ups, a listener's second look.
const RESERVE: usize = 24;

/// Ports that pend at first in the whole scan; ten thousands of SYNs at once overrun a home router.
const FIRST: usize = 2048;

/// The threads of a scan, and the sockets of each.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Threads, at least one.
    pub(crate) shards: usize,
    /// Sockets a thread, at least one.
    pub(crate) window: usize,
    /// Sockets a thread begins with, before it is known that nothing gets lost.
    pub(crate) first: usize,
}

/// Raises the soft descriptor limit to the hard one, and shares out what it allows among at most `cores`
/// threads. `at_once` is the caller's own bound.
pub(crate) fn get(cores: usize, at_once: Option<usize>) -> Budget {
    share(cores, free_descriptors(), at_once)
}

fn share(cores: usize, free: usize, at_once: Option<usize>) -> Budget {
    // Below this a shard's own epoll descriptor weighs more than its core.
    let shards = cores.min(free / 16).min(at_once.unwrap_or(usize::MAX)).max(1);
    let sockets = free.saturating_sub(shards).min(at_once.unwrap_or(AT_ONCE));
    let window = (sockets / shards).max(1);
    // Whoever asks for a number of ports at one time has them at once.
    let first = if at_once.is_some() { window } else { window.min(FIRST / shards).max(1) };
    Budget { shards, window, first }
}

fn free_descriptors() -> usize {
    // Where the limit cannot be read, POSIX promises 20 (`_POSIX_OPEN_MAX`).
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap_or((20, 20));
    let limit = match setrlimit(Resource::RLIMIT_NOFILE, hard, hard) {
        Ok(()) => hard,
        Err(_) => soft,
    };
    let used = std::fs::read_dir("/proc/self/fd").map_or(8, Iterator::count);
    usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(used + RESERVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thread_has_a_socket_however_tight_the_limit() {
        let told = |cores, free, at_once| {
            let Budget { shards, window, first } = share(cores, free, at_once);
            (shards, window, first)
        };
        assert_eq!(told(8, 0, None), (1, 1, 1));
        assert_eq!(told(8, 40, None), (2, 19, 19));
        assert_eq!(told(2, 20_000, None), (2, AT_ONCE / 2, 1024));
        assert_eq!(told(64, 1_000_000, None), (64, AT_ONCE / 64, 32));
        assert_eq!(told(2, 1_000, None), (2, 499, 499));
        assert_eq!(told(8, 20_000, Some(1)), (1, 1, 1));
        assert_eq!(told(2, 20_000, Some(10_000)), (2, 5_000, 5_000));
    }
}
