//! How many ways to one place are being opened through the proxy behind for whoever stands where that one does: where it
//! leads back here, each way asks for the next, and none ever opens. `Via` tells that, but SOCKS has nothing like it.

use std::collections::HashMap;
use std::sync::Mutex;

/// The most at once. It bounds what a loop costs; so many in the making are nobody's wish.
const MOST: usize = 256;

/// The ways in the making, by place.
#[derive(Debug, Default)]
pub(crate) struct Nested {
    ways: Mutex<HashMap<String, usize>>,
}

impl Nested {
    /// Counts one more to `place` for as long as what it gives is kept; nothing where there are too many.
    pub(crate) fn enter(&self, place: String) -> Option<Entered<'_>> {
        let mut ways = self.ways.lock().ok()?;
        let count = ways.entry(place.clone()).or_default();
        if *count >= MOST {
            return None;
        }
        *count += 1;
        Some(Entered { nested: self, place })
    }
}

/// One way in the making.
#[derive(Debug)]
pub(crate) struct Entered<'a> {
    nested: &'a Nested,
    place: String,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let Ok(mut ways) = self.nested.ways.lock() else { return };
        if let Some(count) = ways.get_mut(&self.place) {
            *count -= 1;
            if *count == 0 {
                ways.remove(&self.place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_to_a_place_and_no_more() {
        let nested = Nested::default();
        let mut all: Vec<_> = (0..MOST).map(|_| nested.enter("a:1".to_owned()).expect("room")).collect();
        assert!(nested.enter("a:1".to_owned()).is_none() && nested.enter("b:1".to_owned()).is_some());
        all.pop();
        assert!(nested.enter("a:1".to_owned()).is_some());
        drop(all);
        assert!(nested.ways.lock().expect("a lock").is_empty());
    }
}
