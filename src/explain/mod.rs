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
mod speaker;
mod step;
mod timing;

pub use decode::decode;
pub use normal::LIMIT;

use std::collections::BTreeSet;

use crate::explain::choose::Order;
use crate::explain::entry::Entry;
use crate::explain::sign::Clue;
use crate::report::{Advice, Command, EXPLAIN_SCHEMA, Explanation, Part, Sign, Speaker, Step, Told};
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
    let speaker = speaker::of(&lines);
    let mut targets = place::targets(&lines, &telling, speaker);
    let target = if targets.is_empty() { None } else { Some(targets.remove(0)) };
    targets.truncate(MOST_TARGETS);
    let conditions =
        choice.entries.iter().map(|(entry, part)| told(entry, *part, &clues, target.as_ref(), speaker)).collect();
    Explanation {
        schema: EXPLAIN_SCHEMA.to_owned(),
        netwhy: env!("CARGO_PKG_VERSION").to_owned(),
        clarity: choice.clarity,
        conditions,
        target,
        other_targets: targets,
        mcpi: speaker == Some(Speaker::McpiScript),
        speaker,
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

/// A condition as it is told, with commands for `target`.
fn told(entry: &Entry, part: Part, clues: &[Clue], target: Option<&Target>, speaker: Option<Speaker>) -> Told {
    let mut signs: Vec<Sign> = Vec::new();
    for clue in clues.iter().filter(|clue| clue.entries.iter().any(|known| known.id == entry.id)) {
        let known = signs.iter().any(|sign| sign.text == clue.sign.text && sign.number == clue.sign.number);
        if !known && signs.len() < MOST_SIGNS {
            signs.push(clue.sign.clone());
        }
    }
    let mut checks: Vec<Advice> =
        entry.checks.iter().map(|(step, action)| advice(*step, action.clone(), target, speaker)).collect();
    let more = speaker.map(|speaker| match speaker {
        Speaker::McpiScript => (Step::Script, SCRIPT),
        Speaker::JavaClient | Speaker::BedrockClient => (Step::Game, GAME),
        Speaker::ServerLog => (Step::Game, LOG),
    });
    if let Some((step, action)) = more.filter(|(step, _)| !checks.iter().any(|check| check.step == *step)) {
        checks.push(advice(step, action, target, speaker));
    }
    if speaker == Some(Speaker::ServerLog) && ["address-in-use", "address-not-available"].contains(&entry.id) {
        checks.push(advice(Step::Server, BIND, target, speaker));
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

/// What a player should look at.
const GAME: Text = Text::fixed(
    "Ask the server as the game does: is it there, which edition (Java on TCP 25565, Bedrock on UDP 19132), which version?",
    "像游戏一样询问服务器：它在不在、是哪个版本（Java 版用 TCP 25565，基岩版用 UDP 19132）、版本号是多少？",
);

/// What a server's log asks for.
const LOG: Text = Text::fixed(
    "This is a server's log: it tells of the machine it was written on, so look on that machine.",
    "这是服务器的日志：它说的是写下日志的那台机器，所以要在那台机器上检查。",
);

/// Where a Minecraft server has its address and port from.
const BIND: Text = Text::fixed(
    "A Minecraft server takes `server-port=` and `server-ip=` of its server.properties: end an earlier run that holds the \
     port (an old `java`) or write another port, and leave `server-ip=` empty, for a router's address is none of the machine's.",
    "Minecraft 服务器使用 server.properties 中的 `server-port=` 和 `server-ip=`：结束仍占用端口的先前实例（旧的 `java` 进程）或改写端口，\
     并把 `server-ip=` 留空，因为路由器的地址不是本机的地址。",
);

/// One check with its commands made out for `target`; placeholders stay where the text names none.
fn advice(step: Step, action: Text, target: Option<&Target>, speaker: Option<Speaker>) -> Advice {
    let (whole, asked, host, port) = match (target, speaker) {
        (Some(target), _) => (target.to_string(), target.asked(), target.host.to_string(), target.port.to_string()),
        (None, Some(Speaker::ServerLog)) => owned("localhost:PORT", "localhost:PORT", "localhost", "PORT"),
        (None, Some(Speaker::McpiScript)) => owned("HOST:4711", "HOST:4711", "HOST", "4711"),
        (None, Some(Speaker::JavaClient)) => owned("HOST:25565", "HOST:25565", "HOST", "25565"),
        (None, Some(Speaker::BedrockClient)) => owned("HOST:19132", "bedrock://HOST", "HOST", "19132"),
        (None, None) => owned("HOST:PORT", "HOST:PORT", "HOST", "PORT"),
    };
    let fill = |template: &str| {
        let filled = template.replace("{target}", &whole).replace("{asked}", &asked);
        filled.replace("{host}", &host).replace("{port}", &port)
    };
    // None of Minecraft's programs speaks HTTP.
    let fits = |template: &&step::Template| speaker.is_none() || !template.command.starts_with("netwhy http ");
    let commands = step::templates(step).iter().filter(fits).map(|template| Command {
        command: fill(template.command),
        system: template.system,
        on_server: template.on_server || speaker == Some(Speaker::ServerLog),
    });
    Advice { step, action, commands: commands.collect() }
}

fn owned(whole: &str, asked: &str, host: &str, port: &str) -> (String, String, String, String) {
    (whole.to_owned(), asked.to_owned(), host.to_owned(), port.to_owned())
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
