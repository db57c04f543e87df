//! What the mcpi API says, and what to write in the script where it is not at the library's port.

use std::io;

use crate::observation::{McpiAnswer, State};
use crate::render::human::minecraft::Page;
use crate::render::human::minecraft::words;
use crate::report::{MinecraftDocument, Port};
use crate::text::Text;

/// The port that the library takes where the script names none.
const USUAL: u16 = 4711;

impl Page<'_> {
    pub(super) fn mcpi(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        let Some(port) = &document.mcpi else { return Ok(()) };
        self.head("mcpi", "TCP", port, port.answer.as_ref().map(words::mcpi))?;
        let Some(answer) = &port.answer else { return Ok(()) };
        if answer.blocks == Some(false) {
            let said = match &answer.block_said {
                Some(said) => {
                    let said = said.trim_end_matches("\\n").trim_end_matches("\\r");
                    Text::new(
                        format!("world.getBlock(0,0,0) fails (`{said}`)"),
                        format!("world.getBlock(0,0,0) 失败（`{said}`）"),
                    )
                }
                None => Text::fixed("no answer to world.getBlock(0,0,0)", "world.getBlock(0,0,0) 没有得到应答"),
            };
            self.row(&Text::fixed("blocks", "方块"), said.get(self.look.lang))?;
        }
        match elsewhere(port, answer) {
            Some(note) => self.row(&Text::fixed("script", "脚本"), note.get(self.look.lang)),
            None if answer.is_mcpi() => Ok(()),
            None => self.excerpt(answer.excerpt.as_deref()),
        }
    }
}

/// What is at the usual port, and the line that the script needs, where the API is at another port.
fn elsewhere(port: &Port<McpiAnswer>, answer: &McpiAnswer) -> Option<Text> {
    let usual = port.others.iter().find(|other| other.port == USUAL).filter(|_| answer.is_mcpi())?;
    let (en, zh) = match (usual.state, usual.spoken) {
        (_, Some(spoken)) => (format!("speaks {}", spoken.name()), format!("使用 {}", spoken.name())),
        (State::Open, None) => ("is open, but is not the API".to_owned(), "开放，但不是该 API".to_owned()),
        (State::Closed, None) => ("is closed".to_owned(), "已关闭".to_owned()),
        (_, None) => ("does not answer".to_owned(), "没有应答".to_owned()),
    };
    let (host, number) = (&port.host, port.port);
    Some(Text::new(
        format!("{USUAL} {en}; write Minecraft.create(\"{host}\", {number})"),
        format!("{USUAL} {zh}；请写 Minecraft.create(\"{host}\", {number})"),
    ))
}
