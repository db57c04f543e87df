//! What an open single-player world announces to its network (minecraft.wiki, "Tutorials/Setting up a LAN world").

use std::net::{Ipv4Addr, SocketAddrV4};

use crate::wire::minecraft::{Edition, Motd};

/// Where it is announced, every one and a half seconds.
pub const GROUP: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(224, 0, 2, 60), 4445);

/// Reads `[MOTD]…[/MOTD][AD]port[/AD]`; `None` where the datagram names no port.
pub fn read(bytes: &[u8]) -> Option<(Motd, u16)> {
    let text = String::from_utf8_lossy(bytes);
    let between = |from: &str, to: &str| Some(text.split_once(from)?.1.split_once(to)?.0);
    let port = between("[AD]", "[/AD]")?.trim();
    // Before 1.3 the address stood before the port.
    let port = port.rsplit(':').next()?.parse().ok().filter(|port| *port != 0)?;
    Some((Motd::of_codes(between("[MOTD]", "[/MOTD]").unwrap_or_default(), Edition::Java), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_is_read() {
        let told = |text: &str| read(text.as_bytes()).map(|(motd, port)| (motd.text, port));
        assert_eq!(told("[MOTD]Ann - §aWorld[/MOTD][AD]52341[/AD]"), Some(("Ann - World".into(), 52341)));
        assert_eq!(told("[AD]192.0.2.7:25565[/AD]"), Some((String::new(), 25565)));
        for none in ["[MOTD]x[/MOTD]", "[AD]0[/AD]", "[AD]70000[/AD]", "[AD]80", "", "[/AD]80[AD]"] {
            assert_eq!(told(none), None, "{none}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_datagram_is_survived(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
