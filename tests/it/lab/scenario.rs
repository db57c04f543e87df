//! One scenario: what is wrong where, whom to ask, and what the report must say.

use std::fmt::Write as _;

use crate::lab::expect::{Confidence, Expect, Place, Want, keeps_to_the_contract};
use crate::lab::ledger::{self, Row};
use crate::lab::stage;

/// A fault, a question and the answer it must get.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    commands: Vec<(&'static str, String)>,
    names: &'static str,
    args: Vec<String>,
    through: &'static str,
    within: &'static str,
    quick: bool,
    plain_user: bool,
    peers: bool,
    expect: Expect,
    says: Vec<&'static str>,
    never_says: Vec<&'static str>,
}

/// Asks netwhy about `target`; a healthy network answers, unless told otherwise.
pub(crate) fn ask(target: &str) -> Scenario {
    Scenario {
        commands: Vec::new(),
        names: "zone",
        args: vec![target.to_owned()],
        through: "",
        within: "",
        quick: false,
        plain_user: false,
        peers: false,
        expect: Expect { outcome: "reachable", wants: Vec::new(), never: Vec::new() },
        says: Vec::new(),
        never_says: Vec::new(),
    }
}

impl Scenario {
    /// Commands for one machine, run after those before; a shell that has `tools.sh`.
    pub(crate) fn on(mut self, machine: &'static str, commands: impl Into<String>) -> Scenario {
        self.commands.push((machine, commands.into()));
        self
    }

    /// What the name server runs instead of the usual zone.
    pub(crate) fn names(self, commands: &'static str) -> Scenario {
        Scenario { names: commands, ..self }
    }

    /// One more argument for netwhy.
    pub(crate) fn arg(mut self, arg: &str) -> Scenario {
        self.args.extend(arg.split(' ').map(str::to_owned));
        self
    }

    /// A command that netwhy is started through.
    pub(crate) fn through(self, command: &'static str) -> Scenario {
        Scenario { through: command, ..self }
    }

    /// A command that runs netwhy itself, once the privileges and the environment are gone.
    pub(crate) fn within(self, command: &'static str) -> Scenario {
        Scenario { within: command, ..self }
    }

    /// It must be told within half a second; the table says SLOW where it was not.
    pub(crate) fn quick(self) -> Scenario {
        Scenario { quick: true, ..self }
    }

    /// Builds everything as a user without rights, in a user namespace.
    pub(crate) fn by_a_plain_user(self) -> Scenario {
        Scenario { plain_user: true, ..self }
    }

    /// It uses servers that tests/install.sh puts under target/peers, and is skipped, loudly, without them.
    pub(crate) fn with_peers(self) -> Scenario {
        Scenario { peers: true, ..self }
    }

    /// How it must end.
    pub(crate) fn ends(mut self, outcome: &'static str) -> Scenario {
        self.expect.outcome = outcome;
        self
    }

    /// The verdict (the first call) or a further finding that must be told.
    pub(crate) fn because(mut self, cause: &'static str, confidence: Confidence, at: Place) -> Scenario {
        self.expect.wants.push(Want { cause, confidence, at });
        self
    }

    /// A cause that must not be told.
    pub(crate) fn never(mut self, cause: &'static str) -> Scenario {
        self.expect.never.push(cause);
        self
    }

    /// A piece of the document that must be in it.
    pub(crate) fn says(mut self, piece: &'static str) -> Scenario {
        self.says.push(piece);
        self
    }

    /// A piece that must not be in it.
    pub(crate) fn never_says(mut self, piece: &'static str) -> Scenario {
        self.never_says.push(piece);
        self
    }

    /// The commands that stage the fault and then run netwhy with its own output and exit code.
    fn script(&self) -> String {
        let mut script = String::new();
        let names = [("names", self.names.to_owned())];
        for (machine, commands) in names.iter().chain(&self.commands) {
            if !commands.is_empty() {
                let _ = writeln!(script, "nsenter --net=/run/netns/{machine} bash -euc {}", quoted(commands));
            }
        }
        let run = format!("{} {} {} \"$@\"", self.through, stage::UNPRIVILEGED, self.within);
        let args: Vec<String> = self.args.iter().map(|arg| quoted(arg)).collect();
        let _ = writeln!(script, "trap - ERR; set +e");
        let _ = writeln!(
            script,
            "nsenter --net=/run/netns/client bash -c {} netwhy \"$NETWHY\" diagnose --json {}",
            quoted(run.trim()),
            args.join(" ")
        );
        script
    }

    /// The folder of the corpus where its report is kept.
    fn folder(&self) -> &'static str {
        match self.expect.wants.as_slice() {
            [] => "healthy",
            [one] => one.cause,
            [first, ..] if first.confidence < Confidence::Certain => "ambiguous",
            [first, ..] => first.cause,
        }
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// What an assertion said, in one line.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or_default().lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Stages a scenario, asks, and holds the report against what it must say.
pub(crate) fn run(path: &str, scenario: Scenario) {
    let name = path.rsplit("lab::").next().unwrap_or(path).replace("::", "-");
    if scenario.peers && !std::path::Path::new(stage::PEERS).join("wanted").exists() {
        return ledger::skipped(&name, "the other makers' Minecraft servers are not there; run tests/install.sh");
    }
    let place = if scenario.plain_user { stage::Place::UserNamespace } else { stage::Place::best() };
    let played = match stage::play(place, &scenario.script()) {
        Ok(played) => played,
        Err(why) => return ledger::skipped(&name, &why),
    };
    let report: serde_json::Value = serde_json::from_slice(&played.stdout)
        .unwrap_or_else(|error| panic!("no JSON report ({error}), exit {}\n{played}", played.exit));
    if report["error"]["message"].as_str().is_some_and(|message| message.contains("being built")) {
        return ledger::skipped(&name, "diagnose is being built");
    }
    stage::record(scenario.folder(), &name, &played.stdout);
    let checked = std::panic::catch_unwind(|| {
        keeps_to_the_contract(&report);
        scenario.expect.check(&report, played.exit);
        for piece in &scenario.says {
            assert!(report.to_string().contains(piece), "the report does not say {piece}");
        }
        for piece in &scenario.never_says {
            assert!(!report.to_string().contains(piece), "the report says {piece}");
        }
    });
    ledger::played(Row {
        took_ms: report["took_ms"].as_f64().unwrap_or(f64::NAN),
        told: report["verdict"]["cause"].as_str().unwrap_or("reachable").to_owned(),
        quick: scenario.quick,
        wrong: checked.as_ref().err().map(|panic| said(panic.as_ref())),
        name: name.clone(),
    });
    if let Err(panic) = checked {
        let shown = serde_json::to_string_pretty(&report).unwrap_or_default();
        let _ =
            std::io::Write::write_all(&mut std::io::stderr(), format!("--- report of {name}\n{shown}\n").as_bytes());
        std::panic::resume_unwind(panic);
    }
}
