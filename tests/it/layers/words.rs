//! The paths that a piece of code names, with its `use` declarations spelled out.

use std::collections::BTreeMap;

/// Every path of two segments or more, imports first; a path that begins with an imported name is told in full.
pub(crate) fn paths(code: &str) -> Vec<String> {
    let mut imported = Vec::new();
    let mut rest = code;
    let mut other = String::new();
    while let Some(at) = find_use(rest) {
        let (before, from) = rest.split_at(at);
        let end = from.find(';').unwrap_or(from.len());
        other.push_str(before);
        expand("", from[4..end].trim(), &mut imported);
        rest = &from[end..];
    }
    other.push_str(rest);
    let names: BTreeMap<&str, &str> =
        imported.iter().filter_map(|path| path.rsplit("::").next().map(|name| (name, path.as_str()))).collect();
    let mut all = imported.clone();
    for path in inline(&other) {
        let (first, after) = path.split_once("::").unwrap_or((&path, ""));
        all.push(match names.get(first) {
            Some(full) => format!("{full}::{after}"),
            None => path,
        });
    }
    all
}

/// Where the next `use` declaration starts; `use<'a>` of precise capturing is none.
fn find_use(code: &str) -> Option<usize> {
    code.match_indices("use ").map(|(at, _)| at).find(|at| {
        let before = code[..*at].chars().last();
        before.is_none_or(|c| c.is_whitespace())
    })
}

/// Spells out `a::{b, c::{d, self}}` under `prefix`.
fn expand(prefix: &str, tree: &str, out: &mut Vec<String>) {
    let tree = tree.trim().trim_start_matches("::");
    let join = |part: &str| if prefix.is_empty() { part.to_owned() } else { format!("{prefix}::{part}") };
    match tree.split_once('{') {
        Some((head, group)) => {
            let head = head.trim().trim_end_matches("::");
            let inner = group.trim_end().strip_suffix('}').unwrap_or(group);
            let prefix = if head.is_empty() { prefix.to_owned() } else { join(head) };
            for part in split(inner) {
                expand(&prefix, part, out);
            }
        }
        None if tree == "self" => out.push(prefix.to_owned()),
        None if tree.is_empty() => {}
        // The new name of `a as b` is not followed; the old one is what matters.
        None => out.push(join(tree.split_whitespace().next().unwrap_or_default())),
    }
}

/// Splits at the commas outside of braces.
fn split(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    parts
}

/// The paths that stand in the code itself.
fn inline(code: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c: char| !is_part(c));
    // A single colon belongs to a type annotation.
    let paths = words.map(|word| word.trim_matches(':')).filter(|word| word.contains("::"));
    paths.map(str::to_owned).collect()
}

#[test]
fn imports_are_spelled_out() {
    let code = "pub use std::{fs, io::{self, Write as W}};\nuse std::net;\nfn f(x:a::B) -> impl Fn() + use<'a> { net::X::y() }";
    let wanted = ["std::fs", "std::io", "std::io::Write", "std::net"];
    let paths = paths(code);
    assert_eq!(paths[..4], wanted);
    assert!(paths.contains(&"std::net::X::y".to_owned()), "{paths:?}");
}
