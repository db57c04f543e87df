//! The stage: one private tree of namespaces a scenario, which ends with the process that made it.

use std::fmt;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Condvar, Mutex, OnceLock};

const STAGE: &str = include_str!("stage.sh");
const TOOLS: &str = concat!(
    include_str!("tools.sh"),
    include_str!("services.sh"),
    include_str!("certificates.sh"),
    include_str!("minecraft.sh")
);

/// Where tests/install.sh puts the servers of other makers.
pub(crate) const PEERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/peers");

/// How netwhy is started, so that it has no rights whatever the lab itself has. In a user namespace there is no
/// other user to become, so a nested one is made, whose user has no rights over the stage.
pub(crate) const UNPRIVILEGED: &str = "$UNPRIVILEGED env -i PATH=$PATH";

/// Seconds after which a scenario is ended by force.
const BOUND: &str = "60";

/// How many scenarios are staged at once; they mostly wait.
const AT_ONCE: usize = 8;

/// Where the stage is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// As root, in namespaces.
    Root,
    /// As a user without rights, in an own user namespace.
    UserNamespace,
}

impl Place {
    /// Root's way where this process is root, else the plain user's.
    pub(crate) fn best() -> Place {
        if nix::unistd::geteuid().is_root() { Place::Root } else { Place::UserNamespace }
    }

    /// The command that leads to the stage, and how netwhy loses its rights on it.
    fn way(self) -> (Vec<&'static str>, &'static str) {
        let tree = ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child=KILL"];
        let user = ["--user", "--map-root-user"];
        let nobody = "--reuid=65534 --regid=65534 --clear-groups";
        match self {
            Place::Root => (
                tree.to_vec(),
                "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs",
            ),
            Place::UserNamespace => {
                let drop = if nix::unistd::geteuid().is_root() { nobody } else { "" };
                let mut way: Vec<&str> = Vec::new();
                if !drop.is_empty() {
                    way.push("setpriv");
                    way.extend(drop.split(' '));
                }
                way.extend(tree);
                way.extend(user);
                (way, "unshare --user --map-user=65534 setpriv --inh-caps=-all --bounding-set=-all --no-new-privs")
            }
        }
    }
}

/// What came of a scenario.
pub(crate) struct Played {
    /// netwhy's standard output.
    pub(crate) stdout: Vec<u8>,
    /// netwhy's exit code.
    pub(crate) exit: i32,
    stderr: String,
}

impl fmt::Display for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--- stdout\n{}\n--- stderr\n{}", String::from_utf8_lossy(&self.stdout), self.stderr)
    }
}

/// Builds the stage, runs `script` on it, and ends everything that it started. `Err` says why no stage can be
/// built here.
pub(crate) fn play(place: Place, script: &str) -> Result<Played, String> {
    possible(place)?;
    let _turn = Turn::wait();
    let output = shell(place, &format!("{STAGE}\n{script}")).map_err(|error| format!("unshare: {error}"))?;
    let exit = output.status.code().unwrap_or(-1);
    let played = Played { stdout: output.stdout, exit, stderr: String::from_utf8_lossy(&output.stderr).into_owned() };
    assert_ne!(exit, 99, "the stage could not be set\n{played}");
    assert!(exit != 124 && exit != 137, "the scenario did not end within {BOUND} s\n{played}");
    Ok(played)
}

/// Whether a stage can be built at `place`; asked once.
fn possible(place: Place) -> Result<(), String> {
    static ANSWERS: [OnceLock<Result<(), String>>; 2] = [OnceLock::new(), OnceLock::new()];
    ANSWERS[place as usize]
        .get_or_init(|| match shell(place, STAGE) {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(format!(
                "no network namespaces for {place:?}: {}",
                String::from_utf8_lossy(&output.stderr).trim().lines().next().unwrap_or("no reason given")
            )),
            Err(error) => Err(format!("no network namespaces: {error}; run tests/install.sh")),
        })
        .clone()
}

/// Runs a shell as process 1 of a new tree of namespaces. When it ends, by itself, by force or because this
/// process died, the kernel ends all in it, and the namespaces with them.
fn shell(place: Place, script: &str) -> std::io::Result<Output> {
    let (way, unprivileged) = place.way();
    let mut child = Command::new("setpriv")
        .args(["--pdeathsig", "KILL", "timeout", "--signal=KILL", BOUND])
        .args(&way)
        .args(["bash", "-euc", script])
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("UNPRIVILEGED", unprivileged)
        .env("PEERS", PEERS)
        .env("NETWHY", crate::anyone::runnable(Path::new(crate::run::PROGRAM)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A stage that fails early does not read; its exit code tells.
        let _ = stdin.write_all(TOOLS.as_bytes());
    }
    child.wait_with_output()
}

/// Keeps a report as a file of the corpus, where that is asked for.
pub(crate) fn record(folder: &str, name: &str, report: &[u8]) {
    if std::env::var_os("NETWHY_RECORD").is_none() {
        return;
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let file = format!("{name}.json");
    // Its cause may have been another the last time.
    for folder in std::fs::read_dir(&corpus).into_iter().flatten() {
        let _ = std::fs::remove_file(folder.unwrap().path().join(&file));
    }
    std::fs::create_dir_all(corpus.join(folder)).unwrap();
    std::fs::write(corpus.join(folder).join(file), report).unwrap();
}

/// A turn on the stage, given back when dropped.
struct Turn;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREE: Condvar = Condvar::new();

impl Turn {
    fn wait() -> Turn {
        let taken = TAKEN.lock().unwrap();
        let mut taken = FREE.wait_while(taken, |taken| *taken >= AT_ONCE).unwrap();
        *taken += 1;
        Turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap() -= 1;
        FREE.notify_one();
    }
}

/// A scenario that fails half-way, with a server running: nothing of it may be left.
#[test]
fn takes_everything_with_it() {
    let marker = format!("98765{}", std::process::id());
    let named = || Path::new("/run/netns/r1").exists();
    let before = named();
    let script = format!("sleep {marker} & nsenter --net=/run/netns/server sleep {marker} & sleep 0.05; exit 3");
    match play(Place::best(), &script) {
        Err(why) => crate::lab::ledger::skipped("takes_everything_with_it", &why),
        Ok(played) => assert_eq!(played.exit, 3, "{played}"),
    }
    let left: Vec<_> = std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| std::fs::read(entry.ok()?.path().join("cmdline")).ok())
        .filter(|line| String::from_utf8_lossy(line).contains(&format!("sleep\0{marker}")))
        .collect();
    assert!(left.is_empty(), "{} processes outlived their stage", left.len());
    assert_eq!(named(), before, "a namespace of the stage shows outside");
}
