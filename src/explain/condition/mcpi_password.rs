//! mcpi: the server wants a password first.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-password",
    title: Text::fixed("The mcpi server wants a password", "mcpi 服务器要求密码"),
    errors: &[],
    numbers: &[],
    phrases: &[("mcpi", &["security.challenge", "security.authenticate"])],
    over: &["mcpi-bad-answer", "mcpi-request-failed", "closed-early"],
    meaning: Text::fixed(
        "The network is fine: an mcpi server (Raspberry Jam Mod) answers every call with a challenge, because a password file \
         is set for it.",
        "网络没有问题：mcpi 服务器（Raspberry Jam Mod）设置了密码文件，因此对每个调用都回以质询。",
    ),
    not_proven: &[Text::fixed("That the script is wrong otherwise.", "不能证明脚本还有别的错误。")],
    checks: &[
        (Step::Script, Text::fixed("Use the mcpi library that comes with the mod, and set its user name and password in security.py.", "使用该模组自带的 mcpi 库，并在 security.py 中设置用户名和密码。")),
        (Step::Server, Text::fixed("Or remove the mod's password file and restart.", "或删除模组的密码文件并重启。")),
    ],
};
