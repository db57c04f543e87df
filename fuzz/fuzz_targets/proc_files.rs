//! Files under /proc.
#![no_main]

use netwhy::wire::proc;

libfuzzer_sys::fuzz_target!(|text: &str| {
    assert!(proc::listeners(text, false).len() <= text.lines().count());
    assert!(proc::listeners(text, true).len() <= text.lines().count());
    let _ = proc::counter(text, "TcpExt", "ListenDrops");
    let _ = proc::plain_counter(text, "Tcp6InSegs");
    let _ = proc::has_capability(text, 12);
    let _ = proc::field(text, "TCP:", "inuse");
});
