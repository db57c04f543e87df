//! Choosing a proxy and getting through it: against curl, and against real proxies.

mod choose;
mod stand;
