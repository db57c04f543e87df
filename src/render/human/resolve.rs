//! What each source says of a name, for people: one block a source, one line a record.

use std::io::{self, Write};

use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use crate::observation::{Answer, Dnssec, HostsFile, Looked, Record, Resolution, Source, Transport};
use crate::render::paint::{Look, pad, safe, wrap};
use crate::report::ResolveDocument;
use crate::text::{Lang, Text};

/// Writes `document` for a person.
///
/// # Errors
/// Those of the sink.
pub fn resolve(document: &ResolveDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    verdict(document, look, out)?;
    if let Some(walk) = &document.walk {
        return crate::render::human::walk::walk(walk, look, out);
    }
    let label = label_width(document, look.lang);
    if let Some(file) = &document.hosts_file {
        hosts(file, label, look, out)?;
    }
    let kinds = document.resolutions.iter().map(|resolution| resolution.record_type.width()).max().unwrap_or(0);
    let columns = Columns { label, kind: kinds.max("A, AAAA".len()) };
    let told = grouped(document, look.verbose);
    for (index, group) in told.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| told.get(before));
        let who = source(group.one, look.lang);
        let is_new = before.is_none_or(|before| source(before.one, look.lang) != who);
        let mut shown = if is_new { who.as_str() } else { "" };
        if group.one.name != document.name && before.is_none_or(|before| is_new || before.one.name != group.one.name) {
            let as_name = Text::new(format!("as {}", group.one.name), format!("作为 {}", group.one.name));
            writeln!(out, "  {}  {}", pad(shown, label), safe(as_name.get(look.lang)).dimmed())?;
            shown = "";
        }
        lines(group, shown, &columns, look, out)?;
    }
    if document.settings.as_ref().is_some_and(|settings| matches!(&settings.servers, Looked::NotLooked(_))) {
        let text =
            Text::fixed("The settings of this machine's resolver could not be read.", "无法读取本机的解析器设置。");
        writeln!(out, "{}", wrap(text.get(look.lang), look.width, "! ", "  ").yellow())?;
    }
    for difference in &document.differences {
        let text = Text::new(
            format!("The sources differ on {}", difference.get(Lang::En)),
            format!("各来源不一致：{}", difference.get(Lang::Zh)),
        );
        writeln!(out, "{}", wrap(&safe(text.get(look.lang)), look.width, "! ", "  ").yellow())?;
    }
    for finding in document.findings.iter().skip(usize::from(!document.resolved)) {
        let sure = crate::render::human::word::confidence(finding.confidence);
        let said = format!("{} [{}, {}]", finding.summary.get(look.lang), finding.cause, sure.get(look.lang));
        writeln!(out, "{}", wrap(&safe(&said), look.width, "! ", "  ").yellow())?;
    }
    let first = document.findings.first().map(|finding| finding.remedies.as_slice()).unwrap_or_default();
    crate::render::human::report::remedies(first, look, out)
}

/// Answers of one source that say the same.
struct Group<'a> {
    one: &'a Resolution,
    /// The record types that they are about.
    kinds: Vec<&'a str>,
}

/// Where the columns begin.
struct Columns {
    label: usize,
    kind: usize,
}

/// What is told: not each type that a name lacks, nor each name that a search domain makes in vain.
fn grouped(document: &ResolveDocument, verbose: u8) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for one in &document.resolutions {
        let is_asked = one.source == Source::System || document.types.contains(&one.record_type);
        let has_own = one.records.iter().any(|record| record.record_type == one.record_type);
        let is_vain = one.records.is_empty() && one.name != document.name && one.rcode().is_some();
        if verbose == 0 && (!is_asked && !has_own || is_vain && one.extended_errors.is_empty()) {
            continue;
        }
        let same = groups.iter_mut().rev().find(|group| {
            let key = |r: &Resolution| (r.source, r.server, r.transport, r.name.clone());
            one.records.is_empty()
                && group.one.records.is_empty()
                && key(group.one) == key(one)
                && group.one.answer == one.answer
                && group.one.extended_errors == one.extended_errors
                && group.one.dnssec == one.dnssec
        });
        match same {
            Some(group) => group.kinds.push(&one.record_type),
            None => groups.push(Group { one, kinds: vec![&one.record_type] }),
        }
    }
    groups
}

/// The name, and in one line what it leads to.
fn verdict(document: &ResolveDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut title = safe(&document.input);
    let other = document.unicode.clone().filter(|unicode| *unicode != document.input);
    let ascii = Some(&document.name).filter(|_| document.unicode.is_some() && document.name != document.input);
    if let Some(form) = other.as_ref().or(ascii) {
        title = format!("{title} ({})", safe(form));
    }
    let title = title.bold();
    if document.resolved {
        let more = document.found.len().saturating_sub(4);
        let mut found = document.found.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
        if more > 0 {
            found = format!("{found} (+{more})");
        }
        let line = wrap(&safe(&found), look.width, "  ", "  ");
        writeln!(out, "{} {title}\n{}", "✓".green().bold(), line)
    } else {
        let why = document.findings.first().map(|finding| finding.summary.clone());
        let text = why.unwrap_or_else(|| {
            Text::new(
                format!("no {} found", document.types.join(" / ")),
                format!("没有找到 {} 记录", document.types.join(" / ")),
            )
        });
        let line = wrap(&safe(text.get(look.lang)), look.width, "  ", "  ");
        writeln!(out, "{} {title}\n{}", "✗".red().bold(), line.red())
    }
}

fn label_width(document: &ResolveDocument, lang: Lang) -> usize {
    let hosts = document.hosts_file.as_ref().map(|file| safe(&file.path).width());
    let all = document.resolutions.iter().map(|resolution| source(resolution, lang).width());
    all.chain(hosts).max().unwrap_or(0).clamp(6, 28)
}

/// The source as a row's label.
fn source(resolution: &Resolution, lang: Lang) -> String {
    match (resolution.source, resolution.transport) {
        (Source::System, _) => Text::fixed("system", "系统").get(lang).to_owned(),
        (Source::Given, Transport::Tcp) => safe(&format!("tcp://{}", resolution.asked().get(lang))),
        _ => safe(resolution.asked().get(lang)),
    }
}

fn hosts(file: &HostsFile, label: usize, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let told = match &file.addresses {
        Looked::NotLooked(why) => safe(why).yellow(),
        Looked::Saw(all) if all.is_empty() => Text::fixed("not in it", "没有该名称").get(look.lang).dimmed(),
        Looked::Saw(all) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").normal(),
    };
    writeln!(out, "  {}  {told}", pad(&safe(&file.path), label))
}

/// One answer: its records, or why there are none, and what else the server says of it.
fn lines(group: &Group, label: &str, columns: &Columns, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let resolution = group.one;
    let kind = match (resolution.source, resolution.transport) {
        (Source::System, _) => String::new(),
        // The second question to a server that was silent over UDP.
        (Source::Configured, Transport::Tcp) if resolution.rcode().is_none() => {
            format!("{} TCP", group.kinds.join(", "))
        }
        _ => group.kinds.join(", "),
    };
    let kind = safe(&kind);
    let mut front = format!("  {}  {}  ", pad(label, columns.label), pad(&kind, columns.kind));
    let blank = " ".repeat(front.width());
    let time = format!("{:.1} ms", resolution.took_ms);
    if resolution.records.is_empty() {
        row(&front, &Line::of(word(resolution).get(look.lang), "", &time), look, out)?;
    }
    for (index, record) in resolution.records.iter().enumerate() {
        let ttl = if resolution.source == Source::System { String::new() } else { format!("{} s", record.ttl) };
        let time = if index == 0 { time.as_str() } else { "" };
        let shown = shown(record, resolution);
        row(&front, &Line { text: shown, ttl, time: time.to_owned(), good: true }, look, out)?;
        front.clone_from(&blank);
    }
    for error in &resolution.extended_errors {
        let text = Text::new(format!("the server says: {error}"), format!("服务器说明：{error}"));
        writeln!(out, "{}", wrap(&safe(text.get(look.lang)), look.width, &blank, &blank).yellow())?;
    }
    let dnssec = match resolution.dnssec {
        Some(Dnssec::Secure) => {
            Text::fixed("signed, and vouched for by the server", "有签名，且服务器确认有效").get(look.lang).green()
        }
        Some(Dnssec::Bogus) => Text::fixed(
            "answers without checking: its DNSSEC signatures do not hold",
            "不检查签名时有应答：其 DNSSEC 签名无效",
        )
        .get(look.lang)
        .red(),
        _ => return Ok(()),
    };
    writeln!(out, "{blank}{dnssec}")
}

struct Line {
    text: String,
    ttl: String,
    time: String,
    good: bool,
}

impl Line {
    fn of(text: &str, ttl: &str, time: &str) -> Line {
        Line { text: text.to_owned(), ttl: ttl.to_owned(), time: time.to_owned(), good: false }
    }
}

/// One line of the table; long data goes on below itself.
fn row(front: &str, line: &Line, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let right = format!("{:>9} {:>10}", line.ttl, line.time);
    let indent = " ".repeat(front.width());
    let room = look.width.saturating_sub(right.width() + 1).max(front.width() + 20);
    let text = wrap(&safe(&line.text), room, &indent, &indent);
    for (index, part) in text.lines().enumerate() {
        let body = part.trim_start();
        let shown = if line.good { body.normal() } else { body.yellow() };
        let gap = " ".repeat(room.saturating_sub(part.width()));
        match index {
            0 => writeln!(out, "{}", format!("{front}{shown}{gap} {}", right.dimmed()).trim_end())?,
            _ => writeln!(out, "{indent}{shown}")?,
        }
    }
    Ok(())
}

/// A record's data; an alias as an arrow, another owner than the one asked with its name.
fn shown(record: &Record, resolution: &Resolution) -> String {
    let data = match record.record_type.as_str() {
        "CNAME" => format!("→ {}", record.data.trim_end_matches('.')),
        _ => record.data.clone(),
    };
    let aliases = resolution.records.iter().any(|record| record.record_type == "CNAME");
    if aliases || record.name.eq_ignore_ascii_case(&resolution.name) { data } else { format!("{} {data}", record.name) }
}

/// Why there is no record.
pub(crate) fn word(resolution: &Resolution) -> Text {
    match &resolution.answer {
        Answer::Code { rcode, .. } => match rcode.as_str() {
            "NOERROR" => Text::fixed("no such record", "没有该类型的记录"),
            "NXDOMAIN" => Text::fixed("the name does not exist (NXDOMAIN)", "名称不存在（NXDOMAIN）"),
            "SERVFAIL" => Text::fixed("the server failed (SERVFAIL)", "服务器出错（SERVFAIL）"),
            "REFUSED" => Text::fixed("the server refuses (REFUSED)", "服务器拒绝（REFUSED）"),
            other => Text::same(other),
        },
        Answer::Found => Text::fixed("found", "找到"),
        Answer::NotFound { error } => Text::new(format!("nothing found ({error})"), format!("没有找到（{error}）")),
        Answer::Silent => Text::fixed("no answer", "没有应答"),
        Answer::Unanswered => Text::fixed("connected, but no answer", "已连接，但没有应答"),
        Answer::Rejected { reason, from } => {
            let by = from.as_ref().map(|from| from.address);
            match (by, resolution.server) {
                (Some(by), Some(server)) if by != server.ip() => {
                    Text::new(format!("rejected by {by} ({reason})"), format!("被 {by} 拒绝（{reason}）"))
                }
                _ => Text::new(format!("nothing listens there ({reason})"), format!("没有程序监听（{reason}）")),
            }
        }
        Answer::Unsent { error } => {
            Text::new(format!("could not be sent ({})", error.name), format!("无法发送（{}）", error.name))
        }
        Answer::Untrusted { detail } => Text::new(format!("not trusted: {detail}"), format!("不可信：{detail}")),
        Answer::NotAsked { unaddressed } => {
            Text::new(format!("not asked: {unaddressed} has no address"), format!("未查询：{unaddressed} 没有地址"))
        }
        Answer::Garbled { detail } => {
            Text::new(format!("not a DNS answer: {detail}"), format!("不是 DNS 应答：{detail}"))
        }
    }
}
