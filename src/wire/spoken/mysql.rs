//! MySQL and MariaDB: the greeting, or an error in its place (MySQL's manual, "Protocol::HandshakeV10").

use crate::wire::spoken::{Voice, none, text_line};

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    unmistakable: |bytes| {
        let head: &[u8; 5] = bytes.first_chunk()?;
        let length = usize::from(head[0]) | usize::from(head[1]) << 8 | usize::from(head[2]) << 16;
        let body = bytes.get(5..(4 + length).min(bytes.len()))?;
        if head[3] != 0 || !(5..2000).contains(&length) {
            return None;
        }
        match head[4] {
            10 => {
                let end = body.iter().position(|byte| *byte == 0).filter(|end| (1..100).contains(end))?;
                let version = &body[..end];
                // MariaDB puts a version before its own that old replicas understand.
                let own = version.strip_prefix(b"5.5.5-").unwrap_or(version);
                let plain = own.iter().all(|byte| byte.is_ascii_graphic());
                (plain && own.first().is_some_and(u8::is_ascii_digit)).then(|| Some(text_line::clean(own)))
            }
            255 => {
                let (number, text) = body.split_first_chunk::<2>()?;
                let number = u16::from_le_bytes(*number);
                let printable = text.iter().all(|byte| !byte.is_ascii_control());
                ((1000..6000).contains(&number) && text.len() > 4 && printable).then_some(None)
            }
            _ => None,
        }
    },
    answer: none,
};
