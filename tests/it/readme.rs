//! README.md and the guides do what they say: every command runs, and every output shown is one that was seen.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::golden::is_blessing;

/// The pages whose commands are run.
const PAGES: [&str; 3] = ["README.md", "docs/guide.md", "docs/guide.zh.md"];

/// Commands that build the whole project or install it: `.ci/run` takes them from README.md and runs them as they stand.
const RUN_BY_CI: [&str; 2] = ["cargo install --locked --path .", "tests/install.sh && cargo test"];

/// The fenced blocks of `page` in `language`, each with the line it starts on.
fn blocks(page: &str, language: &str) -> Vec<(usize, Vec<String>)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let body: Vec<String> =
                lines.by_ref().map(|(_, line)| line.to_owned()).take_while(|line| line != "```").collect();
            if info == language {
                blocks.push((at + 2, body));
            }
        }
    }
    blocks
}

/// A folder with `netwhy` in it for PATH, and a home of its own, gone when dropped.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("bin")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(crate::run::PROGRAM, folder.path().join("bin/netwhy")).unwrap();
        for file in ["tests", "docs", "completions"] {
            #[cfg(unix)]
            std::os::unix::fs::symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), folder.path().join(file))
                .unwrap();
        }
        Place { folder }
    }

    /// Runs one command line: its exit code, standard output and standard error.
    fn run(&self, line: &str) -> (Option<i32>, String, String) {
        let line = line.replace("cargo run --release -- ", "netwhy ");
        let mut path = vec![self.folder.path().join("bin")];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect::<Vec<PathBuf>>());
        let mut command = Command::new("bash");
        for setting in crate::run::SETTINGS {
            command.env_remove(setting);
        }
        let output = command
            .args(["-c", &line])
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("PATH", std::env::join_paths(path).unwrap())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }
}

#[test]
fn every_command_runs() {
    let ci = std::fs::read_to_string(".ci/run").unwrap();
    let mut run = 0;
    for page in PAGES {
        let place = Place::new();
        for (at, lines) in blocks(&std::fs::read_to_string(page).unwrap(), "sh") {
            for line in lines.iter().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                if RUN_BY_CI.contains(&line.as_str()) {
                    assert!(ci.contains(&format!("readme '{line}'")), ".ci/run does not run `{line}`");
                    continue;
                }
                let (code, stdout, stderr) = place.run(line);
                assert!(matches!(code, Some(0 | 1)), "{page}:{at}: `{line}`: {code:?} {stdout} {stderr}");
                assert_eq!(stderr, "", "{page}:{at}: `{line}`: {code:?} {stdout}");
                run += 1;
            }
        }
    }
    assert!(run >= 3, "only {run} commands were found");
    let readme = std::fs::read_to_string("README.md").unwrap();
    for line in RUN_BY_CI {
        assert!(readme.lines().any(|own| own == line), "README.md does not say `{line}`");
    }
}

/// The text with what differs from run to run and machine to machine made alike: times, and the evidence, which
/// tells what else this machine has and does.
fn alike(text: &str) -> String {
    let is_time = |word: &str| {
        let number = word.trim_end_matches("ms").trim_end_matches("µs").trim_end();
        number.len() < word.len() && number.parse::<f64>().is_ok()
    };
    let mut out = String::new();
    let mut evidence = false;
    for line in text.lines() {
        evidence = line.starts_with("  #") || (evidence && line.starts_with("       "));
        if evidence {
            continue;
        }
        let words = line.split([' ', '(', ')']).filter(|word| !is_time(word) && word.parse::<f64>().is_err());
        out.extend(words.flat_map(|word| [word, " "]));
        out.push('\n');
    }
    out
}

#[test]
fn golden_outputs_shown_are_seen() {
    for page in PAGES {
        let place = Place::new();
        let mut text = std::fs::read_to_string(page).unwrap();
        for (at, lines) in blocks(&text, "console") {
            let command = lines.first().and_then(|line| line.strip_prefix("$ "));
            let command = command.unwrap_or_else(|| panic!("{page}:{at}: a console block starts with `$ COMMAND`"));
            let shown: String = lines[1..].iter().map(|line| format!("{line}\n")).collect();
            let (code, stdout, stderr) = place.run(command);
            assert!(matches!(code, Some(0 | 1)), "{page}:{at}: `{command}`: {code:?} {stdout} {stderr}");
            if is_blessing() && alike(&stdout) != alike(&shown) {
                text = text.replace(&format!("$ {command}\n{shown}```"), &format!("$ {command}\n{stdout}```"));
                std::fs::write(page, &text).unwrap();
                continue;
            }
            assert_eq!(alike(&stdout), alike(&shown), "{page}:{at}: `{command}`; bless as CONTRIBUTING.md says");
        }
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    for page in PAGES.iter().chain(&[
        "docs/proxy.md",
        "docs/proxy-rules.md",
        "docs/house.md",
        "docs/causes.md",
        "CONTRIBUTING.md",
        "fuzz/README.md",
    ]) {
        let text = std::fs::read_to_string(page).unwrap();
        for (_, after) in text.match_indices("](").map(|(at, _)| text.split_at(at + 2)) {
            let link = after.split([')', '#']).next().unwrap();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            let target = Path::new(page).parent().unwrap().join(link);
            assert!(target.exists(), "{page} links to {link}, which is not there");
        }
    }
}
