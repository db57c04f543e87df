//! The number of an interface, by its name.

/// The index of the interface called `name`; `None` where there is none, or the system has no names for them.
pub fn interface_index(name: &str) -> Option<u32> {
    crate::probe::here::interfaces::index_of(name)
}
