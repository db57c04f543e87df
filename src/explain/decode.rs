//! Pasted bytes as text, whatever the system that wrote them.

/// The text that `bytes` are: UTF-8, UTF-16 with its mark (PowerShell's `>`), or else GB18030, in which a Chinese
/// Windows console writes. Total: what is none of these becomes replacement characters.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Cut in the middle of a character by the limit, it is still UTF-8.
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_windows_writes_is_read() {
        let text = "[WinError 10061] 由于目标计算机积极拒绝，无法连接。";
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(&encoding_rs::GBK.encode(text).0), text);
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&utf16), text);
    }

    proptest! {
        #[test]
        fn any_bytes_are_some_text(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(decode(&bytes).len() <= bytes.len() * 3);
        }
    }
}
