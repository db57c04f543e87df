//! A real mcpi API: Minetest with pycraft, which the genuine Python client uses as well.

use serde_json::{Value, json};

use crate::contract::holds;
use crate::minecraft::installed;
use crate::probe::namespace::alone;
use crate::skip::skipped;

const SCRIPT: &str = r#"
mkdir "$scratch/world"
printf 'gameid = minetest\nload_mod_pycraft = true\nbackend = dummy\n' > "$scratch/world/world.mt"
printf 'secure.enable_security = false\n' > "$scratch/minetest.conf"
HOME=$scratch /usr/games/minetestserver --world "$scratch/world" --gameid minetest_game \
  --config "$scratch/minetest.conf" --port 30123 > "$scratch/log" 2>&1 &
children="$children $!"
for try in $(seq 200); do
  bash -c 'exec 3<>/dev/tcp/127.0.0.1/4711' 2>/dev/null && break
  sleep 0.05
done
"#;

/// What the genuine client reads of the block at the origin.
const CLIENT: &str =
    "from mcpi.minecraft import Minecraft; print(Minecraft.create('127.0.0.1', 4711).getBlock(0, 0, 0))";

#[test]
fn pycraft_is_known_and_the_genuine_client_works_with_it() {
    let Some(python) = installed("pip/bin/python") else { return };
    if !std::path::Path::new("/usr/share/games/minetest/mods/pycraft").exists() {
        return skipped("minetest-mod-pycraft is not installed; run tests/install.sh");
    }
    let script = format!(
        "{SCRIPT}\n\"$netwhy\" mc mcpi://127.0.0.1 --json\n\"$netwhy\" mc 127.0.0.1 --json\n\
         echo '{{\"exit\":'$?'}}'\necho '{{\"block\":'$(timeout 20 {} -c \"{CLIENT}\")'}}'",
        python.display()
    );
    let Some(ran) = alone(&script) else { return };
    let documents: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [one, all, exit, block] = &documents[..] else { panic!("{ran:?}") };
    for document in [one, all] {
        holds(document);
        let (port, answer) = (&document["mcpi"], &document["mcpi"]["answer"]);
        assert_eq!((&port["port"], &port["state"]), (&json!(4711), &json!("open")), "{document}");
        assert_eq!(
            (&answer["meaning"], &answer["family"]),
            (&json!({"is": "nobody"}), &json!("pycraft")),
            "{document}"
        );
        assert_eq!((&answer["blocks"], &document["answered"]), (&json!(true), &json!(true)), "{document}");
    }
    assert_eq!((&all["java"]["state"], &all["bedrock"]["reason"]), (&json!("closed"), &json!("port-unreach")), "{all}");
    assert_eq!((exit, block["block"].is_number()), (&json!({"exit": 0}), true), "{block}");
}
