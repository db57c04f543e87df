//! Which program of Minecraft printed a text: it decides what is to be asked, and on which machine.

use crate::report::Speaker;
use crate::target::{Service, Target};

/// Words of a script that uses the mcpi API.
const SCRIPT: &[&str] = &["mcpi", "minecraft.create(", "world.getblock", "drained data: <"];
/// Words of a client of the Java edition. Its own log has the thread that draws.
const JAVA: &[&str] = &[
    "[render thread/",
    "[server connector",
    "net.minecraft.client",
    "failed to connect to the server",
    "outdated client!",
    "outdated server!",
    "incompatible client!",
    "failed to verify username",
    "connection lost",
    "无法连接至服务器",
    "internal exception: ",
    "内部异常:",
    "minecraft 1.",
];
/// Words of a client of the Bedrock edition.
const BEDROCK: &[&str] = &[
    "unable to connect to world",
    "could not connect: outdated",
    "there was a problem finding this server",
    "无法连接到世界",
    "无法连接至世界",
    "bedrock",
    "基岩版",
];
/// Words of a server's log, of the game or of the plugin.
const SERVER: &[&str] = &[
    "[server thread/",
    "starting minecraft server on",
    "failed to bind to port",
    "perhaps a server is already running on that port",
    "can't keep up!",
    "you need to agree to the eula",
    "for help, type \"help\"",
    "threadlistener",
    "[raspberryjuice]",
    "because the ip address has been banned",
    "org.bukkit.",
    "org.bukkit.craftbukkit",
    "may be in use by another process",
    "ipv4 supported, port:",
    "tried to join with an invalid session",
    "disconnecting /",
    "disconnecting com.mojang.authlib.gameprofile",
    " lost connection: ",
    "] logged in with entity id",
    "[connected player] ",
    "[initial connection] ",
];

/// Who printed the normalised `lines`, where it is plain.
pub(crate) fn of(lines: &[String]) -> Option<Speaker> {
    let says = |words: &[&str]| lines.iter().any(|line| words.iter().any(|word| line.contains(word)));
    // A client that plays alone runs a server of its own, and logs for both.
    let draws = says(&["[render thread/", "net.minecraft.client"]);
    match () {
        () if says(SERVER) && !draws => Some(Speaker::ServerLog),
        () if says(SCRIPT) => Some(Speaker::McpiScript),
        () if says(BEDROCK) => Some(Speaker::BedrockClient),
        () if says(JAVA) => Some(Speaker::JavaClient),
        () => None,
    }
}

/// The service that the speaker connects to; a server connects to none.
pub(crate) fn service(speaker: Speaker) -> Option<Service> {
    match speaker {
        Speaker::McpiScript => Some(Service::Mcpi),
        Speaker::JavaClient => Some(Service::Minecraft),
        Speaker::BedrockClient => Some(Service::Bedrock),
        Speaker::ServerLog => None,
    }
}

/// The target as this speaker means it, where its port does not name another service: `host` alone is asked at the
/// game's port, and any port that is nobody's for the game.
pub(crate) fn means(speaker: Option<Speaker>, target: Target) -> Target {
    let Some(service) = speaker.and_then(service) else { return target };
    match (target.assumed, target.service) {
        (true, _) => Target { port: service.default_port().unwrap_or(target.port), service, assumed: false, ..target },
        (false, Service::Tcp) => Target { service, ..target },
        _ => target,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(text: &str) -> Option<Speaker> {
        of(&text.lines().map(crate::explain::normal::line).collect::<Vec<_>>())
    }

    #[test]
    fn each_program_is_known_by_its_words() {
        assert_eq!(who("mc = Minecraft.create()\nConnection refused"), Some(Speaker::McpiScript));
        assert_eq!(who("[12:00:00] [Server thread/WARN]: **** FAILED TO BIND TO PORT!"), Some(Speaker::ServerLog));
        assert_eq!(who("[RaspberryJuice] Failed to start ThreadListener"), Some(Speaker::ServerLog));
        for text in [
            "[12:00:00 INFO]: Disconnecting /10.0.0.1:5000: Outdated client! Please use 1.20.4",
            "[12:00:00 INFO]: Steve (/10.0.0.1:5000) lost connection: Timed out",
            "[12:00:00 INFO]: Steve[/10.0.0.1:5000] logged in with entity id 12 at ([world]0.5, 64.0, 0.5)",
        ] {
            assert_eq!(who(text), Some(Speaker::ServerLog), "{text}");
        }
        assert_eq!(who("ERROR 2013 (HY000): Lost connection to MySQL server at 'x'"), None);
        assert_eq!(who("[Render thread/INFO]: x\n[Server thread/INFO]: y"), Some(Speaker::JavaClient));
        assert_eq!(who("Unable to connect to world."), Some(Speaker::BedrockClient));
        assert_eq!(who("Connection refused"), None);
    }

    #[test]
    fn a_port_that_says_more_is_left_alone() {
        let means = |speaker, text: &str| {
            let target = means(Some(speaker), text.parse().expect("a target"));
            format!("{}://{target}", target.service)
        };
        assert_eq!(means(Speaker::JavaClient, "mc.example.org"), "minecraft://mc.example.org:25565");
        assert_eq!(means(Speaker::JavaClient, "mc.example.org:25570"), "minecraft://mc.example.org:25570");
        assert_eq!(means(Speaker::McpiScript, "mc.example.org:25565"), "minecraft://mc.example.org:25565");
        assert_eq!(means(Speaker::ServerLog, "localhost:4712"), "tcp://localhost:4712");
    }
}
