//! How a request breaks RFC 9112, where, and what is answered.

use crate::text::Text;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    /// What it is.
    pub kind: BreachKind,
    /// The offset in bytes from the first byte of the request.
    pub at: u64,
}

impl Breach {
    /// The status to answer (RFC 9110 section 15.5).
    pub fn status(&self) -> u16 {
        self.kind.status()
    }

    /// One sentence for people, with the place.
    pub fn tell(&self) -> Text {
        let (kind, at) = (self.kind.tell(), self.at);
        Text::new(
            format!("{} (byte {at} of the request).", kind.get(crate::text::Lang::En)),
            format!("{}（请求的第 {at} 字节）。", kind.get(crate::text::Lang::Zh)),
        )
    }
}

macro_rules! breaches {
    ($($kind:ident $status:literal $en:literal $zh:literal;)*) => {
        /// The kinds of breach.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum BreachKind {
            $(#[doc = $en] $kind,)*
        }

        impl BreachKind {
            /// Every kind.
            pub const ALL: &[BreachKind] = &[$(BreachKind::$kind,)*];

            /// What it is, for people: a sentence without its full stop.
            pub fn tell(self) -> Text {
                match self {
                    $(BreachKind::$kind => Text::fixed($en, $zh),)*
                }
            }

            /// The status to answer.
            pub fn status(self) -> u16 {
                match self {
                    $(BreachKind::$kind => $status,)*
                }
            }
        }
    };
}

breaches! {
    TlsHello 400 "A TLS handshake came where a plain request was due" "本应是明文请求的地方来了 TLS 握手";
    BareLf 400 "A line ends in LF without CR" "行以 LF 结尾而没有 CR";
    BareCr 400 "A CR stands alone" "单独出现的 CR";
    NulByte 400 "A NUL byte stands in the request" "请求含有 NUL 字节";
    ControlByte 400 "A control character stands in the request" "请求含有控制字符";
    EmptyLines 400 "More than one empty line stands before the request" "请求之前有不止一个空行";
    BadRequestLine 400 "The request line is not a method, a target and a version with one space between each" "请求行不是以单个空格分隔的方法、目标和版本";
    BadMethod 400 "The request begins with no method" "请求不以方法开头";
    MethodTooLong 501 "The method is longer than any that is known" "方法比任何已知方法都长";
    BadTarget 400 "The request target is not a URL, a path, `*`, or HOST:PORT for CONNECT" "请求目标不是 URL、路径、`*`，也不是 CONNECT 用的 HOST:PORT";
    LoginInTarget 400 "The URL holds a name and a password, which no URL of http or https may (RFC 9110 section 4.2.4); send them in Authorization" "URL 中含有用户名和密码，而 http 和 https 的 URL 不得如此（RFC 9110 第 4.2.4 节）；请用 Authorization 发送";
    TooSlow 408 "The head of the request did not come to its end in time" "请求头未在限定时间内发完";
    NoVersion 400 "The request line names no version, as in HTTP/0.9" "请求行没有版本（如 HTTP/0.9）";
    BadVersion 400 "The version is not written as HTTP/1.0 or HTTP/1.1" "版本的写法不是 HTTP/1.0 或 HTTP/1.1";
    OtherVersion 505 "The version is neither HTTP/1.0 nor HTTP/1.1" "版本既不是 HTTP/1.0 也不是 HTTP/1.1";
    Http2 505 "HTTP/2 was begun without having been agreed on" "未经协商就开始了 HTTP/2";
    RequestLineTooLong 414 "The request line is too long" "请求行过长";
    FieldTooLong 431 "A field of the head is too long" "头部有一个字段过长";
    TooManyFields 431 "The head has too many fields" "头部的字段过多";
    HeadTooLarge 431 "The head is too large" "头部过大";
    SpaceBeforeFirstField 400 "A line that begins with white space stands before the first field" "第一个字段之前有以空白开头的行";
    ObsFold 400 "A field value is folded over several lines" "字段值折叠成多行";
    NoColon 400 "A line of the head has no colon" "头部有一行没有冒号";
    SpaceBeforeColon 400 "White space stands between a field name and its colon" "字段名与冒号之间有空白";
    BadFieldName 400 "A field name holds characters that no name may hold" "字段名含有不允许的字符";
    LookalikeField 400 "A field is named almost like one that says where the body ends" "有字段的名字与决定正文长度的字段几乎相同";
    NoHost 400 "Host is missing, which HTTP/1.1 demands" "缺少 HTTP/1.1 要求的 Host";
    SeveralHosts 400 "Host is given several times" "Host 出现了多次";
    BadHost 400 "Host is not a host, or a host and a port" "Host 不是主机名或主机名加端口";
    BadContentLength 400 "Content-Length is not a plain decimal number" "Content-Length 不是普通的十进制数";
    RepeatedContentLength 400 "Content-Length is given several times" "Content-Length 出现了多次";
    LengthWithTransferEncoding 400 "Transfer-Encoding and Content-Length are both given" "同时给出 Transfer-Encoding 和 Content-Length";
    RepeatedTransferEncoding 400 "Transfer-Encoding is given several times" "Transfer-Encoding 出现了多次";
    BadTransferEncoding 400 "Transfer-Encoding is not `chunked` alone" "Transfer-Encoding 不是单独的 `chunked`";
    UnknownTransferEncoding 501 "Transfer-Encoding names a coding that is not understood here" "Transfer-Encoding 使用了此处不支持的编码";
    TransferEncodingInOldVersion 400 "Transfer-Encoding stands in a request of HTTP/1.0" "HTTP/1.0 的请求带有 Transfer-Encoding";
    ConnectWithBody 400 "A CONNECT request announces a body" "CONNECT 请求声称带有正文";
    ConnectionNamesFraming 400 "Connection names a field that must not be taken away" "Connection 列出了不可去除的字段";
    BadChunkSize 400 "A chunk size is not a hexadecimal number" "块大小不是十六进制数";
    ChunkSizeTooLarge 400 "A chunk size is larger than any body can be" "块大小超出任何可能";
    BadChunkExtension 400 "What stands behind a chunk size is no chunk extension" "块大小之后的内容不是块扩展";
    ChunkLineTooLong 400 "The line before a chunk is too long" "块之前的行过长";
    ExtensionsTooLarge 400 "The chunk extensions are too large" "块扩展过大";
    NoChunkEnd 400 "The data of a chunk is not followed by CRLF" "块数据之后没有 CRLF";
    TrailersTooLarge 431 "The trailers are too large" "尾部字段过大";
    FramingInTrailers 400 "A trailer names a field that belongs in the head" "尾部出现了只应在头部的字段";
}
