//! What of Minecraft stands at a host, for people: one heading an edition, and what it says.

mod advice;
mod headline;
mod mcpi;
mod motd;
mod srv;
mod words;

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::{Irregular, Mod, Motd, Pings, Player, Reason, StatusWay};
use crate::render::paint::{Look, pad, safe, wrap};
use crate::report::{MinecraftDocument, Port};
use crate::text::Text;

/// Players and mods named where no more detail is wanted.
const FEW: usize = 12;
/// Lines of a message that are shown where no more detail is wanted, and letters of each: games show two lines of some 60.
const LINES: usize = 5;
const LETTERS: usize = 200;

/// Writes `document` for a person.
///
/// # Errors
/// Those of the sink.
pub fn minecraft(document: &MinecraftDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    Page { look, out }.write(document)
}

/// `HOST:PORT`.
fn named(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

struct Page<'a> {
    look: &'a Look,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn write(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        self.headline(document)?;
        if document.interrupted {
            let note = Text::fixed("Interrupted: this is what had been seen by then.", "已中断：以下是中断前所见。");
            self.wrapped(&note, "  ")?;
        }
        if let Some(via) = &document.via {
            let note = Text::new(format!("Asked through the proxy {via}."), format!("经代理 {via} 询问。"));
            self.wrapped(&note, "  ")?;
        }
        if let Some(error) = &document.unresolved {
            let error = safe(error);
            let note = Text::new(
                format!("The name has no address here ({error})."),
                format!("该名称在此没有地址（{error}）。"),
            );
            self.wrapped(&note, "  ")?;
        }
        if let Some(srv) = &document.srv {
            self.srv(document, srv)?;
        }
        self.java(document)?;
        self.bedrock(document)?;
        self.mcpi(document)?;
        self.query(document)?;
        if let Some(port) = &document.rcon {
            let said = port.answer.as_ref().map(words::rcon);
            self.head("RCON", "TCP", port, said)?;
        }
        self.lan(document)?;
        self.advice(document)
    }

    /// The heading of one service: what it is, where, and what came of it.
    fn head<T>(&mut self, name: &str, protocol: &str, port: &Port<T>, said: Option<(bool, Text)>) -> io::Result<()> {
        let place = match port.reason {
            // The address is the proxy's.
            Reason::Proxy => safe(&named(&port.host, port.port)),
            _ => std::net::SocketAddr::new(port.address, port.port).to_string(),
        };
        let (there, text) = said.unwrap_or_else(|| (false, words::state(port)));
        let text = safe(text.get(self.look.lang));
        let painted = if there { text.green() } else { text.dimmed() };
        let mark = if there { "✓".green() } else { "–".dimmed() };
        writeln!(self.out, "{mark} {}  {}", format!("{} {protocol} {place}", pad(name, 8)).bold(), painted)
    }

    /// That a service over UDP could not be asked, where it could not.
    fn not_looked(&mut self, name: &str, key: &str, document: &MinecraftDocument) -> io::Result<()> {
        if !document.not_looked.contains_key(key) {
            return Ok(());
        }
        let why = Text::fixed("not looked: a proxy carries no UDP", "未查看：代理不传送 UDP");
        let why = why.get(self.look.lang).dimmed();
        writeln!(self.out, "{} {}  {why}", "?".dimmed(), format!("{} UDP", pad(name, 8)).bold())
    }

    fn java(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        let Some(port) = &document.java else { return Ok(()) };
        self.head("Java", "TCP", port, port.answer.as_ref().map(words::java))?;
        let Some(answer) = &port.answer else { return Ok(()) };
        let Some(status) = &answer.status else { return self.excerpt(answer.excerpt.as_deref()) };
        self.version(status.version.as_deref(), status.protocol)?;
        self.players(status.online, status.max, &status.sample)?;
        self.motd(&status.motd)?;
        self.pings(&answer.pings, answer.took_ms)?;
        if let Some(icon) = &status.favicon {
            let side = |side: Option<u32>| side.map_or("?".to_owned(), |side| side.to_string());
            let size = format!("{} × {}, {} bytes", side(icon.width), side(icon.height), icon.bytes);
            self.row(&Text::fixed("icon", "图标"), &size)?;
        }
        self.mods(&status.mods)?;
        let old = match answer.way {
            Some(StatusWay::V16) => Some("1.6"),
            Some(StatusWay::V14) => Some("1.4"),
            Some(StatusWay::Beta) => Some("Beta 1.8"),
            Some(StatusWay::Modern) | None => None,
        };
        if let Some(old) = old {
            let said = Text::new(format!("only to a ping as {old} sends it"), format!("只应答 {old} 式的 ping"));
            self.row(&Text::fixed("answers", "应答"), said.get(self.look.lang))?;
        }
        self.odd(&answer.irregular)
    }

    fn bedrock(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        let Some(port) = &document.bedrock else { return self.not_looked("Bedrock", "bedrock", document) };
        self.head("Bedrock", "UDP", port, port.answer.as_ref().and_then(words::bedrock))?;
        let Some(answer) = &port.answer else { return Ok(()) };
        let Some(pong) = &answer.pong else { return self.excerpt(answer.excerpt.as_deref()) };
        self.version(pong.version.as_deref(), pong.protocol)?;
        self.players(pong.online, pong.max, &[])?;
        self.motd(&pong.motd)?;
        self.pings(&answer.pings, None)?;
        if let Some(mode) = &pong.game_mode {
            self.row(&Text::fixed("mode", "模式"), mode)?;
        }
        self.odd(&answer.irregular)
    }

    fn query(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        let Some(port) = &document.query else { return self.not_looked("Query", "query", document) };
        self.head("Query", "UDP", port, port.answer.as_ref().and_then(words::query))?;
        let Some(answer) = &port.answer else { return Ok(()) };
        let Some(told) = &answer.answer else { return Ok(()) };
        self.version(told.version.as_deref(), None)?;
        let players = told.players.iter().map(|name| Player { name: name.clone(), id: None });
        self.players(told.online, told.max, &players.collect::<Vec<_>>())?;
        if let Some(map) = &told.map {
            self.row(&Text::fixed("world", "世界"), map)?;
        }
        if let Some(plugins) = &told.plugins {
            self.row(&Text::fixed("plugins", "插件"), plugins)?;
        }
        self.odd(&answer.irregular)
    }

    fn lan(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        let Some(worlds) = &document.lan else { return Ok(()) };
        let title = match worlds.is_empty() {
            true => Text::fixed("No world is open to this network", "本网络没有开放的世界"),
            false => Text::fixed("Worlds open to this network", "对本网络开放的世界"),
        };
        writeln!(self.out, "{}", title.get(self.look.lang).bold())?;
        for world in worlds {
            let line = world.motd.lines.first().map(motd::line).unwrap_or_default();
            writeln!(self.out, "  {}:{}  {line}", world.address, world.port)?;
        }
        Ok(())
    }

    fn version(&mut self, version: Option<&str>, protocol: Option<i64>) -> io::Result<()> {
        let told = match (version, protocol) {
            (None, None) => return Ok(()),
            (Some(version), None) => version.to_owned(),
            (version, Some(protocol)) => format!("{} (protocol {protocol})", version.unwrap_or("?")),
        };
        self.row(&Text::fixed("version", "版本"), &told)
    }

    fn players(&mut self, online: Option<i64>, max: Option<i64>, sample: &[Player]) -> io::Result<()> {
        if online.is_none() && max.is_none() && sample.is_empty() {
            return Ok(());
        }
        let count = |number: Option<i64>| number.map_or("?".to_owned(), |number| number.to_string());
        let mut told = format!("{}/{}", count(online), count(max));
        let most = if self.look.verbose > 0 { usize::MAX } else { FEW };
        if !sample.is_empty() {
            let names: Vec<&str> = sample.iter().take(most).map(|player| player.name.as_str()).collect();
            told.push_str(&format!(": {}{}", names.join(", "), if sample.len() > most { ", …" } else { "" }));
        }
        self.row(&Text::fixed("players", "玩家"), &told)
    }

    fn motd(&mut self, motd: &Motd) -> io::Result<()> {
        let label = Text::fixed("message", "标语");
        let (most, each) = if self.look.verbose > 0 { (usize::MAX, usize::MAX) } else { (LINES, LETTERS) };
        for (number, line) in motd.lines.iter().take(most).enumerate().filter(|(_, line)| !line.0.is_empty()) {
            let label = if number == 0 { label.get(self.look.lang) } else { "" };
            writeln!(self.out, "    {}{}", pad(label, 9).dimmed(), motd::line(&motd::cut(line, each)))?;
        }
        if motd.lines.len() > most {
            writeln!(self.out, "    {}…", pad("", 9))?;
        }
        Ok(())
    }

    fn pings(&mut self, pings: &Pings, took_ms: Option<f64>) -> io::Result<()> {
        let told = match (pings.min_ms, pings.avg_ms, pings.max_ms) {
            (Some(min), Some(avg), Some(max)) => {
                let lost = pings.sent - pings.answered.min(pings.sent);
                let (en, zh) = match lost {
                    0 => (String::new(), String::new()),
                    lost => (format!(", {lost} lost"), format!("，丢失 {lost} 次")),
                };
                let numbers = format!("{min:.1} / {avg:.1} / {max:.1} ms");
                let sent = pings.sent;
                Text::new(
                    format!("{numbers} (least / mean / most of {sent}{en})"),
                    format!("{numbers}（{sent} 次的最小/平均/最大{zh}）"),
                )
            }
            _ => match took_ms {
                Some(ms) if pings.sent == 0 => {
                    Text::new(format!("{ms:.1} ms for the status"), format!("状态用时 {ms:.1} ms"))
                }
                Some(ms) => Text::new(
                    format!("{ms:.1} ms for the status; pings are not answered"),
                    format!("状态用时 {ms:.1} ms；不应答 ping"),
                ),
                None => return Ok(()),
            },
        };
        self.row(&Text::fixed("latency", "延迟"), told.get(self.look.lang))
    }

    fn mods(&mut self, mods: &[Mod]) -> io::Result<()> {
        if mods.is_empty() {
            return Ok(());
        }
        let most = if self.look.verbose > 0 { usize::MAX } else { FEW };
        let name = |one: &Mod| one.version.as_ref().map_or(one.id.clone(), |version| format!("{} {version}", one.id));
        let names: Vec<String> = mods.iter().take(most).map(name).collect();
        let told = format!("{}: {}{}", mods.len(), names.join(", "), if mods.len() > most { ", …" } else { "" });
        self.row(&Text::fixed("mods", "模组"), &told)
    }

    fn odd(&mut self, all: &[Irregular]) -> io::Result<()> {
        for one in all {
            let what = one.kind.tell();
            let what = what.get(self.look.lang);
            let told = if one.detail.is_empty() { what.to_owned() } else { format!("{what} ({})", one.detail) };
            self.row(&Text::fixed("odd", "异常"), &told)?;
        }
        Ok(())
    }

    fn excerpt(&mut self, excerpt: Option<&str>) -> io::Result<()> {
        match excerpt {
            Some(excerpt) => self.row(&Text::fixed("it says", "它说"), excerpt),
            None => Ok(()),
        }
    }

    fn row(&mut self, label: &Text, value: &str) -> io::Result<()> {
        let first = format!("    {}", pad(label.get(self.look.lang), 9));
        let lines = wrap(&safe(value), self.look.width, &first, &" ".repeat(13));
        writeln!(self.out, "{}{}", first.dimmed(), lines.strip_prefix(&first).unwrap_or(&lines))
    }

    fn wrapped(&mut self, text: &Text, indent: &str) -> io::Result<()> {
        writeln!(self.out, "{}", wrap(&safe(text.get(self.look.lang)), self.look.width, indent, indent))
    }
}
