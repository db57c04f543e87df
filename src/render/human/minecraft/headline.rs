//! The one line that says whether Minecraft is there.

use std::io;

use colored::Colorize;

use crate::observation::McpiAnswer;
use crate::render::human::minecraft::Page;
use crate::render::paint::safe;
use crate::report::MinecraftDocument;
use crate::text::Text;

impl Page<'_> {
    pub(super) fn headline(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        let Some(target) = &document.target else { return Ok(()) };
        let host = safe(&target.host.to_string());
        let label = label(document);
        let label = label.get(self.look.lang);
        let painted = if document.answered { format!("✓ {label}").green() } else { format!("✗ {label}").red() };
        writeln!(self.out, "{}  {}", painted.bold(), host.bold())
    }
}

fn label(document: &MinecraftDocument) -> Text {
    let mcpi = document.mcpi.as_ref().and_then(|port| port.answer.as_ref());
    let java = document.java.as_ref().and_then(|port| port.answer.as_ref());
    let has_status = java.is_some_and(|java| java.status.is_some());
    match document.answered {
        true => Text::fixed("ANSWERS", "有应答"),
        false if mcpi.is_some_and(McpiAnswer::is_mcpi) => Text::fixed("THERE, BUT REFUSES", "存在，但拒绝服务"),
        false if document.leads_nowhere() && has_status => {
            Text::fixed("ANSWERS, BUT NOT BY THIS NAME", "有应答，但无法通过此名称加入")
        }
        false if document.is_unknown() => Text::fixed("THE PROXY DOES NOT LET US ASK", "代理不让询问"),
        false => Text::fixed("NOTHING OF MINECRAFT ANSWERS", "没有 Minecraft 服务应答"),
    }
}
