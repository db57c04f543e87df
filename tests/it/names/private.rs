//! A private network and mount namespace: name servers at port 53, and a resolv.conf of one's own.

use std::process::Command;

/// The tools that a script inside can use.
const TOOLS: &str = r#"
export PATH=$PATH:/usr/sbin:/sbin
ip link set lo up
# resolvers IP...: these are the configured name servers.
resolvers() { printf 'nameserver %s\n' "$@" >resolv.conf; mount --bind resolv.conf /etc/resolv.conf; }
# up IP: waits until a name server answers there.
up() { for _ in $(seq 200); do dig +tries=1 +time=1 "@$1" . NS >/dev/null 2>&1 && return; sleep 0.02; done; echo "$1 never answered"; exit 1; }
# names IP OPTION...: dnsmasq there.
names() {
  local at=$1; shift
  dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --bind-interfaces --listen-address="$at" \
    --pid-file= --user= --log-facility=/dev/null "$@" & jobs="$jobs $!"
  up "$at"
}
# zone IP NAME [LINE]...: an authority for one zone there, with the records on standard input.
zone() {
  mkdir -p "$1"; cat >"$1/zone"
  cat >"$1/conf" <<END
server:
 interface: $1
 do-daemonize: no
 use-syslog: no
 username: ""
 chroot: ""
 directory: "$PWD/$1"
 pidfile: ""
 access-control: 0.0.0.0/0 allow
 module-config: "iterator"
remote-control:
 control-enable: no
auth-zone:
 name: "$2"
 for-upstream: no
 fallback-enabled: no
 zonefile: zone
END
  unbound -d -c "$1/conf" >"$1/log" 2>&1 & jobs="$jobs $!"
  up "$1"
}
jobs=
trap 'kill $jobs 2>/dev/null || true' EXIT
"#;

/// Runs `script` inside, and gives what it prints; nothing where this system does not allow it. `$netwhy` is the program.
pub(crate) fn inside(script: &str) -> Option<String> {
    for daemon in ["dnsmasq", "unbound", "dig", "bash"] {
        crate::names::server::find(daemon).or_else(|| std::path::Path::new("/bin/bash").exists().then(String::new))?;
    }
    let folder = tempfile::tempdir().unwrap();
    let flags = if nix::unistd::geteuid().is_root() { "-nm" } else { "-rnm" };
    let mut command = Command::new("unshare");
    command.args([flags, "bash", "-euc", &format!("{TOOLS}\n{script}")]).current_dir(folder.path());
    for setting in crate::run::SETTINGS {
        command.env_remove(setting);
    }
    let output = command.env("netwhy", crate::run::PROGRAM).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if stderr.contains("unshare failed") || stderr.contains("Operation not permitted") {
        crate::skip::skipped(&format!("no private namespace: {stderr}"));
        return None;
    }
    assert!(output.status.success(), "{}\n{stderr}", String::from_utf8_lossy(&output.stdout));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The documents among the lines that a script prints.
pub(crate) fn documents(script: &str) -> Option<Vec<serde_json::Value>> {
    let text = inside(script)?;
    let all: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("no document ({error}): {line}")))
        .collect();
    all.iter().for_each(crate::contract::holds);
    Some(all)
}
