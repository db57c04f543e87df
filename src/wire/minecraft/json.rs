//! JSON as servers really send it, read without recursion: any depth is borne, and the best is made of what is broken.

use crate::wire::minecraft::irregular::{Irregular, Oddity, note};
use crate::wire::minecraft::json_reader;

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
        let nodes = json_reader::read(bytes, odd);
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

    /// Every text, keys aside.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|node| if let Node::Text(text) = node { Some(text.as_str()) } else { None })
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

    /// True where the member of that name is there, and null.
    pub(crate) fn is_null(self, key: &str) -> bool {
        let Node::Object(fields) = self.node else { return false };
        let found = fields.iter().rev().find(|(name, _)| name == key).map(|(_, index)| self.json.value(*index));
        found.is_some_and(|value| *value.node == Node::Null)
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
