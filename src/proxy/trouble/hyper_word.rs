//! What an error of an HTTP connection means, in a few words.

use crate::proxy::trouble::io_word;
use crate::text::Text;

/// The error in a few words. Of a head that cannot be read, its bytes tell more.
pub(crate) fn of(error: &hyper::Error) -> Text {
    if let Some(os) = io_error(error) {
        return io_word::of(os);
    }
    if error.is_parse() {
        return Text::fixed("it cannot be read as HTTP/1.1", "无法按 HTTP/1.1 读取");
    }
    Text::fixed("the connection was closed", "连接被关闭")
}

/// The system's error at the root of it, if one is there.
pub(crate) fn io_error(error: &hyper::Error) -> Option<&std::io::Error> {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return Some(io);
        }
        source = inner.source();
    }
    None
}
