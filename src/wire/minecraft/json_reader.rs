//! The values of JSON text in the order in which they begin, whatever is wrong with the text.

use crate::wire::minecraft::irregular::{Irregular, Oddity, note};
use crate::wire::minecraft::json::Node;

/// The most values of one document; a server with a thousand mods has some ten thousand.
const MOST: usize = 200_000;
/// Readers that recurse give up at about this depth.
const DEEP: usize = 512;

/// Reads the first value of `bytes` with its members; what is odd goes to `odd`.
pub(crate) fn read(bytes: &[u8], odd: &mut Vec<Irregular>) -> Vec<Node> {
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        note(odd, Oddity::BadUtf8, "");
    }
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            note(odd, Oddity::ByteOrderMark, "");
            rest
        }
        None => &text,
    };
    let mut reader = Reader { text, at: 0, nodes: Vec::new(), open: Vec::new(), odd };
    reader.read();
    reader.nodes
}

/// A container that has begun and not ended.
struct Open {
    index: u32,
    /// In an object: the key whose value comes next.
    key: Option<String>,
    /// True behind a value, where a comma or the end belongs.
    after_value: bool,
    /// True behind a comma, where a value belongs.
    after_comma: bool,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    nodes: Vec<Node>,
    open: Vec<Open>,
    odd: &'a mut Vec<Irregular>,
}

impl Reader<'_> {
    fn read(&mut self) {
        loop {
            self.skip_space();
            let Some(c) = self.peek() else { break };
            let Some(open) = self.open.last_mut() else {
                if !self.nodes.is_empty() {
                    note(self.odd, Oddity::BytesAfterEnd, &self.text[self.at..]);
                    break;
                }
                self.value(c);
                continue;
            };
            let is_object = matches!(self.nodes.get(open.index as usize), Some(Node::Object(_)));
            match c {
                ']' | '}' => {
                    let fits = (c == '}') == is_object && !open.after_comma && open.key.is_none();
                    self.open.pop();
                    self.at += 1;
                    if !fits {
                        self.malformed();
                    }
                }
                ',' => {
                    let fits = open.after_value;
                    (open.after_value, open.after_comma, open.key) = (false, true, None);
                    self.at += 1;
                    if !fits {
                        self.malformed();
                    }
                }
                ':' => {
                    self.at += 1;
                    self.malformed();
                }
                _ => {
                    let lacks_comma = open.after_value;
                    let wants_key = is_object && open.key.is_none();
                    if lacks_comma {
                        open.after_value = false;
                        self.malformed();
                    }
                    if wants_key { self.key(c) } else { self.value(c) }
                }
            }
            if self.nodes.len() >= MOST {
                note(self.odd, Oddity::TooMany, "");
                return;
            }
        }
        if !self.open.is_empty() {
            note(self.odd, Oddity::Cut, "");
        }
    }

    fn key(&mut self, first: char) {
        let key = if first == '"' {
            self.string()
        } else {
            self.malformed();
            self.word()
        };
        self.skip_space();
        if self.peek() == Some(':') {
            self.at += 1;
        } else if self.peek().is_some() {
            self.malformed();
        }
        if let Some(open) = self.open.last_mut() {
            open.key = Some(key);
        }
    }

    fn value(&mut self, first: char) {
        let node = match first {
            '{' | '[' => {
                self.at += 1;
                if first == '{' { Node::Object(Vec::new()) } else { Node::Array(Vec::new()) }
            }
            '"' => Node::Text(self.string()),
            _ => self.bare(),
        };
        let index = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let opens = matches!(node, Node::Object(_) | Node::Array(_));
        self.nodes.push(node);
        if let Some(open) = self.open.last_mut() {
            match self.nodes.get_mut(open.index as usize) {
                Some(Node::Array(items)) => items.push(index),
                Some(Node::Object(fields)) => fields.push((open.key.take().unwrap_or_default(), index)),
                _ => {}
            }
            (open.after_value, open.after_comma) = (true, false);
        }
        if opens {
            self.open.push(Open { index, key: None, after_value: false, after_comma: false });
            if self.open.len() == DEEP + 1 {
                note(self.odd, Oddity::TooDeep, "");
            }
        }
    }

    /// A word without quotes: a number, a literal, or a text whose quotes were forgotten.
    fn bare(&mut self) -> Node {
        let word = self.word();
        match word.as_str() {
            "null" => Node::Null,
            "true" => Node::Bool(true),
            "false" => Node::Bool(false),
            // `1e400` is a number, though none that a computer holds; `inf` and `nan` are none.
            number
                if number.parse::<f64>().is_ok()
                    && number.starts_with(['-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
                    && !number.ends_with(char::is_alphabetic) =>
            {
                Node::Number(word)
            }
            _ => {
                self.malformed();
                Node::Text(word)
            }
        }
    }

    /// Everything up to what can end a word; at least one character.
    fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let ends = |c: char| c.is_whitespace() || ",:]}[{\"".contains(c);
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(ends).map_or(rest.len(), |at| first + at);
        self.at += end;
        rest[..end].to_owned()
    }

    /// A text in quotes; one that never ends goes to the end.
    fn string(&mut self) -> String {
        let mut out = String::new();
        let mut chars = self.text[self.at + 1..].char_indices();
        let start = self.at + 1;
        let mut high: Option<u16> = None;
        while let Some((at, c)) = chars.next() {
            let mut unit = None;
            let plain = match c {
                '"' => {
                    if high.is_some() {
                        self.lone(&mut out);
                    }
                    self.at = start + at + 1;
                    return out;
                }
                '\\' => match chars.next().map(|(_, escape)| escape) {
                    Some('u') => {
                        let digits = self.text.get(start + at + 2..start + at + 6);
                        let number = digits.filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()));
                        match number.and_then(|four| u16::from_str_radix(four, 16).ok()) {
                            Some(number) => {
                                chars.nth(3);
                                unit = Some(number);
                                None
                            }
                            None => {
                                self.malformed();
                                Some('u')
                            }
                        }
                    }
                    Some('n') => Some('\n'),
                    Some('r') => Some('\r'),
                    Some('t') => Some('\t'),
                    Some('b') => Some('\u{8}'),
                    Some('f') => Some('\u{c}'),
                    Some(c @ ('"' | '\\' | '/')) => Some(c),
                    Some(c) => {
                        self.malformed();
                        Some(c)
                    }
                    None => break,
                },
                c => {
                    if c.is_control() && u32::from(c) < 0x20 {
                        note(self.odd, Oddity::RawControl, "");
                    }
                    Some(c)
                }
            };
            match (high.take(), unit) {
                (Some(first), Some(second @ 0xdc00..=0xdfff)) => {
                    out.extend(char::decode_utf16([first, second]).map(|c| c.unwrap_or('\u{fffd}')));
                    continue;
                }
                (Some(_), _) => self.lone(&mut out),
                (None, _) => {}
            }
            match unit {
                Some(first @ 0xd800..=0xdbff) => high = Some(first),
                Some(0xdc00..=0xdfff) => self.lone(&mut out),
                Some(unit) => out.extend(char::from_u32(u32::from(unit))),
                None => out.extend(plain),
            }
        }
        self.at = self.text.len();
        note(self.odd, Oddity::Cut, "");
        out
    }

    fn lone(&mut self, out: &mut String) {
        note(self.odd, Oddity::LoneSurrogate, "");
        out.push('\u{fffd}');
    }

    fn malformed(&mut self) {
        // One is enough: what follows a fault is often but its echo.
        if !self.odd.iter().any(|one| one.kind == Oddity::Malformed) {
            note(self.odd, Oddity::Malformed, &format!("byte {}", self.at));
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }
}
