//! A file of rules read from TOML; every mistake is told in its place.

use std::time::Duration;

use hyper::Method;
use hyper::header::{HeaderName, HeaderValue};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::proxy::rules::answer::{self, Files, pairs};
use crate::proxy::rules::condition::{Condition, HeaderCondition, Wanted};
use crate::proxy::rules::edit::Edit;
use crate::proxy::rules::glob::Pattern;
use crate::proxy::rules::header::{self, HeaderChange};
use crate::proxy::rules::mistake::Mistakes;
use crate::proxy::rules::rewrite::Rewrite;
use crate::proxy::rules::table::{Placed, Reader, shown, whole};
use crate::proxy::rules::{Decision, Rule};
use crate::text::Text;

/// The longest time that a message is held up.
pub(super) const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// The most rules of a file.
const MOST: usize = 1_000;

/// Reads the rules in `text`, which is called `file` in messages; `files` reads what answers name.
///
/// # Errors
/// Every mistake that was found.
pub fn read(
    file: &str,
    text: &str,
    files: &dyn Fn(&str) -> Result<bytes::Bytes, String>,
) -> Result<Vec<Rule>, Mistakes> {
    let mut reader = Reader { file, text, mistakes: Vec::new() };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.wrong(at, format!("{}; this is no TOML here", error.message().trim().replace('\n', ", ")));
            return Err(Mistakes(reader.mistakes));
        }
    };
    let [rules] = reader.values(table.get_ref(), ["rule"], "a file of rules");
    let tables = match rules.map(|value| (value, value.get_ref())) {
        Some((_, DeValue::Array(_))) => rules.map(|value| reader.tables(value, "rule")).unwrap_or_default(),
        Some((value, _)) => {
            reader.kind(value, "rule", "`[[rule]]`, with two brackets, before each rule");
            Vec::new()
        }
        None => Vec::new(),
    };
    if let Some((span, _)) = tables.get(MOST) {
        reader.wrong(span.start, format!("there are more than {MOST} rules; write fewer, with patterns"));
    }
    let rules = tables.iter().take(MOST).map(|(span, table)| rule(&mut reader, span.start, table, files)).collect();
    match reader.mistakes.is_empty() {
        true => Ok(rules),
        false => {
            reader.mistakes.sort_by_key(|mistake| mistake.place);
            Err(Mistakes(reader.mistakes))
        }
    }
}

fn rule<'a>(reader: &mut Reader<'a>, start: usize, table: &DeTable<'a>, files: Files<'_>) -> Rule {
    let keys = ["name", "match", "delay", "rewrite", "request", "response", "answer", "block", "last"];
    let [name, condition, delay, rewrite, request, response, answer, block, last] =
        reader.values(table, keys, "a rule");
    let line = crate::proxy::rules::mistake::place(reader.text, start).0;
    let mut rule = Rule { name: format!("{}:{line}", reader.file), ..Rule::default() };
    if let Some((_, name)) = name.and_then(|value| reader.text(value, "name", "\"no trackers\"")) {
        rule.name = shown(name);
    }
    rule.condition = condition.map(|value| conditions(reader, value)).unwrap_or_default();
    rule.delay = delay.and_then(|value| delayed(reader, value)).unwrap_or_default();
    let such = "\"http://127.0.0.1:8080\"";
    let to = rewrite.and_then(|value| reader.text(value, "rewrite", such));
    rule.rewrite = to.and_then(|(at, to)| reader.noted(at, Rewrite::read(to, &rule.condition.paths)));
    (rule.request, rule.request_edits) = request.map(|value| changes(reader, value, "request")).unwrap_or_default();
    (rule.response, rule.response_edits) = response.map(|value| changes(reader, value, "response")).unwrap_or_default();
    rule.is_last = last.and_then(|value| reader.boolean(value, "last")).unwrap_or_default();
    if let Some(answer) = answer.and_then(|value| answer::read(reader, value, files)) {
        rule.decision = Decision::Answer(answer.into());
    }
    if let Some(text) = block.and_then(|value| blocked(reader, value)) {
        rule.decision = Decision::Block(text);
    }
    if let (Some(_), Some(block)) = (answer, block) {
        reader.wrong(block.span().start, "`answer` and `block` are both there; write one of them");
    }
    let late = rule.condition.is_of_answer();
    for value in [request, rewrite].into_iter().flatten().filter(|_| late) {
        reader.wrong(value.span().start, "the request has gone when the answer is matched; match the request alone");
    }
    let acts = [delay, rewrite, request, response, answer, block, last].iter().any(Option::is_some);
    if !acts {
        reader.wrong(start, "this rule does nothing; give it `block`, `answer`, `request`, `response` or another act");
    }
    rule
}

fn conditions<'a>(reader: &mut Reader<'a>, value: &Spanned<DeValue<'a>>) -> Condition {
    let mut read = Condition::default();
    let Some(table) = reader.table(value, "match") else { return read };
    let keys = ["method", "scheme", "host", "path", "path-regex", "query", "header", "status", "response-header"];
    let [method, scheme, host, path, regex, query, headers, status, answers] = reader.values(table, keys, "`match`");
    let mut each =
        |value: Option<&Spanned<DeValue<'a>>>, whose, such, take: &mut dyn FnMut(&str) -> Result<(), String>| {
            let texts = value.map(|value| reader.texts(value, whose, such)).unwrap_or_default();
            texts.into_iter().for_each(|(at, text): Placed<'_>| {
                reader.noted(at, take(text));
            });
        };
    each(method, "method", "\"GET\"", &mut |text| method_of(text).map(|method| read.methods.push(method)));
    each(scheme, "scheme", "\"https\"", &mut |text| match text {
        "http" | "https" => {
            read.schemes.push(text.to_owned());
            Ok(())
        }
        _ => Err(format!("`{}` is no scheme that passes here; write \"http\" or \"https\"", shown(text))),
    });
    each(host, "host", "\"*.example.com\"", &mut |text| {
        text.parse()
            .map(|host| read.hosts.push(host))
            .map_err(|error: crate::proxy::host_pattern::HostPatternError| error.to_string())
    });
    each(path, "path", "\"/api/*\"", &mut |text| path_of(text).map(|path| read.paths.push(path)));
    each(regex, "path-regex", "'^/v[0-9]+/'", &mut |text| Pattern::regex(text).map(|path| read.paths.push(path)));
    each(query, "query", "\"*debug=1*\"", &mut |text| Pattern::glob(text).map(|query| read.queries.push(query)));
    read.headers = headers.map(|value| wanted(reader, value, "header")).unwrap_or_default();
    read.answer_headers = answers.map(|value| wanted(reader, value, "response-header")).unwrap_or_default();
    read.statuses = status.map(|value| statuses(reader, value)).unwrap_or_default();
    read
}

fn method_of(text: &str) -> Result<Method, String> {
    let told = || format!("`{}` is no method; write one such as \"GET\"", shown(text));
    let method = Method::from_bytes(text.as_bytes()).map_err(|_| told())?;
    let upper = text.to_ascii_uppercase();
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    match upper != text && known.contains(&upper.as_str()) {
        true => Err(format!("methods are written in capitals; write \"{upper}\"")),
        false => Ok(method),
    }
}

fn path_of(text: &str) -> Result<Pattern, String> {
    let shown = shown(text);
    if text.contains('?') {
        return Err(format!("`{shown}` holds a query, which no path does; match that with `query`"));
    }
    if !text.starts_with(['/', '*']) {
        return Err(format!("`{shown}` fits no path, since each begins with `/`; write `/{shown}` or `*{shown}`"));
    }
    Pattern::glob(text)
}

fn wanted<'a>(reader: &mut Reader<'a>, value: &Spanned<DeValue<'a>>, whose: &str) -> Vec<HeaderCondition> {
    let Some(table) = reader.table(value, whose) else { return Vec::new() };
    let mut conditions = Vec::new();
    for (key, value) in table {
        let name = reader.noted(key.span().start, header::name(key.get_ref()));
        let wanted = match value.get_ref() {
            DeValue::Boolean(true) => Wanted::Present,
            DeValue::Boolean(false) => Wanted::Absent,
            _ => {
                let texts = reader.texts(value, key.get_ref(), "\"text/*\", or true or false for there or not");
                let patterns = texts.into_iter().filter_map(|(at, text)| reader.noted(at, Pattern::glob(text)));
                Wanted::Fits(patterns.collect())
            }
        };
        conditions.extend(name.map(|name| HeaderCondition { name, wanted }));
    }
    conditions
}

/// A status, a class such as `5xx`, or a list of these.
fn statuses<'a>(reader: &mut Reader<'a>, value: &Spanned<DeValue<'a>>) -> Vec<(u16, u16)> {
    let all: Vec<&Spanned<DeValue<'a>>> = match value.get_ref() {
        DeValue::Array(list) if !list.is_empty() => list.iter().collect(),
        _ => vec![value],
    };
    let mut statuses = Vec::new();
    for value in all {
        let class = value.get_ref().as_str().and_then(|text| text.strip_suffix("xx")).and_then(|c| c.parse().ok());
        let class = class.filter(|class| (1..=5).contains(class)).map(|class: u16| (class * 100, class * 100 + 99));
        let one = whole(value.get_ref()).and_then(|one| u16::try_from(one).ok()).filter(|one| (100..600).contains(one));
        match one.map(|one| (one, one)).or(class) {
            Some(range) => statuses.push(range),
            None => {
                reader.wrong(value.span().start, "`status` is none; write a number such as 503, or \"5xx\", or a list")
            }
        }
    }
    statuses
}

fn delayed<'a>(reader: &mut Reader<'a>, value: &Spanned<DeValue<'a>>) -> Option<Duration> {
    let (at, text) = reader.text(value, "delay", "\"300ms\" or \"2s\"")?;
    reader.noted(at, delay(text))
}

/// Reads `300ms` or `2s`.
pub(super) fn delay(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{}` is no delay; write one such as \"300ms\" or \"2s\", of at most a minute", shown(text));
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let scale = match unit {
        "ms" => 0.001,
        "s" | "" => 1.0,
        "m" => 60.0,
        _ => return Err(wrong()),
    };
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    let delay = Duration::try_from_secs_f64(number * scale).map_err(|_| wrong())?;
    (!delay.is_zero() && delay <= LONGEST_DELAY).then_some(delay).ok_or_else(wrong)
}

fn blocked<'a>(reader: &mut Reader<'a>, value: &Spanned<DeValue<'a>>) -> Option<Text> {
    match value.get_ref() {
        DeValue::Boolean(true) => Some(Text::fixed("a rule of the proxy blocks it", "代理的规则阻止了它")),
        DeValue::String(text) if !text.is_empty() => Some(Text::same(shown(text))),
        _ => {
            reader.kind(value, "block", "`true`, or the sentence that the client reads");
            None
        }
    }
}

/// Reads the table `request` or `response`.
fn changes<'a>(reader: &mut Reader<'a>, value: &Spanned<DeValue<'a>>, whose: &str) -> (Vec<HeaderChange>, Vec<Edit>) {
    let (mut changes, mut edits) = (Vec::new(), Vec::new());
    let Some(table) = reader.table(value, whose) else { return (changes, edits) };
    let keys = ["remove", "set", "add", "replace", "body"];
    let [remove, set, add, replace, body] = reader.values(table, keys, &format!("`{whose}`"));
    let removed = remove.map(|value| reader.texts(value, "remove", "\"Cookie\"")).unwrap_or_default();
    for (at, name) in removed {
        changes.extend(reader.noted(at, header::free_name(name).and_then(|name| HeaderChange::Remove(name).checked())));
    }
    type Change = fn(HeaderName, Vec<HeaderValue>) -> HeaderChange;
    for (value, key, change) in [(set, "set", HeaderChange::Set as Change), (add, "add", HeaderChange::Add)] {
        let Some(value) = value else { continue };
        for (name, values) in pairs(reader, value, key) {
            changes.extend(reader.noted(value.span().start, change(name, values).checked()));
        }
    }
    for (span, table) in replace.map(|value| reader.tables(value, "replace")).unwrap_or_default() {
        let [name, find, regex, with] = reader.values(table, ["header", "find", "regex", "with"], "`replace`");
        let name = match name {
            Some(value) => reader.text(value, "header", "\"Referer\""),
            None => {
                reader.wrong(span.start, "`replace` has no `header`; write the header's name (the body has `body`)");
                None
            }
        };
        let name = name.and_then(|(at, name)| reader.noted(at, header::free_name(name)));
        let edit = edit(reader, span.start, [find, regex, with]);
        let change = name.zip(edit).map(|(name, edit)| HeaderChange::Replace(name, edit).checked());
        changes.extend(change.and_then(|change| reader.noted(span.start, change)));
    }
    for (span, table) in body.map(|value| reader.tables(value, "body")).unwrap_or_default() {
        let values = reader.values(table, ["find", "regex", "with"], "`body`");
        edits.extend(edit(reader, span.start, values));
    }
    (changes, edits)
}

fn edit<'a>(reader: &mut Reader<'a>, start: usize, values: [Option<&Spanned<DeValue<'a>>>; 3]) -> Option<Edit> {
    let [find, regex, with] = values;
    let Some(with) = with else {
        reader.wrong(start, "there is no `with`; write what stands in its place, or \"\"");
        return None;
    };
    let (_, with) = reader.text(with, "with", "\"other\"")?;
    match (find, regex) {
        (Some(find), None) => {
            let (at, find) = reader.text(find, "find", "\"text\"")?;
            reader.noted(at, Edit::plain(find, with))
        }
        (None, Some(regex)) => {
            let (at, regex) = reader.text(regex, "regex", "'[0-9]+'")?;
            reader.noted(at, Edit::regex(regex, with))
        }
        _ => {
            reader.wrong(start, "what is replaced is not said once; write either `find` (a text) or `regex`");
            None
        }
    }
}
