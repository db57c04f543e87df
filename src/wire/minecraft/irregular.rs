//! How an answer departs from what a Minecraft server sends, by kind.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The most oddities kept of one answer; what is wrong a thousand times is told often enough.
const MOST: usize = 32;

/// One departure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Irregular {
    /// What it is.
    pub kind: Oddity,
    /// What stands there or where it stands, at most 80 characters without control characters; may be empty.
    pub detail: String,
}

macro_rules! oddities {
    ($($kind:ident $en:literal $zh:literal;)*) => {
        /// The kinds of departure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Oddity {
            $(#[doc = $en] $kind,)*
        }

        impl Oddity {
            /// What it is, for people.
            pub fn tell(self) -> Text {
                match self {
                    $(Oddity::$kind => Text::fixed($en, $zh),)*
                }
            }
        }
    };
}

oddities! {
    EmptyFrame "a frame of length zero" "长度为零的帧";
    BadLength "a frame length that is negative or more than 2 MiB" "帧长度为负或超过 2 MiB";
    LongLength "a frame length written in more bytes than it takes, or in more than three" "帧长度所用字节多于所需或多于三个";
    WrongPacket "a packet number that is not the one of an answer" "包编号不是应答的编号";
    WrongTextLength "a text length that does not fit its frame" "文本长度与帧不符";
    Cut "the answer ends before it is whole" "应答未完即终止";
    BytesAfterEnd "bytes after the end of the answer" "应答结束后还有字节";
    ByteOrderMark "a byte order mark before the JSON" "JSON 之前有字节序标记";
    BadUtf8 "bytes that are not UTF-8" "含有非 UTF-8 的字节";
    LoneSurrogate "half a surrogate pair" "不成对的代理字符";
    RawControl "control characters within a JSON text" "JSON 文本中含有控制字符";
    ControlCharacters "control characters or marks of direction in a text, which are not shown" "文本中含有控制字符或方向标记（不予显示）";
    Malformed "JSON that breaks the rules of JSON" "不合 JSON 规则的 JSON";
    NotAnObject "the answer's JSON is not an object" "应答的 JSON 不是对象";
    DuplicateKey "the same key twice in one object" "同一对象中键重复";
    TooDeep "values nested more than 512 deep" "嵌套超过 512 层";
    TooMany "more values than anyone needs; the rest was left aside" "值过多，其余未读";
    Missing "a field that every server sends is missing" "缺少必有的字段";
    WrongType "a field of another type than servers send" "字段类型不对";
    OutOfRange "a number that cannot be true" "不可能为真的数字";
    BadFavicon "an icon that is not a PNG image of 64 by 64 in base64" "图标不是 base64 编码的 64×64 PNG";
    BadForgeData "Forge's list of mods cannot be read" "无法读取 Forge 的模组列表";
    WrongPong "a pong with another number than the ping's" "pong 的数字与 ping 不同";
    WrongMagic "a RakNet answer without RakNet's mark" "RakNet 应答缺少其标记";
    WrongSession "an answer for another session" "属于另一会话的应答";
    FieldsMissing "fewer fields than servers send" "字段少于正常应答";
}

/// Notes the first of `texts` that has a character in it which belongs in no text that is shown: it is left out there.
pub(crate) fn note_controls<'a>(all: &mut Vec<Irregular>, texts: impl IntoIterator<Item = &'a str>) {
    let is_odd = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(odd) = texts.into_iter().find_map(|text| text.chars().find(is_odd)) {
        note(all, Oddity::ControlCharacters, &format!("U+{:04X}", u32::from(odd)));
    }
}

/// The text without control characters, cut at `most` characters.
pub(crate) fn clean(text: &str, most: usize) -> String {
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control()).take(most).collect()
}

/// Notes that something is odd, once for each kind and detail, and no more than is worth telling.
pub(crate) fn note(all: &mut Vec<Irregular>, kind: Oddity, detail: &str) {
    let one = Irregular { kind, detail: clean(detail, 80) };
    if all.len() < MOST && !all.contains(&one) {
        all.push(one);
    }
}
