//! The mods that a modded server lists in its status: `modinfo` of old, Forge's `forgeData`, and its packed form.

use serde::{Deserialize, Serialize};

use crate::wire::minecraft::irregular::{Irregular, Oddity, clean, note};
use crate::wire::minecraft::json::Value;
use crate::wire::minecraft::varint::{self, VarInt};

/// The most mods listed.
const MOST: usize = 5_000;

/// One mod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Mod {
    /// Its id.
    pub id: String,
    /// Its version as the server names it; null where it names none.
    pub version: Option<String>,
}

/// Every mod that the status `root` lists, in order.
pub(crate) fn read(root: Value<'_>, odd: &mut Vec<Irregular>) -> Vec<Mod> {
    let old = root.get("modinfo").and_then(|info| info.get("modList"));
    let data = root.get("forgeData");
    let new = data.and_then(|data| data.get("mods"));
    let mut mods = Vec::new();
    for (list, id, version) in [(old, "modid", "version"), (new, "modId", "modmarker")] {
        for item in list.into_iter().flat_map(Value::items).take(MOST) {
            let text = |key| item.get(key).and_then(|value| value.text()).map(|text| clean(text, 128));
            match text(id) {
                Some(id) => mods.push(Mod { id, version: text(version) }),
                None => note(odd, Oddity::BadForgeData, "a mod without id"),
            }
        }
    }
    if let Some(packed) = data.and_then(|data| data.get("d")).and_then(|packed| packed.text()) {
        match unpacked(packed) {
            Some(bytes) => packed_mods(&bytes, &mut mods, odd),
            None => note(odd, Oddity::BadForgeData, "its length is wrong"),
        }
    }
    mods
}

/// Fifteen bits a character, the lowest first; the first two characters are the length in bytes (Forge's
/// `ServerStatusPing`).
fn unpacked(packed: &str) -> Option<Vec<u8>> {
    let mut units = packed.encode_utf16().map(u32::from);
    let size = (units.next()? & 0x7fff) | (units.next()? & 0x7fff) << 15;
    let size = usize::try_from(size).ok()?;
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0u32, 0);
    for unit in units {
        buffer |= (unit & 0x7fff) << bits;
        bits += 15;
        while bits >= 8 {
            bytes.push((buffer & 0xff) as u8);
            buffer >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        bytes.push((buffer & 0xff) as u8);
    }
    if bytes.len() < size {
        return None;
    }
    bytes.truncate(size);
    Some(bytes)
}

/// A flag, the number of mods, and for each its channels (which are passed over), id and version.
fn packed_mods(bytes: &[u8], mods: &mut Vec<Mod>, odd: &mut Vec<Irregular>) {
    let mut rest = bytes;
    let count = match (rest.get(1), rest.get(2)) {
        (Some(high), Some(low)) => usize::from(u16::from_be_bytes([*high, *low])),
        _ => return note(odd, Oddity::BadForgeData, "it ends before its mods"),
    };
    rest = &rest[3..];
    for _ in 0..count.min(MOST) {
        match one(&mut rest) {
            Some(one) => mods.push(one),
            // Forge leaves the end out where the list is too long for it, and says so by its flag.
            None if bytes.first() == Some(&1) => return,
            None => return note(odd, Oddity::BadForgeData, "it ends within its mods"),
        }
    }
}

fn one(rest: &mut &[u8]) -> Option<Mod> {
    let flags = number(rest)?;
    let id = text(rest)?;
    // Mods of the server alone have no version that a client must match.
    let version = if flags & 1 == 0 { Some(text(rest)?) } else { None };
    for _ in 0..(flags.cast_unsigned() >> 1) {
        text(rest)?;
        text(rest)?;
        *rest = rest.get(1..)?;
    }
    Some(Mod { id, version })
}

fn number(rest: &mut &[u8]) -> Option<i32> {
    let VarInt::Number(number, taken) = varint::read(rest) else { return None };
    *rest = rest.get(taken..)?;
    Some(number)
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(number(rest)?).ok()?;
    let bytes = rest.get(..length)?;
    *rest = rest.get(length..)?;
    Some(clean(&String::from_utf8_lossy(bytes), 128))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::minecraft::json::Json;

    /// Packs as Forge does.
    fn packed(bytes: &[u8]) -> String {
        let size = u32::try_from(bytes.len()).expect("short");
        let mut units = vec![size & 0x7fff, size >> 15];
        let (mut buffer, mut bits) = (0u32, 0);
        for byte in bytes {
            buffer |= u32::from(*byte) << bits;
            bits += 8;
            if bits >= 15 {
                units.push(buffer & 0x7fff);
                buffer >>= 15;
                bits -= 15;
            }
        }
        if bits > 0 {
            units.push(buffer & 0x7fff);
        }
        units.into_iter().map(|unit| char::from_u32(unit).expect("below the surrogates")).collect()
    }

    fn mods(status: &serde_json::Value) -> (Vec<Mod>, usize) {
        let mut odd = Vec::new();
        let json = Json::read(status.to_string().as_bytes(), &mut odd).expect("JSON");
        (read(json.root(), &mut odd), odd.len())
    }

    fn named(id: &str, version: Option<&str>) -> Mod {
        Mod { id: id.into(), version: version.map(str::to_owned) }
    }

    #[test]
    fn each_kind_of_list_is_read() {
        let old = serde_json::json!({"modinfo": {"type": "FML", "modList": [{"modid": "jei", "version": "4.1"}, {}]}});
        assert_eq!(mods(&old), (vec![named("jei", Some("4.1"))], 1));
        let new = serde_json::json!({"forgeData": {"mods": [{"modId": "jei", "modmarker": "9"}], "channels": []}});
        assert_eq!(mods(&new), (vec![named("jei", Some("9"))], 0));
    }

    #[test]
    fn the_packed_list_is_read_as_far_as_it_goes() {
        let mut bytes = vec![0, 0, 2];
        // One channel, then a mod of the server alone.
        bytes.extend([2, 3, b'j', b'e', b'i', 1, b'9', 1, b'c', 1, b'1', 1, 1, 1, b'x']);
        let status = |bytes: &[u8]| serde_json::json!({"forgeData": {"d": packed(bytes), "mods": []}});
        let both = vec![named("jei", Some("9")), named("x", None)];
        assert_eq!(mods(&status(&bytes)), (both.clone(), 0));
        let cut = &bytes[..bytes.len() - 1];
        assert_eq!(mods(&status(cut)), (both[..1].to_vec(), 1));
        let said = [&[1], &cut[1..]].concat();
        assert_eq!(mods(&status(&said)), (both[..1].to_vec(), 0));
        let short: String = packed(&bytes).chars().take(5).collect();
        assert_eq!(mods(&serde_json::json!({"forgeData": {"d": short}})), (vec![], 1));
    }

    proptest::proptest! {
        #[test]
        fn any_packed_text_is_survived(text: String, bytes: Vec<u8>) {
            let _ = mods(&serde_json::json!({"forgeData": {"d": text}}));
            let _ = mods(&serde_json::json!({"forgeData": {"d": packed(&bytes)}}));
        }
    }
}
