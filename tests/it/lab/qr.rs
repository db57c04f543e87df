//! The QR code of `serve --public`, read back from a terminal by a reader of another maker.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::lab::{ledger, stage};

/// How many points wide a module is.
const SCALE: usize = 4;
/// How much of the terminal is seen around the code, in modules.
const AROUND: usize = 6;

/// What a terminal of 100 columns shows of `netwhy serve --public` until somebody comes.
fn shown(variables: &str) -> Result<String, String> {
    let serve = "stty cols 100; exec $UNPRIVILEGED env -i PATH=$PATH TERM=xterm-256color VARIABLES $NETWHY serve --public --once --listen 8000";
    let serve = serve.replace("VARIABLES", variables);
    let script = format!(
        "cat >/run/lab/serve <<'END'\n{serve}\nEND\n\
         nsenter --net=/run/netns/client bash -c '(listening 8000; sleep 0.3; curl -s http://10.1.0.2:8000/ip >/dev/null) & \
         script -qec \"bash /run/lab/serve\" /dev/null </dev/null'\n"
    );
    let played = stage::play(stage::Place::best(), &script)?;
    Ok(String::from_utf8_lossy(&played.stdout).into_owned())
}

/// The code on a terminal with that light ground or dark one, as a picture (PGM): white ink on black where the colours say
/// so, the terminal's own otherwise.
fn picture(text: &str, is_light: bool) -> Vec<u8> {
    let (ink, ground) = if is_light { (0, 255) } else { (255, 0) };
    let blocks = ['\u{2588}', '\u{2580}', '\u{2584}'];
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(blocks)).collect();
    assert!(lines.len() > 10, "{text}");
    let mut rows: Vec<Vec<u8>> = Vec::new();
    for line in lines {
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        let (mut fore, mut back) = (ink, ground);
        let mut rest = line.trim_end_matches('\r');
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            if c == '\u{1b}' {
                let (codes, behind) = rest.trim_start_matches('[').split_once('m').unwrap();
                for code in codes.split(';') {
                    match code {
                        "97" => fore = 255,
                        "40" => back = 0,
                        "0" | "" => (fore, back) = (ink, ground),
                        other => panic!("a colour that is not known here: {other}"),
                    }
                }
                rest = behind;
                continue;
            }
            upper.push(if matches!(c, '\u{2588}' | '\u{2580}') { fore } else { back });
            lower.push(if matches!(c, '\u{2588}' | '\u{2584}') { fore } else { back });
        }
        rows.extend([upper, lower]);
    }
    let width = rows.iter().map(Vec::len).max().unwrap() + 2 * AROUND;
    let empty = vec![ground; width];
    let framed = rows.iter().map(|row| {
        let mut framed = empty.clone();
        framed[AROUND..AROUND + row.len()].copy_from_slice(row);
        framed
    });
    let around = || std::iter::repeat_n(empty.clone(), AROUND);
    let all: Vec<Vec<u8>> = around().chain(framed).chain(around()).collect();
    let mut picture = format!("P5 {} {} 255\n", width * SCALE, all.len() * SCALE).into_bytes();
    for row in &all {
        let points: Vec<u8> = row.iter().flat_map(|point| [*point; SCALE]).collect();
        (0..SCALE).for_each(|_| picture.extend(&points));
    }
    picture
}

/// What zbarimg reads in it.
fn read(zbarimg: &str, picture: &[u8]) -> String {
    let mut file = tempfile::Builder::new().suffix(".pgm").tempfile().unwrap();
    file.write_all(picture).unwrap();
    let mut reader = Command::new(zbarimg);
    let ran = reader.args(["-q", "--raw"]).arg(file.path()).stdin(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&ran.stdout).trim().to_owned()
}

#[test]
fn a_reader_reads_the_address_on_light_and_dark_terminals() {
    let Some(zbarimg) = crate::peers::find("zbarimg") else { return };
    let text = match shown("") {
        Ok(text) => text,
        Err(why) => return ledger::skipped("qr", &why),
    };
    for is_light in [false, true] {
        assert_eq!(read(&zbarimg, &picture(&text, is_light)), "http://10.1.0.2:8000/", "light: {is_light}\n{text}");
    }
}

#[test]
fn a_reader_reads_the_address_without_colours_on_a_dark_terminal() {
    let Some(zbarimg) = crate::peers::find("zbarimg") else { return };
    let text = match shown("NO_COLOR=1") {
        Ok(text) => text,
        Err(why) => return ledger::skipped("qr", &why),
    };
    assert!(!text.contains('\u{1b}'), "{text:?}");
    assert_eq!(read(&zbarimg, &picture(&text, false)), "http://10.1.0.2:8000/", "{text}");
}
