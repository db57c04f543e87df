//! A private user and network namespace to look at, entered by this very test binary.
//!
//! An outer test calls [`run`] with the name of its inner half. The inner half is `#[ignore]`d, so that it runs
//! only when it is asked for by name inside.

use std::process::Command;

/// Runs the inner half without any privilege, in a namespace where `setup` ran before.
pub(crate) fn run(inner: &str, setup: &str) {
    enter(inner, setup, "setpriv --inh-caps=-all --bounding-set=-all");
}

/// The same with every privilege over that namespace.
pub(crate) fn run_as_admin(inner: &str, setup: &str) {
    enter(inner, setup, "");
}

fn enter(inner: &str, setup: &str, through: &str) {
    let exe = std::env::current_exe().expect("this test's own binary");
    let script =
        format!("ip link set lo up\n{setup}\nexec {through} \"$NETWHY_TEST\" --exact {inner} --ignored --nocapture");
    let mut command = match nix::unistd::geteuid().is_root() {
        // Another user than root, so that nothing rests on root's rights.
        true => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "unshare"]);
            command
        }
        false => Command::new("unshare"),
    };
    command.args(["-rn", "sh", "-euc", &script]).env("NETWHY_TEST", crate::anyone::runnable(&exe));
    let output = command.output().expect("setpriv and unshare of util-linux");
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if text.contains("unshare failed") {
        crate::skip::skipped(&format!("{inner}: this system gives users no namespaces: {text}"));
        return;
    }
    assert!(output.status.success() && text.contains("1 passed"), "{inner}: {text}");
}

/// What a tool of this system prints.
pub(crate) fn tool(command: &str) -> String {
    let output = Command::new("sh").args(["-euc", command]).output().expect("a shell");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a tool of this system prints as JSON.
pub(crate) fn json(command: &str) -> serde_json::Value {
    let text = tool(command);
    serde_json::from_str(if text.trim().is_empty() { "[]" } else { &text }).expect("JSON")
}
