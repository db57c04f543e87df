//! Which look tells why something is not there.

use std::io;

use colored::Colorize;

use crate::observation::McpiAnswer;
use crate::render::human::minecraft::{Page, named};
use crate::render::paint::safe;
use crate::report::{MinecraftDocument, Port};
use crate::target::{Service, Target};
use crate::text::Text;

impl Page<'_> {
    pub(super) fn advice(&mut self, document: &MinecraftDocument) -> io::Result<()> {
        let Some(target) = &document.target else { return Ok(()) };
        let mcpi = document.mcpi.as_ref().and_then(|port| port.answer.as_ref());
        let lacks_mcpi = document.mcpi.is_some() && !mcpi.is_some_and(McpiAnswer::is_alive);
        if document.answered && !lacks_mcpi {
            return Ok(());
        }
        let (scheme, port) = again(document, target);
        let by = document.via.as_ref().map(|via| format!(" --proxy {}", safe(via))).unwrap_or_default();
        let place = safe(&named(&target.host.to_string(), port));
        let note = match document.answered {
            true => Text::fixed("Why the mcpi API cannot be used: ", "想知道 mcpi API 为何不可用："),
            false => Text::fixed("Why it cannot be reached: ", "想知道为何连不上："),
        };
        let command = format!("netwhy {scheme}://{place}{by}").cyan();
        writeln!(self.out, "{}{command}", note.get(self.look.lang).dimmed())
    }
}

/// The scheme and port that ask again for what is missing: as it was typed, where that says what was meant.
fn again(document: &MinecraftDocument, target: &Target) -> (&'static str, u16) {
    let is_asked = |service: Service| service.usual_ports().any(|port| port == target.port);
    let refusing = document.mcpi.as_ref().filter(|port| port.answer.as_ref().is_some_and(McpiAnswer::is_mcpi));
    let usual = Service::Mcpi.default_port().unwrap_or(target.port);
    match (target.service, refusing) {
        (Service::Mcpi, _) => ("mcpi", target.port),
        (Service::Bedrock, _) => ("bedrock", target.port),
        (_, Some(Port { port, .. })) => ("mcpi", *port),
        _ if is_asked(Service::Mcpi) => ("mcpi", target.port),
        _ if document.answered => ("mcpi", usual),
        _ if is_asked(Service::Bedrock) => ("bedrock", target.port),
        _ if document.rcon.as_ref().is_some_and(|rcon| rcon.port == target.port) => ("tcp", target.port),
        _ => ("minecraft", target.port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_again_is_what_was_asked() {
        for (plan, scheme, port) in [
            ("mcpi://192.0.2.1:7104", "mcpi", 7104),
            ("mcpi://192.0.2.1", "mcpi", 4711),
            ("bedrock://192.0.2.1", "bedrock", 19132),
            ("java://192.0.2.1:7033", "minecraft", 7033),
            ("192.0.2.1", "minecraft", 25565),
            ("192.0.2.1:7033", "minecraft", 7033),
            ("192.0.2.1:4712", "mcpi", 4712),
            ("192.0.2.1:19133", "bedrock", 19133),
        ] {
            // Without a scheme it is a question for everything of Minecraft.
            let scheme_of = |text: &str| if text.contains("://") { text.to_owned() } else { format!("java://{text}") };
            let target: Target = scheme_of(plan).parse().unwrap();
            let document = MinecraftDocument::new(Some(target.clone()), String::new());
            assert_eq!(again(&document, &target), (scheme, port), "{plan}");
        }
    }
}
