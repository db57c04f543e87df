//! Text files that Linux keeps under /proc (proc(5)): the lines that netwhy needs of them.

mod counters;
mod listeners;
mod status;

pub use counters::{counter, plain_counter};
pub use listeners::{Row, listeners};
pub use status::{field, has_capability};

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in ".{0,400}", v6 in proptest::bool::ANY) {
            counter(&text, "Ip", "OutRequests");
            plain_counter(&text, "Ip6OutRequests");
            has_capability(&text, 12);
            field(&text, "TCP:", "inuse");
            proptest::prop_assert!(listeners(&text, v6).len() <= text.lines().count());
        }
    }
}
