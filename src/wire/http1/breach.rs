//! How an answer breaks RFC 9112, and where.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// One breach, by its place in the bytes received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Breach {
    /// What it is.
    pub kind: BreachKind,
    /// The offset in bytes from the first byte of the answer, its interim answers included.
    pub at: u64,
    /// What stands there, control characters escaped; empty where the kind says all.
    pub detail: String,
}

macro_rules! breaches {
    ($($kind:ident $section:literal $en:literal $zh:literal;)*) => {
        /// The kinds of breach, each with its section of RFC 9112 (or 9110, where it says so).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum BreachKind {
            $(#[doc = $en] $kind,)*
        }

        impl BreachKind {
            /// Every kind.
            pub const ALL: &[BreachKind] = &[$(BreachKind::$kind,)*];

            /// What it is, for people.
            pub fn tell(self) -> Text {
                match self {
                    $(BreachKind::$kind => Text::fixed($en, $zh),)*
                }
            }

            /// The section that it breaks.
            pub fn section(self) -> &'static str {
                match self {
                    $(BreachKind::$kind => $section,)*
                }
            }
        }
    };
}

breaches! {
    BareLf "2.2" "a line ends in LF without CR" "行以 LF 结尾而没有 CR";
    BareCr "2.2" "a CR stands alone" "单独出现的 CR";
    NoStatusLine "4" "the answer begins without a status line, as HTTP/0.9 does" "应答没有状态行（如 HTTP/0.9）";
    BadStatusLine "4" "the status line is not of the form `HTTP/1.1 200 OK`" "状态行不合 `HTTP/1.1 200 OK` 的格式";
    BadVersion "2.3" "the version is not HTTP/1.0 or HTTP/1.1" "版本不是 HTTP/1.0 或 HTTP/1.1";
    BadStatus "4" "the status is not three digits from 100 to 599" "状态码不是 100 至 599 的三位数";
    EmptyLineBefore "4" "an empty line stands before the status line" "状态行之前有空行";
    SpaceBeforeFirstField "2.2" "a line that begins with white space stands before the first field" "第一个字段之前有以空白开头的行";
    ObsFold "5.2" "a field value is folded over several lines" "字段值折叠成多行";
    SpaceBeforeColon "5.1" "white space stands between a field name and its colon" "字段名与冒号之间有空白";
    BadFieldName "5.1" "a field name holds characters that no name may hold" "字段名含有不允许的字符";
    NoColon "5" "a line of the head has no colon" "头部有一行没有冒号";
    NulByte "2.2" "a NUL byte stands in the head" "头部含有 NUL 字节";
    ControlByte "5.5" "a control character stands in a field value" "字段值含有控制字符";
    HeadTooLarge "3" "the head is absurdly large" "头部大得离谱";
    BadContentLength "6.3" "Content-Length is not a number" "Content-Length 不是数字";
    DuplicateContentLength "6.3" "Content-Length is given twice with the same value" "Content-Length 以相同的值重复出现";
    ConflictingContentLength "6.3" "Content-Length is given with different values" "Content-Length 出现了不同的值";
    LengthWithTransferEncoding "6.3" "Transfer-Encoding and Content-Length are both given" "同时给出 Transfer-Encoding 和 Content-Length";
    BadTransferEncoding "6.1" "Transfer-Encoding does not end in `chunked`, or is not known" "Transfer-Encoding 不以 `chunked` 结尾或无法识别";
    TransferEncodingInOldVersion "6.1" "Transfer-Encoding in an answer of HTTP/1.0" "HTTP/1.0 的应答带有 Transfer-Encoding";
    BadChunkSize "7.1" "a chunk size is not a hexadecimal number" "块大小不是十六进制数";
    BadChunkExtension "7.1.1" "what stands behind a chunk size is no chunk extension" "块大小之后的内容不是块扩展";
    ChunkSizeTooLarge "7.1" "a chunk size is larger than any body can be" "块大小超出任何可能";
    NoChunkEnd "7.1" "the data of a chunk is not followed by CRLF" "块数据之后没有 CRLF";
    NoFinalChunk "8" "the body ends without the final chunk" "正文没有结束块就终止";
    ClosedEarly "8" "the connection ends before the body does" "正文未完连接就已终止";
    ClosedInHead "8" "the connection ends within the head" "连接在头部中途终止";
    BytesAfterEnd "6.3" "bytes come after the end of the answer" "应答结束之后还有字节";
    BodyWithoutRight "6.3" "a body comes with an answer that may have none (to HEAD, 204, 205, 304)" "不应有正文的应答（HEAD、204、205、304）带有正文";
    LengthWithoutRight "RFC 9110 8.6" "Content-Length or Transfer-Encoding in an answer that may have none (1xx, 204, a tunnel)" "不应有长度的应答（1xx、204、隧道）带有 Content-Length 或 Transfer-Encoding";
    TooManyInterim "RFC 9110 15.2" "interim answers (1xx) come without end" "1xx 中间应答没完没了";
    BadContentCoding "RFC 9110 8.4" "the body cannot be undone as Content-Encoding says" "正文无法按 Content-Encoding 解码";
    UnaskedUpgrade "RFC 9110 7.8" "101 is answered without an Upgrade having been asked for" "未请求升级却应答 101";
}
