//! Can this machine connect at all?

use crate::lab::{Certain, Likely, ME, ask, scenarios};

scenarios! {
    ports_exhausted => ask("10.3.0.2:8080").on("server", "web 8080").on("client", "hold_ports 40000 40003")
        .ends("failed").because("machine.ports-exhausted", Certain, ME).quick();
    files_exhausted => ask("10.3.0.2:8080").on("server", "web 8080").through("prlimit --nofile=9:9")
        .ends("failed").because("machine.files-exhausted", Certain, ME).quick();
    clock_in_the_past => ask("http://10.3.0.2:8080").on("server", "web 8080")
        .within(r"env LD_PRELOAD=/usr/\$LIB/faketime/libfaketime.so.1 FAKETIME=-25y DONT_FAKE_MONOTONIC=1")
        .ends("degraded").because("machine.clock-wrong", Certain, ME);
    sandboxed => ask("10.3.0.2:8080").on("server", "web 8080").through("without_connect")
        .ends("failed").because("machine.sandboxed", Likely, ME).quick();
}
