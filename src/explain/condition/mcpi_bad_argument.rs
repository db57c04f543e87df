//! mcpi: address or port in the script are not of the kind that is wanted.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-bad-argument",
    title: Text::fixed("Address or port in the script are written wrongly", "脚本中的地址或端口写法有误"),
    errors: &[],
    numbers: &[],
    phrases: &[("Python", &["'str' object cannot be interpreted as an integer", "port must be 0-65535", "an integer is required (got type str)", "minecraft.create(\"http", "minecraft.create('http"])],
    over: &["name-not-found"],
    meaning: Text::fixed(
        "In an mcpi script: Minecraft.create wants the address alone (no http://, no port in it) and the port as a number without \
         quotes, from 1 to 65535. In any other script it is a plain Python error and no network's.",
        "在 mcpi 脚本中：Minecraft.create 的地址只能写地址本身（不带 http://，也不带端口），端口要写成不带引号的数字，范围 1 到 65535。\
         在其他脚本中，它只是普通的 Python 错误，与网络无关。",
    ),
    not_proven: &[Text::fixed("Anything about the server: nothing was sent.", "不能说明服务器的任何情况：什么也没有发出。")],
    checks: &[(Step::Script, Text::fixed("Write Minecraft.create(\"ADDRESS\", 4711).", "写成 Minecraft.create(\"地址\", 4711)。"))],
};
