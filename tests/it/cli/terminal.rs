//! Colours, width, and what of the outside world may reach a terminal.

use std::process::Command;

use unicode_width::UnicodeWidthStr;

use crate::run::{Ran, command, netwhy};

const ESCAPE: char = '\u{1b}';

fn with(args: &str, settings: &[(&str, &str)]) -> Ran {
    command().args(args.split(' ')).envs(settings.iter().copied()).output().unwrap().into()
}

#[test]
fn colours_go_where_they_are_wanted() {
    type Settings = &'static [(&'static str, &'static str)];
    let cases: &[(&str, Settings, bool)] = &[
        ("127.0.0.1:1", &[], false),
        ("127.0.0.1:1 --color always", &[], true),
        ("127.0.0.1:1 --color always", &[("NO_COLOR", "1")], true),
        ("127.0.0.1:1 --color never", &[("CLICOLOR_FORCE", "1")], false),
        ("127.0.0.1:1", &[("CLICOLOR_FORCE", "1")], true),
        ("127.0.0.1:1", &[("NO_COLOR", "1")], false),
        ("127.0.0.1:1 --json --color always", &[("CLICOLOR_FORCE", "1")], false),
    ];
    for (args, settings, coloured) in cases {
        let ran = with(args, settings);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert_eq!(ran.stdout.contains(ESCAPE), *coloured, "{args} {settings:?}: {}", ran.stdout);
    }
}

#[test]
fn a_file_gets_no_colours_unless_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer");
    for (extra, coloured) in [("", false), (" --color always", true)] {
        let ran = with(&format!("127.0.0.1:1 --output {}{extra}", file.display()), &[("CLICOLOR_FORCE", "1")]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
        let written = std::fs::read_to_string(&file).unwrap();
        assert!(written.contains("127.0.0.1:1"), "{written}");
        assert_eq!(written.contains(ESCAPE), coloured, "{written}");
    }
}

/// What `command` shows on a terminal of its own; `None` where there is no script(1) of util-linux.
fn on_a_terminal(command: &str, settings: &[(&str, &str)]) -> Option<String> {
    let mut script = Command::new("script");
    for setting in crate::run::SETTINGS {
        script.env_remove(setting);
    }
    let command = format!("{} {command}", crate::run::PROGRAM);
    script.args(["-qec", &command, "/dev/null"]).env("TERM", "xterm").envs(settings.iter().copied());
    match script.stdin(std::process::Stdio::null()).output() {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap()),
        Err(error) => {
            crate::skip::skipped(&format!("script(1) does not run here ({error})"));
            None
        }
    }
}

#[test]
fn a_terminal_gets_colours_unless_told_otherwise() {
    let Some(shown) = on_a_terminal("127.0.0.1:1", &[]) else { return };
    assert!(shown.contains(ESCAPE) && shown.contains("127.0.0.1:1"), "{shown}");
    for (args, settings) in [("127.0.0.1:1", &[("NO_COLOR", "1")][..]), ("127.0.0.1:1 --color never", &[])] {
        let shown = on_a_terminal(args, settings).unwrap();
        assert!(shown.contains("127.0.0.1:1") && !shown.contains(ESCAPE), "{args} {settings:?}: {shown}");
    }
}

#[test]
fn without_colours_it_reads_the_same() {
    let plain = netwhy("127.0.0.1:1 --color never").stdout;
    let coloured = netwhy("127.0.0.1:1 --color always").stdout;
    let mut stripped = String::new();
    for (at, part) in coloured.split(ESCAPE).enumerate() {
        stripped.push_str(if at == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    let first = |text: &str| text.lines().take(6).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(first(&stripped), first(&plain));
    assert_eq!(stripped.lines().count(), plain.lines().count(), "{stripped}\n{plain}");
}

#[test]
fn lines_fit_the_terminal() {
    for lang in ["en", "zh"] {
        for width in ["80", "60"] {
            let ran = with(&format!("127.0.0.1:1 -v --lang {lang}"), &[("COLUMNS", width)]);
            for line in ran.stdout.lines() {
                // A command to paste is never broken.
                let is_command = line.starts_with("       ");
                assert!(is_command || line.width() <= width.parse().unwrap(), "{lang} {width}: {line}");
            }
        }
    }
}

#[test]
fn the_answer_comes_first_in_each_language() {
    let english = netwhy("127.0.0.1:1").stdout;
    let chinese = netwhy("127.0.0.1:1 --lang zh").stdout;
    let set = with("127.0.0.1:1", &[("NETWHY_LANG", "zh")]).stdout;
    let head = |text: &str| text.lines().take(2).map(str::to_owned).collect::<Vec<_>>().join("\n");
    assert!(head(&english).contains("REFUSED") && head(&english).contains("127.0.0.1:1"), "{english}");
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(is_chinese(&head(&chinese)) && !is_chinese(&english), "{chinese}");
    assert_eq!(head(&set), head(&chinese));
}

#[test]
fn hostile_names_are_shown_harmless() {
    for hostile in ["a\u{202e}b.example:80", "\u{200f}.example:80", "x\u{2066}y:80"] {
        for extra in ["human", "json"] {
            let ran: Ran = command().args([hostile, "--format", extra, "--timeout", "2s"]).output().unwrap().into();
            assert!(matches!(ran.code, Some(1 | 2)), "{ran:?}");
            let shown = if extra == "human" { format!("{}{}", ran.stdout, ran.stderr) } else { ran.stderr.clone() };
            let obeyed = |c: char| {
                let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                turns || (c.is_control() && c != '\n')
            };
            assert!(!shown.contains(obeyed), "{hostile:?}: {shown:?}");
        }
    }
}
