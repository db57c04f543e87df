//! `diagnose --peer`: compares with the other end, over a port that works or by texts that people carry.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use netwhy::diagnose::counterpart;
use netwhy::observation::{Counterpart, Looked};
use netwhy::probe::PeerPlace;
use netwhy::render::paint::safe;
use netwhy::report::Report;
use netwhy::text::{Lang, Text};
use netwhy::wire::peer::Answer;

use crate::cli::exit::Failure;
use crate::cli::folded::Folded;

/// The longest line that is read.
const LINE: u64 = 4096;
/// How often a text that is none may be followed by another.
const TRIES: usize = 5;

/// How to compare.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    /// Over this port.
    Over(PeerPlace),
    /// By text.
    Text,
}

/// Reads the value of `--peer`.
pub(crate) fn wish(given: &str) -> Result<Wish, Failure> {
    if given.is_empty() {
        return Ok(Wish::Text);
    }
    given.parse().map(Wish::Over).map_err(|error| Failure::usage(format!("--peer {given}: {error}")))
}

/// Says so where nothing was compared over the port, lest the report be taken for one of both ends.
pub(crate) fn tell_undone(report: &Report, lang: Lang) {
    let why = match report.observations.each::<Counterpart>().next_back() {
        None => Text::fixed("no attempt left this machine", "没有任何尝试离开本机"),
        Some((_, Counterpart { arrived: Looked::NotLooked(why), .. })) => Text::same(why.to_string()),
        Some((_, Counterpart { arrived: Looked::Saw(_), .. })) => return,
    };
    // A name or an error may come from elsewhere.
    let (en, zh) = (safe(why.get(Lang::En)), safe(why.get(Lang::Zh)));
    say(&Text::new(format!("nothing was compared with the server: {en}"), format!("没有与服务器对照：{zh}")), lang);
}

/// Shows the text to carry to the server, and takes its answer from standard input.
pub(crate) fn by_text(report: Report, lang: Lang) -> Report {
    let Some((address, question)) = counterpart::question(&report, 0) else {
        say(
            &Text::fixed(
                "no attempt left this machine, so there is nothing to compare",
                "没有任何尝试离开本机，无可对照",
            ),
            lang,
        );
        return report;
    };
    say(
        &Text::fixed(
            "give this text to `netwhy serve --peer` on the server:",
            "把这段文字交给服务器上的 `netwhy serve --peer`：",
        ),
        lang,
    );
    let _ = writeln!(io::stderr(), "{}", question.text());
    if io::stdin().is_terminal() {
        say(
            &Text::fixed(
                "then paste its answer here (an empty line goes on without):",
                "然后把它的回答粘贴到这里（空行则不对照）：",
            ),
            lang,
        );
    }
    let mut lines = io::stdin().lock();
    let mut folded = Folded::default();
    for _ in 0..TRIES {
        let mut line = Vec::new();
        match (&mut lines).take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        match folded.read(line, Answer::read) {
            Ok(answer) if answer.is_to(&question) => return counterpart::answered(report, address, question, answer),
            Ok(_) => say(
                &Text::fixed(
                    "this answers another question; paste the answer to the text above",
                    "这是对另一个问题的回答；请粘贴对上面文字的回答",
                ),
                lang,
            ),
            Err(garbled) => say(&Text::same(garbled.to_string()), lang),
        }
    }
    say(&Text::fixed("no answer was given, so nothing is compared", "没有得到回答，因此没有对照"), lang);
    report
}

/// Tells people something that is no result.
fn say(text: &Text, lang: Lang) {
    // A closed stderr leaves nobody to tell.
    let _ = writeln!(io::stderr(), "netwhy: {}", text.get(lang));
}
