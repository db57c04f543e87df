//! Networks of a test's own: nobody else listens there, and firewall rules harm nobody.

use std::process::Command;

use crate::run::{PROGRAM, Ran};
use crate::skip::skipped;

/// What every script can use: `netwhy`, and a loopback that is up.
const ALONE: &str = "
set -u
ip link set lo up
children=''
trap 'kill $children 2>/dev/null' EXIT
# listen ADDRESS PORT...: real listeners, there when it returns
listen() {
  ${inside-} python3 -c '
import socket, sys, time
held = []
for port in sys.argv[2:]:
    s = socket.socket(socket.AF_INET6 if \":\" in sys.argv[1] else socket.AF_INET)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((sys.argv[1], int(port)))
    s.listen(16)
    held.append(s)
print(flush=True)
time.sleep(120)' \"$@\" > \"$scratch/listening.$1\" &
  children=\"$children $!\"
  until [ -s \"$scratch/listening.$1\" ]; do sleep 0.02; done
}
";

/// And a second machine on a cable: 10.9.0.2 and fd09::2, reached with `there COMMAND`.
const FAR: &str = "
unshare -n sleep 300 &
far=$!
children=\"$children $far\"
until [ \"$(readlink /proc/$far/ns/net)\" != \"$(readlink /proc/self/ns/net)\" ]; do sleep 0.02; done
there() { nsenter -t $far -n \"$@\"; }
listen_there() { inside=\"nsenter -t $far -n\" listen \"$@\"; }
ip link add near type veth peer name far netns $far
ip addr add 10.9.0.1/24 dev near
ip -6 addr add fd09::1/64 dev near nodad
ip link set near up
there ip link set lo up
there ip addr add 10.9.0.2/24 dev far
there ip -6 addr add fd09::2/64 dev far nodad
there ip link set far up
# A neighbour that is asked for too soon is asked again only after a second.
for address in 10.9.0.2 fd09::2; do
  until timeout 2 bash -c \"exec 3<>/dev/tcp/$address/1\" 2>&1 | grep -q refused; do sleep 0.02; done
done
";

/// Runs a bash script alone with its loopback; `None` where this system gives no namespace.
pub(crate) fn alone(script: &str) -> Option<Ran> {
    run(&format!("{ALONE}{script}"))
}

/// Runs a bash script on a machine with one neighbour.
pub(crate) fn with_far(script: &str) -> Option<Ran> {
    run(&format!("{ALONE}{FAR}{script}"))
}

fn run(script: &str) -> Option<Ran> {
    let possible = Command::new("unshare").args(["-rn", "ip", "link", "set", "lo", "up"]).output();
    if !possible.is_ok_and(|output| output.status.success()) {
        skipped("this system gives no network namespace");
        return None;
    }
    let scratch = tempfile::tempdir().unwrap();
    let output = Command::new("unshare")
        .args(["-rn", "bash", "-c", script])
        .env("netwhy", PROGRAM)
        .env("scratch", scratch.path())
        .env_remove("NETWHY_LANG")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    Some(output.into())
}
