//! What an error of the system's means, in a few words of netwhy's own.

use std::io::{Error, ErrorKind};

use crate::observation::{Condition, OsError};
use crate::text::Text;

/// The error in a few words.
pub(crate) fn of(error: &Error) -> Text {
    if let Some(number) = error.raw_os_error() {
        let error = OsError::here(number);
        return match error.condition {
            Condition::Refused => Text::fixed("the connection was refused", "连接被拒绝"),
            Condition::TimedOut => Text::fixed("nothing answered in time", "超时无应答"),
            Condition::HostUnreachable => {
                Text::fixed("the machine cannot be reached (EHOSTUNREACH)", "主机不可达（EHOSTUNREACH）")
            }
            Condition::NetworkUnreachable => {
                Text::fixed("this machine has no route there (ENETUNREACH)", "本机没有通往那里的路由（ENETUNREACH）")
            }
            Condition::Reset => Text::fixed("the connection was reset", "连接被重置"),
            Condition::Aborted => Text::fixed("the system gave the connection up", "系统放弃了连接"),
            Condition::NotPermitted => Text::new(
                format!("this machine's own rules forbid it ({})", error.name),
                format!("被本机自身的规则禁止（{}）", error.name),
            ),
            Condition::AddressNotAvailable => Text::fixed(
                "this machine has no address or port left for it (EADDRNOTAVAIL)",
                "本机没有可用的地址或端口（EADDRNOTAVAIL）",
            ),
            Condition::TooManyFiles => Text::new(
                format!("as many files and connections are open as may be ({})", error.name),
                format!("打开的文件和连接已达上限（{}）", error.name),
            ),
            Condition::NoMemory => Text::new(
                format!("the system has no memory left for it ({})", error.name),
                format!("系统内存不足（{}）", error.name),
            ),
            Condition::NoSuchFamily => Text::fixed(
                "this machine lacks that kind of address (EAFNOSUPPORT)",
                "本机不支持该类地址（EAFNOSUPPORT）",
            ),
            Condition::NetworkDown => {
                Text::fixed("this machine's network is down (ENETDOWN)", "本机网络已关闭（ENETDOWN）")
            }
            Condition::NotConnected => Text::fixed("the connection was closed", "连接被关闭"),
            Condition::Invalid => {
                Text::fixed("the system takes no such address (EINVAL)", "系统不接受这样的地址（EINVAL）")
            }
            Condition::AddressInUse | Condition::Other => Text::new(
                format!("the system says {} ({number})", error.name),
                format!("系统报告 {}（{number}）", error.name),
            ),
        };
    }
    match error.kind() {
        ErrorKind::ConnectionReset => Text::fixed("the connection was reset", "连接被重置"),
        ErrorKind::TimedOut => Text::fixed("nothing more came", "再无数据到来"),
        // What the HTTP library says of chunks that it cannot read, and of those that are too much for it.
        ErrorKind::InvalidInput => {
            Text::fixed("its chunks are not marked as HTTP/1.1 demands", "分块的标记不符合 HTTP/1.1 的要求")
        }
        ErrorKind::InvalidData => Text::fixed(
            "what stands beside or behind its chunks is too large, or cannot be read",
            "分块旁或分块之后的内容过大或无法读取",
        ),
        _ => Text::fixed("the connection was closed", "连接被关闭"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn no_word_is_another_programs() {
        for number in 1..140 {
            let text = of(&Error::from_raw_os_error(number));
            assert!(!text.get(Lang::En).contains("os error") && !text.get(Lang::Zh).contains("os error"));
        }
        let said = of(&Error::new(ErrorKind::InvalidInput, "Invalid chunk size line: Invalid Size"));
        assert!(!said.get(Lang::En).contains("Invalid"));
    }
}
