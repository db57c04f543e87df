//! What an error of an HTTP connection means, in a few words.

use crate::text::Text;

/// The error in a few words.
pub(crate) fn of(error: &hyper::Error) -> Text {
    if let Some(os) = io_error(error) {
        return match os.kind() {
            std::io::ErrorKind::ConnectionReset => Text::fixed("the connection was reset", "连接被重置"),
            std::io::ErrorKind::UnexpectedEof => Text::fixed("the connection was closed", "连接被关闭"),
            std::io::ErrorKind::BrokenPipe => Text::fixed("the connection was closed", "连接被关闭"),
            std::io::ErrorKind::TimedOut => Text::fixed("nothing more came", "再无数据到来"),
            _ => Text::same(os.to_string()),
        };
    }
    if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        return Text::fixed("the connection was closed", "连接被关闭");
    }
    if error.is_parse() {
        return Text::same(error.to_string());
    }
    Text::same(error.to_string())
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
