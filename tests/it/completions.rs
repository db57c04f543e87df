//! The committed completions and man pages: made by the program, and understood by the shells.

use std::process::Command;

use crate::golden;
use crate::run::netwhy;
use crate::skip::skipped;

/// The shells, each with the name its script has by custom.
const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "netwhy.bash"),
    ("zsh", "_netwhy"),
    ("fish", "netwhy.fish"),
    ("powershell", "_netwhy.ps1"),
    ("elvish", "netwhy.elv"),
];

/// The subcommands that the help text lists.
pub(crate) fn subcommands() -> Vec<String> {
    let help = netwhy("--help").stdout;
    let rows = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = rows.filter(|row| !row.starts_with("   ")).filter_map(|row| row.split_whitespace().next());
    let names: Vec<String> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(names.contains(&"diagnose".to_owned()), "no subcommands in:\n{help}");
    names
}

#[test]
fn golden_completions() {
    for (shell, file) in SCRIPTS {
        let ran = netwhy(&format!("completions {shell}"));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{shell}");
        assert!(ran.stdout.contains("diagnose"), "{shell}");
        golden::is(&format!("completions/{file}"), &ran.stdout);
    }
    golden::folder_is("completions", &SCRIPTS.map(|(_, file)| file.to_owned()));
}

#[test]
fn golden_man_pages() {
    let mut files = vec!["netwhy.1".to_owned()];
    golden::is("completions/man/netwhy.1", &netwhy("completions man").stdout);
    for name in subcommands() {
        let page = netwhy(&format!("completions man {name}"));
        assert_eq!((page.code, page.stderr.as_str()), (Some(0), ""), "{name}");
        assert!(page.stdout.contains(&format!("netwhy\\-{name}")), "{name} has no page of its own:\n{}", page.stdout);
        files.push(format!("netwhy-{name}.1"));
        golden::is(&format!("completions/man/netwhy-{name}.1"), &page.stdout);
    }
    golden::folder_is("completions/man", &files);
}

/// What `shell`, told to run `script`, prints; `None` where it is not installed.
fn ask(shell: &str, script: &str) -> Option<String> {
    match Command::new(shell).args(["-c", script]).output() {
        Ok(output) => {
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(output.stderr.is_empty(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            skipped(&format!("{shell} does not run here ({error})"));
            None
        }
    }
}

#[test]
fn bash_completes() {
    let script = "source completions/netwhy.bash; COMP_WORDS=(netwhy dia); COMP_CWORD=1; \
                  _netwhy netwhy dia netwhy; echo \"${COMPREPLY[@]}\"";
    if let Some(told) = ask("bash", script) {
        assert_eq!(told.trim(), "diagnose");
    }
}

#[test]
fn fish_completes() {
    if let Some(told) = ask("fish", "source completions/netwhy.fish; complete -C 'netwhy dia'") {
        assert!(told.starts_with("diagnose\t"), "{told}");
    }
}

#[test]
fn zsh_completes() {
    // The completion system needs a terminal; that the function loads is what can be asked without.
    if let Some(told) =
        ask("zsh", "autoload -U compinit; compinit -u -D; source completions/_netwhy; whence -w _netwhy")
    {
        assert_eq!(told.trim(), "_netwhy: function");
    }
}

#[test]
fn man_pages_read_well() {
    for entry in std::fs::read_dir("completions/man").unwrap() {
        let path = entry.unwrap().path();
        let Ok(output) = Command::new("man").args(["--warnings", "-l"]).arg(&path).env("MANWIDTH", "80").output()
        else {
            return skipped("man does not run here");
        };
        assert!(output.status.success(), "{path:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty(), "{path:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).contains("SYNOPSIS"), "{path:?}");
    }
}
