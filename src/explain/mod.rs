//! What an error text means. Pure and total: any text in, an explanation out, and nothing of the text is repeated
//! but the target it names.

mod choose;
mod condition;
mod decode;
mod entry;
mod index;
mod marks;
mod normal;
mod numbers;
mod place;
mod shared;
mod sign;
mod step;
mod timing;

pub use decode::decode;
pub use normal::LIMIT;

use std::collections::BTreeSet;

use crate::explain::choose::Order;
use crate::explain::entry::Entry;
use crate::explain::sign::Clue;
use crate::report::{Advice, Command, EXPLAIN_SCHEMA, Explanation, Part, Sign, Step, Told};
use crate::target::Target;
use crate::text::Text;

/// The most pieces of the text that are weighed.
const MOST_CLUES: usize = 4096;
/// The most pieces of the text that are told for one condition.
const MOST_SIGNS: usize = 6;
/// The most targets that are told beside the first.
const MOST_TARGETS: usize = 7;

/// Explains `text`: an error message, a stack trace, the output of a tool. Reads its first [`LIMIT`] bytes.
pub fn explain(text: &str) -> Explanation {
    let text = normal::bounded(text);
    let lines: Vec<String> = text.lines().map(normal::line).collect();
    let mut clues: Vec<Clue> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        clues.extend(sign::clues(line, index + 1));
        if clues.len() > MOST_CLUES {
            // Of a long log its beginning and its end tell most.
            clues.drain(MOST_CLUES / 4..MOST_CLUES / 2);
        }
    }
    if clues.is_empty() && lines.len() > 1 {
        // A narrow terminal breaks sentences; read as one line, they are whole again.
        clues = sign::clues(&normal::line(text), 1);
    }
    let telling: BTreeSet<usize> = clues.iter().map(|clue| clue.sign.line).collect();
    for clue in clues.iter_mut().filter(|clue| clue.vague) {
        clue.heed(lines.get(clue.sign.line - 1).and_then(|line| timing::after(line)));
    }
    let choice = choose::choose(&mut clues, order(&lines));
    let mut targets = place::targets(&lines, &telling);
    let target = if targets.is_empty() { None } else { Some(targets.remove(0)) };
    targets.truncate(MOST_TARGETS);
    let mcpi = is_mcpi(&lines);
    let conditions =
        choice.entries.iter().map(|(entry, part)| told(entry, *part, &clues, target.as_ref(), mcpi)).collect();
    Explanation {
        schema: EXPLAIN_SCHEMA.to_owned(),
        netwhy: env!("CARGO_PKG_VERSION").to_owned(),
        clarity: choice.clarity,
        conditions,
        target,
        other_targets: targets,
        mcpi,
        chinese: normal::is_chinese(text),
        diagnosis: None,
    }
}

/// What the words between the errors of a chain say about its order.
fn order(lines: &[String]) -> Order {
    let python = ["during handling of the above exception", "the above exception was the direct cause"];
    if lines.iter().any(|line| python.iter().any(|words| line.contains(words))) {
        return Order::CauseFirst;
    }
    Order::CauseLast
}

/// True where the text comes from a script that uses the Minecraft Pi API.
fn is_mcpi(lines: &[String]) -> bool {
    let words = ["mcpi", "minecraft.create(", "raspberryjuice", "world.getblock", "drained data: <"];
    lines.iter().any(|line| words.iter().any(|word| line.contains(word)))
}

/// A condition as it is told, with commands for `target`.
fn told(entry: &Entry, part: Part, clues: &[Clue], target: Option<&Target>, mcpi: bool) -> Told {
    let mut signs: Vec<Sign> = Vec::new();
    for clue in clues.iter().filter(|clue| clue.entries.iter().any(|known| known.id == entry.id)) {
        let known = signs.iter().any(|sign| sign.text == clue.sign.text && sign.number == clue.sign.number);
        if !known && signs.len() < MOST_SIGNS {
            signs.push(clue.sign.clone());
        }
    }
    let mut checks: Vec<Advice> =
        entry.checks.iter().map(|(step, action)| advice(*step, action.clone(), target)).collect();
    if mcpi && !checks.iter().any(|check| check.step == Step::Script) {
        checks.push(advice(Step::Script, SCRIPT, target));
    }
    Told {
        id: entry.id.to_owned(),
        title: entry.title.clone(),
        part,
        signs,
        meaning: entry.meaning.clone(),
        not_proven: entry.not_proven.to_vec(),
        checks,
    }
}

/// What the author of an mcpi script should look at, whatever the condition.
const SCRIPT: Text = Text::fixed(
    "In the script: Minecraft.create(\"ADDRESS\", 4711) needs the mcpi port, not the game's 25565; an IPv4 address (mcpi \
     knows no IPv6); a server with RaspberryJuice or its kin loaded and a world open; and the script must run \
     where that address leads to the server (localhost is the script's own machine).",
    "在脚本中：Minecraft.create(\"地址\", 4711) 要用 mcpi 端口，而不是游戏的 25565；要用 IPv4 地址（mcpi 不支持 IPv6）；\
     服务器要加载 RaspberryJuice 等插件，并且已打开世界；脚本运行的机器要能用该地址找到服务器（localhost 指脚本自己所在的机器）。",
);

/// One check with its commands made out for `target`; placeholders stay where the text names none.
fn advice(step: Step, action: Text, target: Option<&Target>) -> Advice {
    let (whole, host, port) = match target {
        Some(target) => (target.to_string(), target.host.to_string(), target.port.to_string()),
        None => ("HOST:PORT".to_owned(), "HOST".to_owned(), "PORT".to_owned()),
    };
    let fill = |template: &str| template.replace("{target}", &whole).replace("{host}", &host).replace("{port}", &port);
    let commands = step::templates(step).iter().map(|template| Command {
        command: fill(template.command),
        system: template.system,
        on_server: template.on_server,
    });
    Advice { step, action, commands: commands.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Clarity;
    use proptest::prelude::*;

    #[test]
    fn the_text_is_never_repeated() {
        let text = "curl: (7) Failed to connect to example.org port 81: Couldn't connect to server\nCookie: id=hunter2\nhttp://u:hunter2@example.org:81/hunter2";
        let told = serde_json::to_string(&explain(text)).expect("a document");
        assert!(told.contains("example.org") && !told.contains("hunter2"), "{told}");
    }

    #[test]
    fn a_broken_sentence_is_found_again() {
        let told = explain("由于目标计算机积\n极拒绝，无法连接。");
        assert_eq!(told.conditions[0].id, "refused");
        assert!(told.chinese);
    }

    proptest! {
        #[test]
        fn any_text_is_explained(text in "\\PC{0,200}") {
            let told = explain(&text);
            prop_assert_eq!(told.conditions.is_empty(), told.clarity == Clarity::Unknown);
        }

        #[test]
        fn texts_made_of_telling_pieces_are_explained_and_every_target_parses(pieces in prop::collection::vec(piece(), 0..12)) {
            let told = explain(&pieces.concat());
            prop_assert!(told.other_targets.len() <= MOST_TARGETS);
            for target in told.target.iter().chain(&told.other_targets) {
                prop_assert!(target.host.fault().is_none(), "{target}");
                let again: Target = target.to_string().parse().expect("a target's own text parses");
                prop_assert_eq!((&again.host, again.port), (&target.host, target.port));
            }
        }
    }

    /// Pieces that the phrases and shapes are made of, and what breaks parsers.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            prop::sample::select(vec![
                "dial tcp ",
                "connect ECONNREFUSED ",
                "[Errno ",
                "111",
                "-2",
                "] ",
                "curl: (",
                "7) ",
                ":",
                "port ",
                "::1",
                "[::1]",
                "[",
                "]",
                "127.0.0.1",
                "localhost",
                "example.org",
                "://",
                "http",
                "/",
                "@",
                "('",
                "', ",
                ")",
                "host='",
                "拒绝连接",
                "，",
                "\n",
                "\r",
                "\u{1b}[",
                "\\u",
                "%",
                "fe80::1%",
                "99999",
                "0",
                "->",
                "lookup ",
                " on ",
                "connection to server at \"",
                "\", port ",
                "Minecraft.create(",
                "*",
                "^",
                "$",
                "{h}",
                "é",
                "\u{202e}",
                "Connection refused",
                "timed out",
                "xn--",
                "..",
                "拒",
                "｡",
                "：",
                "Connection refused: ",
                "is taking",
            ])
            .prop_map(str::to_owned),
            "\\PC{0,6}",
            "[0-9]{1,6}",
        ]
    }
}
