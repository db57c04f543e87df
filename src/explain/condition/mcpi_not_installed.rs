//! mcpi: the library is not there for this Python.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-not-installed",
    title: Text::fixed("Python does not find the library mcpi", "Python 找不到 mcpi 库"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("Python", &["no module named 'mcpi", "no module named mcpi"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The script ended before it connected anywhere: the Python that runs it has no library mcpi. Often it is installed for another Python of the same machine.",
        "脚本在连接之前就结束了：运行它的 Python 没有 mcpi 库。常常是装在了同一台机器的另一个 Python 里。",
    ),
    not_proven: &[Text::fixed("Anything about the server or the network: nothing was asked.", "不能说明服务器或网络的任何情况：还没有发出任何询问。")],
    checks: &[
        (Step::Script, Text::fixed(
            "Install it for the very Python that runs the script: `python3 -m pip install mcpi` (on Windows `py -m pip install mcpi`); in Thonny: Tools, Manage packages.",
            "为运行脚本的那个 Python 安装：`python3 -m pip install mcpi`（Windows 上用 `py -m pip install mcpi`）；在 Thonny 中：工具 → 管理包。",
        )),
        (Step::Machine, Text::fixed(
            "Let no file or folder of your own beside the script be called mcpi: Python would take it in place of the library.",
            "不要在脚本旁边放名为 mcpi 的文件或文件夹：Python 会用它代替库。",
        )),
    ],
};
