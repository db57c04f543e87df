//! How many sockets a scan may hold at one time.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::probe::scan::AT_ONCE;

/// Descriptors left to the rest of the program: its output, name look-ups, a listener's second look.
const RESERVE: usize = 24;

/// The threads of a scan, and the sockets of each.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Threads, at least one.
    pub(crate) shards: usize,
    /// Sockets a thread, at least one.
    pub(crate) window: usize,
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
    Budget { shards, window: (sockets / shards).max(1) }
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
        assert_eq!(share(8, 0, None), Budget { shards: 1, window: 1 });
        assert_eq!(share(8, 40, None), Budget { shards: 2, window: 19 });
        assert_eq!(share(2, 20_000, None), Budget { shards: 2, window: AT_ONCE / 2 });
        assert_eq!(share(2, 1_000, None), Budget { shards: 2, window: 499 });
        assert_eq!(share(8, 20_000, Some(1)), Budget { shards: 1, window: 1 });
        assert_eq!(share(2, 20_000, Some(10_000)), Budget { shards: 2, window: 5_000 });
    }
}
