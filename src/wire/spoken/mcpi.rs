//! The Minecraft Pi API: lines of text, answered one by one.

use crate::wire::spoken::Voice;

pub(super) const VOICE: Voice = Voice {
    // Touches no block, and is answered in every mode.
    question: Some(b"world.getPlayerIds()\n"),
    greets: false,
    unmistakable: |bytes| {
        let ban = bytes.starts_with(b"You've been banned from this server!");
        let challenge = bytes.strip_prefix(b"security.challenge ").and_then(|rest| rest.get(..32));
        (ban || challenge.is_some_and(|rest| rest.iter().all(u8::is_ascii_hexdigit))).then_some(None)
    },
    // The numbers of the players, `Fail`, or an empty line where nobody is there.
    answer: |bytes| {
        let line = bytes.strip_suffix(b"\n")?;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let numbers = line.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'|' | b'-' | b','));
        (numbers || line.eq_ignore_ascii_case(b"fail")).then_some(None)
    },
};
