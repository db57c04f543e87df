//! The commands that make the checks, one row a step.

use crate::observation::Os;
use crate::report::Step;

/// A command that makes a check. `{target}`, `{host}` and `{port}` stand for what the text names, `{asked}` for the
/// target with its service where the port alone does not say it.
#[derive(Debug)]
pub(crate) struct Template {
    /// The command line.
    pub(crate) command: &'static str,
    /// The system it is for; any where `None`.
    pub(crate) system: Option<Os>,
    /// True where it is run on the server and not here.
    pub(crate) on_server: bool,
}

const fn here(command: &'static str) -> Template {
    Template { command, system: None, on_server: false }
}

const fn linux(command: &'static str) -> Template {
    Template { command, system: Some(Os::Linux), on_server: false }
}

const fn windows(command: &'static str) -> Template {
    Template { command, system: Some(Os::Windows), on_server: false }
}

const fn at_server(template: Template) -> Template {
    Template { on_server: true, ..template }
}

const NETWORK: &[Template] = &[here("netwhy trace {target}"), linux("ping -c 3 {host}"), windows("ping {host}")];
const SERVER: &[Template] = &[
    here("netwhy probe {target}"),
    at_server(linux("ss -ltnp 'sport = :{port}'")),
    at_server(windows("netstat -ano | findstr :{port}")),
];
const FIREWALL: &[Template] = &[
    here("netwhy {asked}"),
    at_server(linux("sudo nft list ruleset")),
    at_server(windows("netsh advfirewall show allprofiles")),
];
const RESTRICTION: &[Template] = &[
    here("netwhy probe {host} -p 80,443,{port}"),
    linux("nc -vz -w 5 {host} {port}"),
    windows("Test-NetConnection {host} -Port {port}"),
];
const PROXY: &[Template] =
    &[here("netwhy PROXY-HOST:PROXY-PORT"), linux("env | grep -i _proxy"), windows("netsh winhttp show proxy")];
const NAME: &[Template] = &[here("netwhy resolve {host}"), linux("getent ahosts {host}"), windows("nslookup {host}")];
const PROTOCOL: &[Template] = &[
    here("netwhy {asked}"),
    here("netwhy http {target} -i"),
    linux("curl -v telnet://{target}"),
    windows("curl.exe -v telnet://{target}"),
];
const MACHINE: &[Template] = &[here("netwhy {asked}"), linux("ss -tanp"), windows("netstat -ano")];
const SCRIPT: &[Template] = &[here("netwhy mcpi://{target}")];
const GAME: &[Template] = &[here("netwhy minecraft {target}")];

/// The commands that make the check.
pub(crate) fn templates(step: Step) -> &'static [Template] {
    match step {
        Step::Network => NETWORK,
        Step::Server => SERVER,
        Step::Firewall => FIREWALL,
        Step::Restriction => RESTRICTION,
        Step::Proxy => PROXY,
        Step::Name => NAME,
        Step::Protocol => PROTOCOL,
        Step::Machine => MACHINE,
        Step::Script => SCRIPT,
        Step::Game => GAME,
    }
}
