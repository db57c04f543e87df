//! The head of an HTTP answer.
#![no_main]

use netwhy::wire::http1::Head;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = Head::is_whole(bytes);
    if let Some(head) = Head::parse(bytes) {
        assert!((100..600).contains(&head.status));
        let _ = head.field("location");
    }
});
