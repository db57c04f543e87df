//! How many connections the system lets this process have.

/// Asks the system for as many open files as this user may have: each connection is one.
#[cfg(unix)]
pub(crate) fn as_many_as_may_be() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE)
        && soft < hard
    {
        // Fewer will do: then fewer clients are let in at once.
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
}

/// Other systems have no such bound.
#[cfg(not(unix))]
pub(crate) fn as_many_as_may_be() {}
