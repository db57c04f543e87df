//! A server's icon: a PNG image in a `data:` URL.

use serde::{Deserialize, Serialize};

use crate::wire::minecraft::irregular::{Irregular, Oddity, note};

/// The icon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Favicon {
    /// Its width in pixels; null where it is no PNG image.
    pub width: Option<u32>,
    /// Its height in pixels.
    pub height: Option<u32>,
    /// How many bytes it takes.
    pub bytes: u32,
    /// The image as it was sent. Not in documents; `--favicon` saves it.
    #[serde(skip)]
    pub image: Vec<u8>,
}

const PREFIX: &str = "data:image/png;base64,";
const MARK: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Reads a `favicon` field; old servers break its lines, which is borne.
pub(crate) fn read(field: &str, odd: &mut Vec<Irregular>) -> Option<Favicon> {
    let Some(data) = field.strip_prefix(PREFIX) else {
        note(odd, Oddity::BadFavicon, if field.is_empty() { "it is empty" } else { "no data:image/png;base64," });
        return None;
    };
    if data.contains(char::is_whitespace) {
        note(odd, Oddity::BadFavicon, "line breaks");
    }
    let plain: String = data.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
    let mut lenient = data_encoding::BASE64_NOPAD.specification();
    lenient.check_trailing_bits = false;
    let decoded = lenient.encoding().ok().and_then(|encoding| encoding.decode(plain.as_bytes()).ok());
    let Some(image) = decoded.filter(|image| !image.is_empty()) else {
        note(odd, Oddity::BadFavicon, "no base64");
        return None;
    };
    let number = |at: usize| Some(u32::from_be_bytes(image.get(at..at + 4)?.try_into().ok()?));
    // The image header is the first chunk (PNG section 11.2.1).
    let is_png = image.starts_with(MARK) && image.get(12..16) == Some(b"IHDR");
    let (width, height) = if is_png { (number(16), number(20)) } else { (None, None) };
    if (width, height) != (Some(64), Some(64)) {
        let size = |side: Option<u32>| side.map_or("?".to_owned(), |side| side.to_string());
        note(odd, Oddity::BadFavicon, &format!("{} by {}", size(width), size(height)));
    }
    Some(Favicon { width, height, bytes: u32::try_from(image.len()).unwrap_or(u32::MAX), image })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(side: u8) -> Vec<u8> {
        [MARK, &[0, 0, 0, 13], b"IHDR", &[0, 0, 0, side, 0, 0, 0, side, 8, 6, 0, 0, 0]].concat()
    }

    #[test]
    fn an_icon_is_measured() {
        for (field, side, oddities) in [
            (format!("{PREFIX}{}", data_encoding::BASE64.encode(&png(64))), Some(64), 0),
            (format!("{PREFIX}{}", data_encoding::BASE64_NOPAD.encode(&png(64))), Some(64), 0),
            (format!("{PREFIX}{}", data_encoding::BASE64.encode(&png(64)).replace("AAA", "AA\nA")), Some(64), 1),
            (format!("{PREFIX}{}", data_encoding::BASE64.encode(&png(32))), Some(32), 1),
            (format!("{PREFIX}{}", data_encoding::BASE64.encode(b"GIF89a")), None, 1),
        ] {
            let mut odd = Vec::new();
            let icon = read(&field, &mut odd).expect("an icon");
            assert_eq!((icon.width, icon.height, odd.len()), (side, side, oddities), "{field}");
        }
        for field in ["", PREFIX, "data:image/png;base64,%%%", "http://example.org/x.png"] {
            let mut odd = Vec::new();
            assert_eq!((read(field, &mut odd), odd.len()), (None, 1), "{field}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_field_is_survived(field: String) {
            let _ = read(&format!("{PREFIX}{field}"), &mut Vec::new());
        }
    }
}
