//! Choosing a proxy and getting through it: against curl, and against real proxies.

mod absolute;
mod ask;
mod choose;
mod dante;
mod odd;
mod squid;
mod stand;
mod tinyproxy;
mod wrong;
