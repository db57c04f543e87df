//! Runs the program as a script would, away from the settings of whoever runs the tests.

use std::process::Output;
use std::time::Duration;

/// Settings of the environment that change what netwhy says.
pub(crate) const SETTINGS: &[&str] = &[
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "NETWHY_LANG",
    "COLUMNS",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
];

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Standard output as the one JSON document that it must be.
    pub(crate) fn document(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("not one JSON document ({error}): {self:?}"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_netwhy");

/// A run that has not started, with a bound on its time.
pub(crate) fn command() -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(PROGRAM);
    command.timeout(Duration::from_secs(60));
    for setting in SETTINGS {
        command.env_remove(setting);
    }
    command
}

/// Runs `netwhy` with `args`, split at spaces.
pub(crate) fn netwhy(args: &str) -> Ran {
    command().args(args.split_whitespace()).output().unwrap().into()
}
