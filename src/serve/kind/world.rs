//! A world for clients of the mcpi API: flat, with one player who is always there, and blocks that stay where they are put.

use std::collections::HashMap;

/// Blocks that are remembered; further ones are not.
const MOST: usize = 4096;
/// Who is in it.
const PLAYER: i64 = 1;

type Place = (i32, i32, i32);

/// One client's world.
#[derive(Debug, Default)]
pub(crate) struct World {
    blocks: HashMap<Place, (i32, i32)>,
    player: Option<(f64, f64, f64)>,
}

impl World {
    /// What one line asks for, answered; `None` where the call has no answer, as those have that change something.
    pub(crate) fn call(&mut self, line: &str) -> Option<String> {
        let (name, rest) = line.split_once('(').unwrap_or((line, ""));
        let arguments: Vec<&str> = rest.strip_suffix(')').unwrap_or(rest).split(',').map(str::trim).collect();
        let numbers: Option<Vec<f64>> = arguments.iter().map(|argument| argument.parse().ok()).collect();
        let numbers = numbers.unwrap_or_default();
        // Calls of an entity name it first; there is one.
        let numbers = if name.starts_with("entity.") { numbers.get(1..).unwrap_or_default() } else { &numbers };
        let fail = || Some("Fail".to_owned());
        match name.split_once('.').unwrap_or(("", name)) {
            ("world", "getBlock") => place(numbers).map_or_else(fail, |at| Some(self.block(at).0.to_string())),
            ("world", "getBlockWithData") => place(numbers).map_or_else(fail, |at| {
                let (kind, data) = self.block(at);
                Some(format!("{kind},{data}"))
            }),
            ("world", "getBlocks") => {
                let Some(places) = cuboid(numbers) else { return fail() };
                let kinds: Vec<String> = places.into_iter().map(|at| self.block(at).0.to_string()).collect();
                Some(kinds.join(","))
            }
            ("world", "setBlock") => {
                let block = (whole(numbers.get(3)), whole(numbers.get(4)));
                self.put(place(numbers).into_iter(), block)
            }
            ("world", "setBlocks") => {
                let block = (whole(numbers.get(6)), whole(numbers.get(7)));
                self.put(cuboid(numbers).unwrap_or_default().into_iter(), block)
            }
            ("world", "getHeight") => Some("0".to_owned()),
            ("world", "getPlayerIds" | "getPlayerId") => Some(PLAYER.to_string()),
            ("world", "setting" | "checkpoint.save" | "checkpoint.restore" | "setSign") | ("chat", "post") => None,
            ("camera", _) | ("player", "setting") | ("events", "clear" | "setting") => None,
            ("events", _) => Some(String::new()),
            ("entity", "getName") => Some("netwhy".to_owned()),
            ("player" | "entity", "getPos") => {
                let (x, y, z) = self.player.unwrap_or((0.5, 1.0, 0.5));
                Some(format!("{x:?},{y:?},{z:?}"))
            }
            ("player" | "entity", "getTile") => {
                let (x, y, z) = self.player.unwrap_or((0.5, 1.0, 0.5));
                Some(format!("{},{},{}", x.floor(), y.floor(), z.floor()))
            }
            ("player" | "entity", "setPos" | "setTile") => {
                if let [x, y, z, ..] = numbers {
                    self.player = Some((*x, *y, *z));
                }
                None
            }
            ("player" | "entity", "getDirection") => Some("0.0,0.0,1.0".to_owned()),
            ("player" | "entity", "getRotation" | "getPitch") => Some("0.0".to_owned()),
            ("player" | "entity", "setDirection" | "setRotation" | "setPitch") => None,
            // As RaspberryJuice answers what it does not know.
            _ => fail(),
        }
    }

    fn block(&self, at: Place) -> (i32, i32) {
        let natural = match at.1 {
            1.. => 0,
            // Grass, upon stone.
            0 => 2,
            _ => 1,
        };
        self.blocks.get(&at).copied().unwrap_or((natural, 0))
    }

    fn put(&mut self, places: impl Iterator<Item = Place>, block: (i32, i32)) -> Option<String> {
        for at in places {
            if self.blocks.len() < MOST || self.blocks.contains_key(&at) {
                self.blocks.insert(at, block);
            }
        }
        None
    }
}

/// The number without its fraction, within what fits.
fn whole(number: Option<&f64>) -> i32 {
    number.map_or(0, |number| number.floor() as i32)
}

fn place(numbers: &[f64]) -> Option<Place> {
    match numbers {
        [x, y, z, ..] => Some((whole(Some(x)), whole(Some(y)), whole(Some(z)))),
        _ => None,
    }
}

/// All places of a cuboid, in the order of RaspberryJuice: y, then x, then z. `None` where they are more than the world
/// remembers.
fn cuboid(numbers: &[f64]) -> Option<Vec<Place>> {
    let ((x0, y0, z0), (x1, y1, z1)) = (place(numbers)?, place(numbers.get(3..)?)?);
    let range = |a: i32, b: i32| i64::from(a.min(b))..=i64::from(a.max(b));
    let size = |a: i32, b: i32| i128::from(a.abs_diff(b)) + 1;
    if size(x0, x1) * size(y0, y1) * size(z0, z1) > MOST as i128 {
        return None;
    }
    let mut all = Vec::new();
    for y in range(y0, y1) {
        for x in range(x0, x1) {
            all.extend(range(z0, z1).map(|z| (x as i32, y as i32, z as i32)));
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_answered_as_servers_answer_them() {
        let mut world = World::default();
        for (call, answer) in [
            ("world.getPlayerIds()", Some("1")),
            ("world.getBlock(0,0,0)", Some("2")),
            ("world.setBlock(1,2,3,57)", None),
            ("world.setBlock(1,2,4,35,14)", None),
            ("world.getBlock(1,2,3)", Some("57")),
            ("world.getBlockWithData(1,2,4)", Some("35,14")),
            ("world.getBlocks(1,2,3,1,2,5)", Some("57,35,0")),
            ("world.setBlocks(0,-1,0,1,0,1,41)", None),
            ("world.getBlock(1,-1,1)", Some("41")),
            ("world.getBlock(x)", Some("Fail")),
            ("world.getBlocks(-9e99,0,0,9e99,9e99,9e99)", Some("Fail")),
            ("chat.post(hello, (you))", None),
            ("player.getTile()", Some("0,1,0")),
            ("player.setPos(1.5,2.5,-3.5)", None),
            ("player.getTile()", Some("1,2,-4")),
            ("entity.getPos(1)", Some("1.5,2.5,-3.5")),
            ("entity.setTile(1,7,8,9)", None),
            ("player.getPos()", Some("7.0,8.0,9.0")),
            ("events.block.hits()", Some("")),
            ("no.such()", Some("Fail")),
            ("", Some("Fail")),
        ] {
            assert_eq!(world.call(call).as_deref(), answer, "{call}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_call_is_survived(line: String, numbers: Vec<f64>, at in 0usize..4) {
            let mut world = World::default();
            let _ = world.call(&line);
            let name = ["world.getBlocks", "world.setBlocks", "world.setBlock", "entity.setPos"][at];
            let arguments: Vec<String> = numbers.iter().map(f64::to_string).collect();
            let _ = world.call(&format!("{name}({})", arguments.join(",")));
            proptest::prop_assert!(world.blocks.len() <= MOST);
        }
    }
}
