//! The walls of docs/house.md: which room uses which, what pure rooms may not name, how long a file may be.

mod plan;
mod source;
mod words;

use std::collections::BTreeMap;

use plan::Plan;
use source::Source;

/// What pure rooms may not name: sockets, files, clocks, processes, environment.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "std::os",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::net::TcpStream",
    "std::net::TcpListener",
    "std::net::UdpSocket",
    "std::net::ToSocketAddrs",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "tokio",
    "socket2",
    "nix",
    "libc",
    "if_addrs",
    "hickory_resolver",
];

/// Longer than this, a file is listed; longer than the second, refused.
const LOOK_AGAIN: usize = 250;
const TOO_LONG: usize = 400;

fn starts_with(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// What is wrong with one file, under `plan`.
fn faults(plan: &Plan, source: &Source) -> Vec<String> {
    let Some(room) = plan.rooms.get(&source.room) else {
        return vec![format!("the room `{}` is not on the plan in docs/house.md", source.room)];
    };
    let mut faults = Vec::new();
    for path in words::paths(&source.code) {
        let mut segments = path.split("::");
        match (segments.next().unwrap_or_default(), segments.next()) {
            ("super", _) => faults.push(format!("names `{path}`; write the full path from `crate::`")),
            ("crate", Some(used)) if used != source.room && source.room != "cli" && !room.uses.contains(used) => {
                let known = if plan.rooms.contains_key(used) { "may not use" } else { "names through lib.rs" };
                faults.push(format!("`{}` {known} `{used}` (`{path}`)", source.room));
            }
            ("clap" | "clap_complete" | "clap_mangen", _) if source.room != "cli" => {
                faults.push(format!("names `{path}`; the command line belongs to the binary"));
            }
            _ => {}
        }
        if room.pure
            && let Some(impure) = IMPURE.iter().find(|impure| starts_with(&path, impure))
        {
            faults.push(format!("`{}` is pure and names `{impure}` (`{path}`)", source.room));
        }
    }
    faults
}

#[test]
fn the_walls_stand() {
    let plan = Plan::read();
    let sources = source::all();
    assert!(sources.len() > 40, "only {} files found", sources.len());
    let mut seen = BTreeMap::new();
    for source in &sources {
        let faults = faults(&plan, source);
        if !faults.is_empty() {
            seen.insert(&source.path, faults);
        }
    }
    assert!(seen.is_empty(), "walls are broken:\n{seen:#?}");
}

#[test]
fn the_library_is_a_contents_page() {
    let lib = source::code_of(&std::fs::read_to_string("src/lib.rs").unwrap());
    for line in lib.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_row = line.starts_with("pub mod ") || line.starts_with("mod ") || line.starts_with("#[cfg(");
        assert!(is_row, "src/lib.rs holds `{line}`; it only lists the rooms");
    }
    assert!(!lib.contains("mod cli"), "the command line belongs to the binary");
    let main = std::fs::read_to_string("src/main.rs").unwrap();
    assert!(main.lines().any(|line| line == "mod cli;"), "src/main.rs has no `mod cli;`");
}

#[test]
fn the_plan_has_no_circle() {
    let plan = Plan::read();
    for (name, room) in &plan.rooms {
        for used in &room.uses {
            let other = plan.rooms.get(used).unwrap_or_else(|| panic!("`{name}` uses `{used}`, which is no room"));
            assert!(other.row < room.row, "`{name}` uses `{used}`, which stands below it in docs/house.md");
        }
    }
}

#[test]
fn files_are_short() {
    let mut long: Vec<_> = source::all().into_iter().filter(|source| source.lines > LOOK_AGAIN).collect();
    long.sort_by_key(|source| std::cmp::Reverse(source.lines));
    for source in &long {
        println!("{} lines: {}", source.lines, source.path);
    }
    let refused: Vec<_> = long.iter().filter(|source| source.lines > TOO_LONG).map(|source| &source.path).collect();
    assert!(refused.is_empty(), "more than {TOO_LONG} lines; one idea a file: {refused:?}");
}

#[test]
fn a_broken_wall_is_seen() {
    let plan = Plan::read();
    let cases = [
        ("observation", "use crate::cause::all;", "may not use"),
        ("observation", "use crate::{text::Text, verdict::{judge, Outcome}};", "may not use"),
        ("target", "fn f() { crate::probe::look() }", "may not use"),
        ("cause", "use crate::Target;", "through lib.rs"),
        ("cause", "use super::FAMILY;", "full path"),
        ("cause", "use std::{fs, io};", "std::fs"),
        ("verdict", "use std::time::{Duration, Instant};", "Instant"),
        ("verdict", "use std::net;\nfn f() { net::TcpStream::connect(\"\"); }", "TcpStream"),
        ("render", "use std::io::{self, Write};\nfn f() { io::stdout(); }", "stdout"),
        ("wire", "async fn f() { tokio::time::sleep(D).await }", "tokio"),
        ("probe", "use clap::Parser;", "binary"),
        ("cellar", "", "not on the plan"),
    ];
    for (room, code, wanted) in cases {
        let source = Source::of(&format!("src/{room}/new.rs"), code);
        let faults = faults(&plan, &source);
        assert!(faults.iter().any(|fault| fault.contains(wanted)), "{room}: {code}: {faults:?}");
    }
    let fine = "//! Not `std::fs`.\nuse crate::text::Text; // tokio\nconst A: &str = \"std::env::var\";\n\
                #[cfg(test)]\nmod tests {\n    use super::*;\n    use std::fs;\n}\n";
    assert_eq!(faults(&plan, &Source::of("src/observation/new.rs", fine)), Vec::<String>::new());
}
