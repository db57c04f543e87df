//! The stand-ins of `minecraft.sh` are what they pretend to be: the genuine clients say so.

use serde_json::{Value, json};

use crate::lab::ledger;
use crate::lab::stage::{self, Place};

/// Starts each of them on the server and lets the clients ask from the other side; prints one document.
const SCRIPT: &str = r#"
nsenter --net=/run/netns/server bash -euc '
  juice 5001 players; juice 5002 nobody; juice 5003 banned; juice 5004 password; juice 5005 failing; juice 5006 slow
  shy 5010; behind 5020 "\xfe"'
nsenter --net=/run/netns/client "$PEERS/pip/bin/python" - <<'END'
import json, os, subprocess
from mcpi.minecraft import Minecraft
from mcstatus import JavaServer, LegacyServer
def told(act):
    try:
        return act()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
def mcpi(port):
    world = Minecraft.create("10.3.0.2", port)
    ids = told(world.getPlayerEntityIds)
    # On a connection that was closed the client reads for ever.
    return [ids] if "banned" in str(ids) else [ids, told(lambda: world.getBlock(0, 0, 0))]
join = """
const client = require(process.env.PEERS + '/npm/node_modules/minecraft-protocol').createClient({
  host: '10.3.0.2', port: 5010, username: 'lab', version: '1.20.4', auth: 'offline' });
client.on('login', () => { console.log('joined'); process.exit(); });
client.on('success', () => { console.log('joined'); process.exit(); });
client.on('end', why => { console.log('ended ' + why); process.exit(); });
"""
print(json.dumps({
    "players": mcpi(5001), "nobody": mcpi(5002), "banned": mcpi(5003), "password": mcpi(5004), "failing": mcpi(5005),
    "slow": mcpi(5006), "shy": [told(JavaServer("10.3.0.2", 5010, timeout=5).status),
        subprocess.run(["node", "-e", join], capture_output=True, text=True, timeout=20).stdout.strip()],
    "old": [told(JavaServer("10.3.0.2", 5020, timeout=5).status), told(lambda: LegacyServer("10.3.0.2", 5020, timeout=5).status().motd.to_plain())],
}))
END
"#;

#[test]
fn the_genuine_clients_understand_them() {
    let name = "the_genuine_clients_understand_them";
    if !std::path::Path::new(stage::PEERS).join("wanted").exists() {
        return ledger::skipped(name, "the other makers' Minecraft servers are not there; run tests/install.sh");
    }
    let played = match stage::play(Place::best(), SCRIPT) {
        Ok(played) => played,
        Err(why) => return ledger::skipped(name, &why),
    };
    let told: Value = serde_json::from_slice(&played.stdout).unwrap_or_else(|error| panic!("{error}\n{played}"));
    assert_eq!(told["players"], json!([[417, 418], 2]), "{told}");
    assert_eq!(told["nobody"], json!(["RequestError: b'world.getPlayerIds()' failed", 2]), "{told}");
    assert_eq!(told["slow"], told["players"], "{told}");
    for (who, words) in [
        ("banned", "ValueError: invalid literal for int() with base 10: \"You've been banned from this server!\""),
        ("password", "ValueError: invalid literal for int() with base 10: 'security.challenge"),
        ("failing", "RequestError: b'world.getPlayerIds()' failed"),
    ] {
        assert!(told[who][0].as_str().is_some_and(|said| said.starts_with(words)), "{who}: {told}");
    }
    assert_eq!(told["shy"][1], "joined", "{told}");
    assert!(told["shy"][0].as_str().is_some_and(|said| said.contains("Error")), "{told}");
    assert_eq!(told["old"][1], "A server of the lab", "{told}");
    assert!(told["old"][0].as_str().is_some_and(|said| said.contains("Error")), "{told}");
}
