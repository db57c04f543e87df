//! What a proxy answers: SOCKS messages, and the fields and pages of HTTP proxies.
#![no_main]

use netwhy::wire::http1::Head;
use netwhy::wire::proxy_page;
use netwhy::wire::proxy_signs::Signs;
use netwhy::wire::socks::{self, Read, Version};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for version in [Version::Four, Version::Five] {
        if let Read::Got(_, used) = version.reply(bytes) {
            assert!(used <= bytes.len());
        }
    }
    let _ = (socks::chosen(bytes), socks::accepted(bytes));
    if let Some(text) = proxy_page::text(bytes, 300) {
        assert!(text.chars().count() <= 300);
    }
    if let Some(head) = Head::parse(bytes) {
        let signs = Signs::read(&head);
        assert!(signs.login_ways.len() <= 8 && signs.proxy_status.len() <= 8);
    }
});
