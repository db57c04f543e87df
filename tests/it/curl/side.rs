//! One side of a comparison: what a program sent, got, and said.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::peers::nginx::{At, Nginx};

/// What is given on standard input, to those who read it.
const INPUT: &str = "from standard input\n";

/// What one run came to.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) code: Option<i32>,
    /// The status of the last answer.
    pub(crate) status: u64,
    /// The body of the last answer, as it was saved.
    pub(crate) body: Vec<u8>,
    /// How many connections it opened.
    pub(crate) connections: u64,
    /// For each request: the number of its connection among those of this run, its line, its fields, and its body.
    pub(crate) asked: Vec<(usize, String, Vec<String>, String)>,
    /// The cause that netwhy's verdict names; empty for curl, and where all is well.
    pub(crate) cause: String,
    /// What it printed, for messages.
    pub(crate) said: String,
}

impl Side {
    /// Runs curl.
    pub(crate) fn curl(args: &[String], nginx: &Nginx) -> Side {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("body").display().to_string();
        let urls = args.iter().filter(|arg| arg.contains("://") && !arg.starts_with("X-")).count();
        let mut command = Command::new("curl");
        command.args(["-q", "-sS", "--max-time", "20", "-w", "%{http_code} %{num_connects}\n"]);
        // Each URL needs an output of its own; a proxy's URL takes none, and an output too many is ignored.
        (0..urls).for_each(|_| {
            command.args(["-o", &file]);
        });
        give(&mut command, args);
        let before = nginx.asked(0).len();
        let output = run(&mut command);
        let said = told(&output);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let told: Vec<(u64, u64)> = text
            .lines()
            .filter_map(|line| line.split_once(' '))
            .filter_map(|(status, connects)| Some((status.parse().ok()?, connects.parse().ok()?)))
            .collect();
        let status = told.last().map_or(0, |last| last.0);
        let connections = told.iter().map(|one| one.1).sum();
        let mut body = std::fs::read(&file).unwrap_or_default();
        if args.iter().any(|arg| arg == "-I") {
            // What curl saves of an answer to HEAD is the head.
            body.clear();
        }
        Side {
            code: output.status.code(),
            status,
            body,
            connections,
            asked: asked(nginx, before),
            cause: String::new(),
            said,
        }
    }

    /// Runs netwhy, which must leave one valid document.
    pub(crate) fn netwhy(args: &[String], nginx: &Nginx) -> Side {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("body").display().to_string();
        let mut command = Command::new(crate::run::PROGRAM);
        command.args(["http", "--json", "--output", &file]);
        if !args.iter().any(|arg| arg == "--timeout") {
            command.args(["--timeout", "20s"]);
        }
        give(&mut command, args);
        let before = nginx.asked(0).len();
        let output = run(&mut command);
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("no document ({error}) for {args:?}: {}", told(&output)));
        crate::contract::holds(&document);
        let all = document["exchanges"].as_array().map_or(&[][..], |all| all);
        let connections = all.iter().filter(|one| one["reused"] == false && !one["address"].is_null()).count() as u64;
        let last = all.last();
        let status = last.and_then(|last| last["head"]["status"].as_u64()).unwrap_or(0);
        let body = std::fs::read(&file).unwrap_or_default();
        let ends: Vec<&Value> = all.iter().map(|one| &one["ended"]).collect();
        let said = format!("{:?} {} {ends:?} for {args:?}", output.status.code(), document["verdict"]);
        let cause = document["verdict"]["cause"].as_str().unwrap_or_default().to_owned();
        Side { code: output.status.code(), status, body, connections, asked: asked(nginx, before), cause, said }
    }
}

/// The arguments, and the variables that stand before them.
fn give(command: &mut Command, args: &[String]) {
    for setting in crate::run::SETTINGS {
        command.env_remove(setting);
    }
    let is_variable = |arg: &&String| arg.split_once('=').is_some_and(|(name, _)| crate::run::SETTINGS.contains(&name));
    args.iter().take_while(is_variable).filter_map(|arg| arg.split_once('=')).for_each(|(name, value)| {
        command.env(name, value);
    });
    command.args(args.iter().skip_while(is_variable));
}

fn run(command: &mut Command) -> Output {
    let mut input = tempfile::tempfile().expect("a file");
    std::io::Write::write_all(&mut input, INPUT.as_bytes()).expect("written");
    std::io::Seek::rewind(&mut input).expect("rewound");
    command.stdin(Stdio::from(input)).output().expect("started")
}

fn told(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{:?} {out:.1500} {err:.1500}", output.status.code())
}

/// What nginx was asked since there were `before` requests. A request of this test's own, which is logged behind all
/// that ended before it, tells that there are no more to come.
fn asked(nginx: &Nginx, before: usize) -> Vec<(usize, String, Vec<String>, String)> {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let mark = format!("GET /mark-{} HTTP/1.0", NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let connected = std::net::TcpStream::connect(nginx.at(At::Plain));
    let mut stream = connected.unwrap_or_else(|error| panic!("nginx is gone ({error}): {}", nginx.log()));
    std::io::Write::write_all(&mut stream, format!("{mark}\r\n\r\n").as_bytes()).expect("nginx");
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
    let mut wanted = before + 1;
    let all = loop {
        let all = nginx.asked(wanted);
        if all.iter().any(|one| one["head"].as_str().is_some_and(|head| head.starts_with(&mark))) {
            break all;
        }
        wanted = all.len() + 1;
    };
    let mut connections: Vec<&Value> = Vec::new();
    let of_this_run =
        all[before..].iter().filter(|one| !one["head"].as_str().unwrap_or_default().starts_with("GET /mark-"));
    of_this_run
        .map(|one| {
            let connection = &one["connection"];
            if !connections.contains(&connection) {
                connections.push(connection);
            }
            let number = connections.iter().position(|known| *known == connection).unwrap_or(0);
            let mut lines = one["head"].as_str().unwrap_or_default().lines();
            let line = lines.next().unwrap_or_default().to_owned();
            let mut fields: Vec<String> = lines.filter(|line| compared(line)).map(str::to_owned).collect();
            fields.sort();
            (number, line, fields, one["body"].as_str().unwrap_or_default().to_owned())
        })
        .collect()
}

/// False for the fields in which two programs may lawfully differ: their own names, the codings they know and whether
/// they wait for `100 Continue` before they send a large body.
fn compared(line: &str) -> bool {
    let own = ["user-agent: curl/", "user-agent: netwhy/", "accept-encoding:", "expect: 100-continue"];
    let lower = line.to_ascii_lowercase();
    !line.is_empty() && !own.iter().any(|own| lower.starts_with(own))
}
