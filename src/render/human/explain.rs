//! The explanation of an error text: what it is, what says so, what it does not prove, and what to check.

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::Os;
use crate::render::paint::{Look, safe, wrap};
use crate::report::{Advice, Clarity, Command, Explanation, Part, Sign, Step, Told};
use crate::target::Target;
use crate::text::{Lang, Text};

/// Writes `told` for a person.
///
/// # Errors
/// Those of the sink.
pub fn explanation(told: &Explanation, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    match told.clarity {
        Clarity::Unknown => unknown(look, out)?,
        Clarity::Clear => clear(told, look, out)?,
        Clarity::Ambiguous => ambiguous(told, look, out)?,
    }
    target(told, look, out)
}

fn unknown(look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let head = Text::fixed("? netwhy does not know this text", "? netwhy 不认识这段文字");
    writeln!(out, "{}", head.get(look.lang).yellow().bold())?;
    let said = Text::fixed(
        "No error of a connection that netwhy knows is in it. It may be no connection error at all, or one that is told \
         elsewhere in the output: paste all of it, with the lines before and after.",
        "其中没有 netwhy 认识的连接错误。它可能根本不是连接错误，或者错误写在输出的其他地方：请粘贴全部输出，包括前后各行。",
    );
    say(said.get(look.lang), look, out)
}

fn clear(told: &Explanation, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let Some(root) = told.conditions.first() else { return Ok(()) };
    let title = format!("✗ {}", safe(root.title.get(look.lang)));
    writeln!(out, "{}{}", title.red().bold(), whither(told))?;
    say(root.meaning.get(look.lang), look, out)?;
    heading(&Text::fixed("What says so", "依据"), look, out)?;
    signs(&root.signs, look, out)?;
    doubts(root, look, out)?;
    let also: Vec<&Told> = told.conditions.iter().filter(|one| one.part == Part::Also).collect();
    if !also.is_empty() {
        heading(
            &Text::fixed("Also in the text, as a consequence or beside it", "文中还提到（后果或并发）"),
            look,
            out,
        )?;
        for one in also {
            let said: Vec<&str> = one.signs.iter().map(|sign| sign.text.as_str()).collect();
            item(&format!("{} ({})", one.title.get(look.lang), said.join(", ")), look, out)?;
        }
    }
    checks(&root.checks, look, out)
}

fn ambiguous(told: &Explanation, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let head = Text::fixed("? This text fits more than one condition", "? 这段文字符合不止一种情况");
    writeln!(out, "{}{}", head.get(look.lang).yellow().bold(), whither(told))?;
    let said = Text::fixed(
        "Nothing in it decides between them. A look at the target does: netwhy tells them apart.",
        "文中没有内容能够区分它们。看一下目标就知道：netwhy 能分清。",
    );
    say(said.get(look.lang), look, out)?;
    heading(&Text::fixed("What says so", "依据"), look, out)?;
    if let Some(first) = told.conditions.first() {
        signs(&first.signs, look, out)?;
    }
    for (number, one) in told.conditions.iter().enumerate() {
        let title = format!("{}. {}", number + 1, safe(one.title.get(look.lang)));
        writeln!(out, "\n{}", title.bold())?;
        say(one.meaning.get(look.lang), look, out)?;
    }
    if let Some(first) = told.conditions.first() {
        doubts(first, look, out)?;
        checks(&first.checks, look, out)?;
    }
    Ok(())
}

/// The target behind a headline.
fn whither(told: &Explanation) -> String {
    told.target.as_ref().map(|target| format!("  {}", safe(&target.to_string()).bold())).unwrap_or_default()
}

fn signs(signs: &[Sign], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let line = Text::fixed("line", "第");
    for sign in signs {
        let place = match look.lang {
            Lang::En => format!("{} {}", line.get(look.lang), sign.line),
            Lang::Zh => format!("{} {} 行", line.get(look.lang), sign.line),
        };
        let words = match sign.number {
            Some(number) if !sign.text.contains(&number.to_string()) => format!("{number} = {}", sign.text),
            _ => format!("\"{}\"", sign.text),
        };
        let mut said = format!("{words}, {}", sign.said_by.join(", "));
        if !sign.elsewhere.is_empty() {
            let other = Text::fixed("the same number means something else on", "同一数字在别处含义不同：");
            said.push_str(&format!("; {} {}", other.get(look.lang), sign.elsewhere.join(", ")));
        }
        let first = format!("  {place}: ");
        writeln!(out, "{}", wrap(&safe(&said), look.width, &first, "    "))?;
    }
    Ok(())
}

fn doubts(told: &Told, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    heading(&Text::fixed("What it does not prove", "它不能证明什么"), look, out)?;
    for doubt in &told.not_proven {
        item(doubt.get(look.lang), look, out)?;
    }
    Ok(())
}

fn checks(checks: &[Advice], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    heading(&Text::fixed("What to check", "检查步骤"), look, out)?;
    for (number, check) in checks.iter().enumerate() {
        let first = format!("  {}. ", number + 1);
        let step = step(check.step);
        let colon = if look.lang == Lang::En { ": " } else { "：" };
        let said = format!("{}{colon}{}", step.get(look.lang), check.action.get(look.lang));
        writeln!(out, "{}", wrap(&safe(&said), look.width, &first, "     "))?;
        for command in &check.commands {
            let place = place(command, look);
            let place = if place.is_empty() { place.normal() } else { place.dimmed() };
            writeln!(out, "       {}{place}", safe(&command.command).cyan())?;
        }
    }
    Ok(())
}

/// Where a command belongs, as a comment behind it.
fn place(command: &Command, look: &Look) -> String {
    let system = match command.system {
        None => return String::new(),
        Some(Os::Linux) => "Linux",
        Some(Os::Macos) => "macOS",
        Some(Os::Windows) => "Windows",
    };
    let server = Text::fixed(", on the server", "，在服务器上");
    format!("   # {system}{}", if command.on_server { server.get(look.lang) } else { "" })
}

fn target(told: &Explanation, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if !told.other_targets.is_empty() {
        let others: Vec<String> = told.other_targets.iter().map(Target::to_string).collect();
        let said = Text::fixed("Other targets in the text:", "文中的其他目标：");
        writeln!(
            out,
            "\n{}",
            wrap(&safe(&format!("{} {}", said.get(look.lang), others.join(", "))), look.width, "", "  ")
        )?;
    }
    let (said, target) = match &told.target {
        Some(target) => {
            (Text::fixed("To find out which machine says so, and why:", "要弄清是哪台机器、为什么："), target.asked())
        }
        None => (
            Text::fixed(
                "To find out, ask about the machine and port you tried:",
                "要弄清原因，请对你所连接的主机和端口运行：",
            ),
            "HOST:PORT".to_owned(),
        ),
    };
    writeln!(out, "\n{}", said.get(look.lang).bold())?;
    writeln!(out, "  {}", safe(&format!("netwhy {target}")).cyan())
}

/// A step in a word or two.
fn step(step: Step) -> Text {
    match step {
        Step::Network => Text::fixed("Network", "网络"),
        Step::Server => Text::fixed("Server, address and port", "服务器状态、地址和端口"),
        Step::Firewall => Text::fixed("Firewall", "防火墙"),
        Step::Restriction => Text::fixed("Restricted network", "受限网络"),
        Step::Proxy => Text::fixed("Proxy", "代理"),
        Step::Name => Text::fixed("Name", "域名"),
        Step::Protocol => Text::fixed("Protocol", "协议"),
        Step::Machine => Text::fixed("This machine", "本机"),
        Step::Script => Text::fixed("The script", "脚本"),
        Step::Game => Text::fixed("The game", "游戏"),
    }
}

fn heading(text: &Text, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", text.get(look.lang).bold())
}

fn say(text: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", wrap(&safe(text), look.width, "  ", "  "))
}

fn item(text: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", wrap(&safe(text), look.width, "  - ", "    "))
}
