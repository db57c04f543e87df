//! A TOML table read value by value, with every mistake told in its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::proxy::rules::mistake::{Mistake, meant, place};

/// A file being read.
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) mistakes: Vec<Mistake>,
}

/// A text and the byte that it begins at.
pub(super) type Placed<'a> = (usize, &'a str);

impl<'a> Reader<'a> {
    /// Notes a mistake at a byte.
    pub(super) fn wrong(&mut self, at: usize, message: impl Into<String>) {
        let place = Some(place(self.text, at));
        self.mistakes.push(Mistake { file: self.file.to_owned(), place, message: message.into() });
    }

    /// What was read, or a note of why it could not be.
    pub(super) fn noted<T>(&mut self, at: usize, read: Result<T, String>) -> Option<T> {
        read.map_err(|message| self.wrong(at, message)).ok()
    }

    /// The table's values by key; keys other than `known` are mistakes.
    pub(super) fn values<'t, const N: usize>(
        &mut self,
        table: &'t DeTable<'a>,
        known: [&'static str; N],
        whose: &str,
    ) -> [Option<&'t Spanned<DeValue<'a>>>; N] {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let word = shown(key.get_ref());
            let mend = match meant(&word, &known) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("use {}", listed(&known)),
            };
            self.wrong(key.span().start, format!("{whose} has no key `{word}`; {mend}"));
        }
        known.map(|name| table.get(name))
    }

    /// A table.
    pub(super) fn table<'t>(&mut self, value: &'t Spanned<DeValue<'a>>, whose: &str) -> Option<&'t DeTable<'a>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.kind(value, whose, &format!("a table, such as `[rule.{whose}]`"));
        }
        table
    }

    /// A string.
    pub(super) fn text<'t>(
        &mut self,
        value: &'t Spanned<DeValue<'a>>,
        whose: &str,
        such_as: &str,
    ) -> Option<Placed<'t>> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.kind(value, whose, &format!("a string, such as {such_as}"));
        }
        text.map(|text| (value.span().start, text))
    }

    /// A string, or a list of strings; an empty list is a mistake.
    pub(super) fn texts<'t>(&mut self, value: &'t Spanned<DeValue<'a>>, whose: &str, such_as: &str) -> Vec<Placed<'t>> {
        match value.get_ref() {
            DeValue::Array(list) if list.is_empty() => {
                self.wrong(value.span().start, format!("`{whose}` is empty; write {such_as}, or leave it out"));
                Vec::new()
            }
            DeValue::Array(list) => list.iter().filter_map(|one| self.text(one, whose, such_as)).collect(),
            _ => self.text(value, whose, such_as).into_iter().collect(),
        }
    }

    /// A table, or a list of tables.
    pub(super) fn tables<'t>(
        &mut self,
        value: &'t Spanned<DeValue<'a>>,
        whose: &str,
    ) -> Vec<(Range<usize>, &'t DeTable<'a>)> {
        let all = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        all.into_iter().filter_map(|one| self.table(one, whose).map(|table| (one.span(), table))).collect()
    }

    /// True or false.
    pub(super) fn boolean(&mut self, value: &Spanned<DeValue<'a>>, whose: &str) -> Option<bool> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.kind(value, whose, "`true` or `false`");
        }
        read
    }

    /// Says that a value is of another kind than wanted.
    pub(super) fn kind(&mut self, value: &Spanned<DeValue<'a>>, whose: &str, wanted: &str) {
        let is = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.wrong(value.span().start, format!("`{whose}` is {is}; write {wanted}"));
    }
}

/// A whole number that fits.
pub(super) fn whole(value: &DeValue<'_>) -> Option<u64> {
    let number = value.as_integer()?;
    u64::from_str_radix(number.as_str().trim_start_matches('+'), number.radix()).ok()
}

/// What was written, cut and without control characters.
pub(super) fn shown(text: &str) -> String {
    crate::wire::excerpt::excerpt(text.as_bytes(), 80)
}

/// Names as a person lists them.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
