//! Can this machine connect at all?

use crate::lab::{Certain, Likely, ME, ask, scenarios};

scenarios! {
    ports_exhausted => ask("10.3.0.2:8080").on("server", "web 8080").on("client", "hold_ports 40000 40003")
        .ends("failed").because("machine.ports-exhausted", Certain, ME).quick();
    files_exhausted => ask("10.3.0.2:8080").on("server", "web 8080").through("prlimit --nofile=9:9")
        .ends("failed").because("machine.files-exhausted", Certain, ME).quick();
    sandboxed => ask("10.3.0.2:8080").on("server", "web 8080").through("without_connect")
        .ends("failed").because("machine.sandboxed", Likely, ME).quick();
}
