//! The host is a text that no resolver can look up.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::System;
use crate::target::NameFault;
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause =
    Cause {
        id: "name.malformed", title: Text::fixed("not a host name", "主机名格式错误"), masked_by: &[], recognise
    };

fn recognise(case: &Case) -> Option<Finding> {
    let fault = case.target.host.fault()?;
    let name = case.target.host.name()?;
    let short: String = name.chars().take(60).collect();
    let (why_en, why_zh, mend_en, mend_zh) = match fault {
        NameFault::EmptyLabel => (
            "it has two dots in a row, or one at the start".to_owned(),
            "其中有连续的点，或以点开头".to_owned(),
            "Take the extra dot out.",
            "去掉多余的点。",
        ),
        NameFault::LongLabel => (
            "one part between dots is longer than 63 characters".to_owned(),
            "点之间的某一段超过 63 个字符".to_owned(),
            "Check the name: something else may have been pasted in its place.",
            "检查该名称：可能粘贴了别的内容。",
        ),
        NameFault::LongName => (
            "it is longer than 253 characters".to_owned(),
            "它超过 253 个字符".to_owned(),
            "Check the name: something else may have been pasted in its place.",
            "检查该名称：可能粘贴了别的内容。",
        ),
        NameFault::BadCharacter(bad) => (
            format!("`{}` cannot stand in a host name", bad.escape_debug()),
            format!("主机名中不能有“{}”", bad.escape_debug()),
            "Write only letters, digits, hyphens and dots; a path or user name does not belong into a host.",
            "只写字母、数字、连字符和点；路径或用户名不属于主机名。",
        ),
        NameFault::NotAnAddress => (
            "it ends in digits like an IPv4 address, and is none".to_owned(),
            "它像 IPv4 地址一样以数字结尾，却不是有效地址".to_owned(),
            "An IPv4 address is four numbers from 0 to 255 with dots between them; correct it.",
            "IPv4 地址是四个 0 到 255 的数字，用点隔开；请改正。",
        ),
    };
    // The input itself is the evidence; the first fact of the run stands for it.
    let first =
        case.seen.first::<System>().map(|(id, _)| id).or_else(|| case.seen.iter().next().map(|seen| seen.id))?;
    let summary = Text::new(
        format!("`{short}` is not a name that can be looked up: {why_en}."),
        format!("“{short}”不是可以查询的名称：{why_zh}。"),
    );
    let finding = Finding::because(first, Confidence::Certain, Location::this_machine(), summary);
    Some(finding.remedy(Remedy::new(mend_en, mend_zh)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;

    #[test]
    fn faulty_names_are_told_and_good_ones_are_not() {
        let scene = |host: &str| Scene::of(&format!("{host}:80")).hosts(&[]);
        for wrong in ["a..b", ".a", "256.1.1.1", "10.0.0", "a_b!c", &"x".repeat(64), &"x.".repeat(128)] {
            assert_eq!(scene(wrong).sure(&CAUSE), Some(Confidence::Certain), "{wrong}");
        }
        for right in ["example.org", "_sip.example.org", "münchen.example", "10.0.0.1", "localhost"] {
            assert_eq!(scene(right).sure(&CAUSE), None, "{right}");
        }
    }
}
