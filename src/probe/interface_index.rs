//! The number of an interface, by its name.

/// The index of the interface called `name`; `None` where there is none, or the system has no names for them.
pub fn interface_index(name: &str) -> Option<u32> {
    let all = if_addrs::get_if_addrs().ok()?;
    all.into_iter().find(|one| one.name == name).and_then(|one| one.index)
}
