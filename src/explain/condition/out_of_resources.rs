//! Out of resources: this machine has no descriptor or buffer left for one more connection.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "out-of-resources",
    title: Text::fixed("This machine has no room for one more connection", "本机资源不足，无法再建立连接"),
    errors: &[Condition::TooManyFiles, Condition::NoMemory],
    numbers: &[(Scheme::Chromium, -176)],
    phrases: &[
        ("Linux, macOS", &["too many open files", "no buffer space available"]),
        ("errno", &["emfile", "enfile", "enobufs", "wsaenobufs", "wsaemfile"]),
        ("Windows", &["the system lacked sufficient buffer space or because a queue was full"]),
        ("Windows (中文)", &["系统缓冲区空间不足或队列已满", "系统缓冲区空间不足或列队已满"]),
        ("Linux (中文)", &["打开的文件过多", "打开的文件太多", "没有可用的缓冲区空间"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The program or the system has reached a limit: open files and sockets, buffers, or local ports.",
        "程序或系统达到了上限：打开的文件和套接字、缓冲区，或本机端口。",
    ),
    not_proven: &[Text::fixed("Anything about the server: nothing was sent.", "不能说明服务器的任何情况：什么也没有发出。")],
    checks: &[(
        Step::Machine,
        Text::fixed("Look for connections or files that are never closed; raise the limit (ulimit -n) if they are all needed.", "查找从不关闭的连接或文件；如果都需要，请提高上限（ulimit -n）。"),
    )],
};
