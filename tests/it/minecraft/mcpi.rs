//! A real mcpi API: Minetest with pycraft, which the genuine Python client uses as well.

use serde_json::{Value, json};

use crate::contract::holds;
use crate::minecraft::installed;
use crate::peers::find;
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

/// tinyproxy, to ask through it.
const PROXY: &str = r#"
printf 'Port 8888\nListen 127.0.0.1\nTimeout 20\nLogLevel Error\n' > "$scratch/proxy.conf"
tinyproxy -d -c "$scratch/proxy.conf" > "$scratch/proxy.log" 2>&1 &
children="$children $!"
for try in $(seq 200); do
  bash -c 'exec 3<>/dev/tcp/127.0.0.1/8888' 2>/dev/null && break
  sleep 0.05
done
"#;

#[test]
fn pycraft_answers_through_a_proxy() {
    if !std::path::Path::new("/usr/share/games/minetest/mods/pycraft").exists() {
        return skipped("minetest-mod-pycraft is not installed; run tests/install.sh");
    }
    let Some(_) = find("tinyproxy") else { return };
    let by = "--json --proxy http://127.0.0.1:8888";
    let script = format!(
        "{SCRIPT}{PROXY}\"$netwhy\" mc mcpi://127.0.0.1 {by}\n\"$netwhy\" mc 127.0.0.1 {by}\n\
         \"$netwhy\" mc mcpi://localhost:4712 {by}; true"
    );
    let Some(ran) = alone(&script) else { return };
    let documents: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [one, all, none] = &documents[..] else { panic!("{ran:?}") };
    documents.iter().for_each(holds);
    for document in [one, all] {
        let (port, answer) = (&document["mcpi"], &document["mcpi"]["answer"]);
        assert_eq!((&port["port"], &port["state"], &port["reason"]), (&json!(4711), &json!("open"), &json!("proxy")));
        assert_eq!((&answer["family"], &answer["via"]), (&json!("pycraft"), &json!("http://127.0.0.1:8888")), "{port}");
        assert_eq!((&answer["blocks"], &document["answered"]), (&json!(true), &json!(true)), "{document}");
        assert_eq!(port["others"][0]["port"], 4712, "{port}");
    }
    let udp = "a proxy carries no UDP";
    assert_eq!(all["not_looked"], json!({"bedrock": udp, "query": udp}), "{all}");
    assert_eq!((&all["bedrock"], &all["query"], &one["not_looked"]), (&Value::Null, &Value::Null, &Value::Null));
    // tinyproxy has one status for every failure of the target.
    assert_eq!((&none["mcpi"]["proxy"]["status"], &none["answered"]), (&json!(500), &json!(false)), "{none}");
}

#[test]
fn pycraft_is_known_and_the_genuine_client_works_with_it() {
    let Some(python) = installed("pip/bin/python") else { return };
    if !std::path::Path::new("/usr/share/games/minetest/mods/pycraft").exists() {
        return skipped("minetest-mod-pycraft is not installed; run tests/install.sh");
    }
    let script = format!(
        "{SCRIPT}\n\"$netwhy\" mc mcpi://127.0.0.1 --json\n\"$netwhy\" mc 127.0.0.1 --json\n\
         \"$netwhy\" diagnose mcpi://127.0.0.1 --json\n\
         echo '{{\"exit\":'$?'}}'\necho '{{\"block\":'$(timeout 20 {} -c \"{CLIENT}\")'}}'",
        python.display()
    );
    let Some(ran) = alone(&script) else { return };
    let documents: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [one, all, why, exit, block] = &documents[..] else { panic!("{ran:?}") };
    holds(why);
    assert_eq!(why["outcome"], "reachable", "{why}");
    assert!(why["verdict"]["summary"].as_str().unwrap().contains("the mcpi API answers"), "{why}");
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
