//! JSON as servers really send it, read without recursion: any depth is borne, and the best is made of what is broken.

use crate::wire::minecraft::irregular::{Irregular, Oddity, note};

/// The most values of one document; a server with a thousand mods has some ten thousand.
const MOST: usize = 200_000;
/// Readers that recurse give up at about this depth.
const DEEP: usize = 512;

/// One value. Containers name their members by index, so that dropping a deep one does not recurse.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    Array(Vec<u32>),
    Object(Vec<(String, u32)>),
}

/// A document, its values in the order in which they begin; the first is the root.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json {
    nodes: Vec<Node>,
}

/// One value of a document, with the way to its members.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    json: &'a Json,
    node: &'a Node,
}

impl Json {
    /// Reads the first value of `bytes`; `None` where there is none. What is odd goes to `odd`.
    pub(crate) fn read(bytes: &[u8], odd: &mut Vec<Irregular>) -> Option<Json> {
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
        let nodes = reader.nodes;
        let json = Json { nodes };
        for node in &json.nodes {
            if let Node::Object(fields) = node {
                let mut keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
                keys.sort_unstable();
                if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
                    note(odd, Oddity::DuplicateKey, pair[0]);
                }
            }
        }
        (!json.nodes.is_empty()).then_some(json)
    }

    /// The first value.
    pub(crate) fn root(&self) -> Value<'_> {
        Value { json: self, node: self.nodes.first().unwrap_or(&Node::Null) }
    }

    fn value(&self, index: u32) -> Value<'_> {
        Value { json: self, node: self.nodes.get(index as usize).unwrap_or(&Node::Null) }
    }
}

impl<'a> Value<'a> {
    /// The value itself.
    pub(crate) fn node(self) -> &'a Node {
        self.node
    }

    /// The member of that name that is not null; of several the last, as most readers take it.
    pub(crate) fn get(self, key: &str) -> Option<Value<'a>> {
        let Node::Object(fields) = self.node else { return None };
        let found = fields.iter().rev().find(|(name, _)| name == key).map(|(_, index)| self.json.value(*index));
        found.filter(|value| *value.node != Node::Null)
    }

    /// The members of an array.
    pub(crate) fn items(self) -> impl DoubleEndedIterator<Item = Value<'a>> {
        let items: &[u32] = if let Node::Array(items) = self.node { items } else { &[] };
        items.iter().map(move |index| self.json.value(*index))
    }

    /// The text of a text.
    pub(crate) fn text(self) -> Option<&'a str> {
        if let Node::Text(text) = self.node { Some(text) } else { None }
    }

    /// What kind of value it is, for a message.
    pub(crate) fn kind(self) -> &'static str {
        match self.node {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::Text(_) => "a string",
            Node::Array(_) => "an array",
            Node::Object(_) => "an object",
        }
    }
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
            number if number.parse::<f64>().is_ok_and(f64::is_finite) && !number.starts_with('+') => Node::Number(word),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Json>, Vec<Oddity>) {
        let mut odd = Vec::new();
        let json = Json::read(text.as_bytes(), &mut odd);
        (json, odd.into_iter().map(|one| one.kind).collect())
    }

    #[test]
    fn sound_json_is_read_without_complaint() {
        let (json, odd) = read(r#" {"a": [1, -2.5e3, true, null, "x\"\u00e9\ud83d\ude00\n"], "b": {}, "c": []} "#);
        let json = json.expect("a value");
        assert_eq!(odd, []);
        let list: Vec<Node> = json.root().get("a").expect("a").items().map(|item| item.node().clone()).collect();
        let wanted = [Node::Number("1".into()), Node::Number("-2.5e3".into()), Node::Bool(true), Node::Null];
        assert_eq!(list[..4], wanted);
        assert_eq!(list[4], Node::Text("x\"é😀\n".into()));
        assert!(json.root().get("b").is_some() && json.root().get("d").is_none());
    }

    #[test]
    fn broken_json_gives_what_it_has_and_says_what_is_wrong() {
        for (text, kind) in [
            (r#"{"a": 7"#, Oddity::Cut),
            (r#"{"a": 7, "b": "no end"#, Oddity::Cut),
            (r#"{"a": 7} more"#, Oddity::BytesAfterEnd),
            (r#"{"a": 7,}"#, Oddity::Malformed),
            (r#"{"b" 1, "a": 7}"#, Oddity::Malformed),
            (r#"{a: 7}"#, Oddity::Malformed),
            (r#"{"b": word "a": 7}"#, Oddity::Malformed),
            (r#"{"a": 1, "a": 7}"#, Oddity::DuplicateKey),
            (r#"{"b": "\ud800", "a": 7}"#, Oddity::LoneSurrogate),
            (r#"{"b": "\ud800x", "a": 7}"#, Oddity::LoneSurrogate),
            (r#"{"b": "\uzzzz", "a": 7}"#, Oddity::Malformed),
            ("\u{feff}{\"a\": 7}", Oddity::ByteOrderMark),
            ("{\"b\": \"one\ntwo\", \"a\": 7}", Oddity::RawControl),
            (r#"{"a": 7]"#, Oddity::Malformed),
        ] {
            let (json, odd) = read(text);
            let json = json.expect("a value");
            let a = json.root().get("a").map(|a| a.node().clone());
            assert_eq!(a, Some(Node::Number("7".into())), "{text}");
            assert_eq!(odd, [kind], "{text}");
        }
        assert_eq!(read("  "), (None, vec![]));
    }

    #[test]
    fn two_mebibytes_of_brackets_do_not_overflow_the_stack() {
        for open in ["[", "{\"a\":", "[{\"a\":"] {
            let (json, odd) = read(&open.repeat((2 << 20) / open.len()));
            assert!(json.is_some() && odd.contains(&Oddity::TooDeep), "{odd:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = Json::read(&bytes, &mut Vec::new());
        }

        #[test]
        fn any_brackets_are_survived(text in r#"[\[\]{}:,"\\u0-9a-f \n]{0,80}"#) {
            let _ = Json::read(text.as_bytes(), &mut Vec::new());
        }

        #[test]
        fn sound_json_is_understood(names in proptest::collection::vec(".{0,12}", 0..6)) {
            let text = serde_json::to_string(&names).expect("JSON");
            let mut odd = Vec::new();
            let json = Json::read(text.as_bytes(), &mut odd).expect("a value");
            let read: Vec<&str> = json.root().items().filter_map(|item| item.text()).collect();
            proptest::prop_assert_eq!(read, names);
            proptest::prop_assert!(odd.is_empty(), "{odd:?}");
        }
    }
}
