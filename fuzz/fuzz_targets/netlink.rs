//! What the kernel answers on netlink sockets.
#![no_main]

use netwhy::wire::netlink;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut read = 0;
    for message in netlink::messages(bytes) {
        read += message.body.len();
        let _ = netlink::error_number(message.body);
        let _ = netlink::route(message.body);
        let _ = netlink::link(message.body);
        let _ = netlink::address(message.body);
        let _ = netlink::neighbour(message.body);
        let _ = netlink::listener(message.body);
        let _ = netlink::connected(message.body);
    }
    assert!(read <= bytes.len());
});
