//! The mcpi API (Minecraft: Pi Edition, RaspberryJuice and kin): one line each way.

use serde::{Deserialize, Serialize};

/// The question that touches nothing and is answered in every mode.
pub const QUESTION: &[u8] = b"world.getPlayerIds()\n";
/// The question whether blocks can be asked for; it changes nothing.
pub const BLOCK: &[u8] = b"world.getBlock(0,0,0)\n";
/// The most bytes of an answer: ids of a thousand players.
pub const MOST: usize = 8 * 1024;

/// What a line in answer to [`QUESTION`] means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Meaning {
    /// The API answers, with the ids of the players.
    Players {
        /// The ids in the order given, at most 1000.
        ids: Vec<i64>,
    },
    /// The API answers, and nobody is online: `Fail`, or an empty line from pycraft.
    Nobody,
    /// The server wants a password first (`security.challenge`).
    PasswordWanted,
    /// This machine's address is banned.
    Banned,
    /// Something else than the mcpi API speaks.
    Other,
}

/// Which kind of server an answer is typical of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// A Bukkit plugin: RaspberryJuice, or one made after it.
    RaspberryJuice,
    /// Minetest (Luanti) with the mod pycraft.
    Pycraft,
    /// Raspberry Jam Mod, or pycraft, which have passwords.
    PasswordFile,
}

impl Family {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Family::RaspberryJuice => "RaspberryJuice",
            Family::Pycraft => "Minetest (pycraft)",
            Family::PasswordFile => "Raspberry Jam Mod / pycraft",
        }
    }
}

/// Reads the answer to [`QUESTION`] from all bytes so far; `None` where it is not whole yet. A ban comes without a
/// line feed, so `ended` says whether more can come.
pub fn read(bytes: &[u8], ended: bool) -> Option<(Meaning, Option<Family>)> {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    if end.is_none() && !ended && bytes.len() < MOST {
        return None;
    }
    let whole = end.is_some();
    let line = String::from_utf8_lossy(&bytes[..end.unwrap_or(bytes.len()).min(MOST)]);
    let line = line.trim_end_matches('\r');
    if line.starts_with("You've been banned") {
        return Some((Meaning::Banned, Some(Family::RaspberryJuice)));
    }
    if !whole {
        return Some((Meaning::Other, None));
    }
    let ids: Option<Vec<i64>> = line.split('|').take(1_000).map(|id| id.trim().parse().ok()).collect();
    Some(match (line, ids) {
        ("Fail", _) => (Meaning::Nobody, Some(Family::RaspberryJuice)),
        ("fail" | "", _) => (Meaning::Nobody, Some(Family::Pycraft)),
        (_, Some(ids)) => (Meaning::Players { ids }, None),
        (line, None) if line.starts_with("security.challenge") => (Meaning::PasswordWanted, Some(Family::PasswordFile)),
        _ => (Meaning::Other, None),
    })
}

/// True where a line in answer to [`BLOCK`] is a block's number, or a refusal that shows the call to be known.
pub fn is_block(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let number = std::str::from_utf8(line).ok().map(str::trim);
    number.is_some_and(|number| number.split(',').all(|part| part.trim().parse::<i64>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_has_its_meaning() {
        let nobody = |family| Some((Meaning::Nobody, Some(family)));
        let ids = |ids: &[i64]| Some((Meaning::Players { ids: ids.to_vec() }, None));
        for (bytes, meaning) in [
            ("417\n", ids(&[417])),
            ("417|418\r\n", ids(&[417, 418])),
            ("Fail\n", nobody(Family::RaspberryJuice)),
            ("\n", nobody(Family::Pycraft)),
            ("\r\n", nobody(Family::Pycraft)),
            ("fail\n", nobody(Family::Pycraft)),
            (
                "security.challenge 0123456789abcdef0123456789abcdef\n",
                Some((Meaning::PasswordWanted, Some(Family::PasswordFile))),
            ),
            ("HTTP/1.1 400 Bad Request\r\n", Some((Meaning::Other, None))),
            ("SSH-2.0-OpenSSH_9.2p1\r\n", Some((Meaning::Other, None))),
            ("41", None),
            ("You've been banned from this server!", None),
        ] {
            assert_eq!(read(bytes.as_bytes(), false), meaning, "{bytes:?}");
        }
        let banned = Some((Meaning::Banned, Some(Family::RaspberryJuice)));
        assert_eq!(read(b"You've been banned from this server!", true), banned);
        // Half a line proves nothing.
        assert_eq!(read(b"41", true), Some((Meaning::Other, None)));
        assert_eq!(read(b"", true), Some((Meaning::Other, None)));
    }

    #[test]
    fn a_block_is_a_number() {
        assert!(is_block(b"0\n") && is_block(b"1,2\r\n") && is_block(b"-1\n"));
        assert!(!is_block(b"Fail\n") && !is_block(b"") && !is_block(b"HTTP/1.1 400"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, ended: bool) {
            let _ = (read(&bytes, ended), is_block(&bytes));
        }
    }
}
