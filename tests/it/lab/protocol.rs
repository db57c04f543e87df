//! Connected, but does it speak what I asked for?

use crate::lab::{Likely, SERVER, ask, scenarios};

scenarios! {
    closes_at_once => ask("http://10.3.0.2/").on("server", "curt 80")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER);
    never_speaks => ask("http://10.3.0.2/").on("server", "mute 80")
        .ends("no-answer").because("protocol.silent", Likely, SERVER);
    // Where no protocol was asked for, a silent port is simply open.
    silence_is_no_fault_of_plain_tcp => ask("10.3.0.2:8080").on("server", "mute 8080").ends("reachable").quick();
}
