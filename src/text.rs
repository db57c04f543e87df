//! A sentence in every language netwhy speaks, chosen only where it is shown.

use std::borrow::Cow;

/// The languages of the human output. Documents (JSON) are always in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// One sentence or phrase, said in each language. In a document it is its English form, so a report
/// read back speaks English until it is judged again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    en: Cow<'static, str>,
    zh: Cow<'static, str>,
}

impl Text {
    /// A text made while running, from its English and Chinese forms.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Text {
        Text { en: Cow::Owned(en.into()), zh: Cow::Owned(zh.into()) }
    }

    /// A text known when the program is built, from its English and Chinese forms.
    pub const fn fixed(en: &'static str, zh: &'static str) -> Text {
        Text { en: Cow::Borrowed(en), zh: Cow::Borrowed(zh) }
    }

    /// A text that reads the same everywhere: a command, a name, a number.
    pub fn same(both: impl Into<String>) -> Text {
        let both = both.into();
        Text { en: Cow::Owned(both.clone()), zh: Cow::Owned(both) }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.en)
    }
}

impl<'de> serde::Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        String::deserialize(deserializer).map(Text::same)
    }
}

impl schemars::JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}
