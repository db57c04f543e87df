//! Names followed from a root of one's own, over real authorities.

use serde_json::Value;

use crate::names::private::documents;

/// A root, a zone below it with one dead server, and two zones below that.
const WORLD: &str = r#"
zone 127.0.0.1 . <<END
. 3600 IN SOA a.root. h. 1 2 3 4 5
. 3600 IN NS a.root.
a.root. 3600 IN A 127.0.0.1
org. 3600 IN NS a.nic.org.
org. 3600 IN NS b.nic.org.
a.nic.org. 3600 IN A 127.0.0.2
b.nic.org. 3600 IN A 127.0.0.22
END
zone 127.0.0.2 org. <<END
org. 3600 IN SOA a.nic.org. h. 1 2 3 4 5
org. 3600 IN NS a.nic.org.
a.nic.org. 3600 IN A 127.0.0.2
example.org. 3600 IN NS ns.example.org.
ns.example.org. 3600 IN A 127.0.0.3
glueless.org. 3600 IN NS ns.elsewhere.org.
elsewhere.org. 3600 IN NS ns.example.org.
lame.org. 3600 IN NS ns2.lame.org.
ns2.lame.org. 3600 IN A 127.0.0.3
lost.org. 3600 IN NS nowhere.example.org.
END
zone 127.0.0.3 example.org. <<END
example.org. 3600 IN SOA ns.example.org. h. 1 2 3 4 5
example.org. 3600 IN NS ns.example.org.
ns.example.org. 3600 IN A 127.0.0.3
www.example.org. 300 IN A 192.0.2.80
alias.example.org. 300 IN CNAME www.example.org.
far.example.org. 300 IN CNAME www.other.org.
loop.example.org. 300 IN CNAME loop.example.org.
END
walk() { "$netwhy" resolve --json --trace --root 127.0.0.1 "$@" || true; }
"#;

fn zones(walk: &Value) -> Vec<&str> {
    walk["steps"].as_array().unwrap().iter().map(|step| step["zone"].as_str().unwrap()).collect()
}

#[test]
fn a_walk_shows_each_zone_and_where_the_way_ends() {
    let script = "walk www.example.org; walk alias.example.org; walk nope.example.org; walk -t MX www.example.org
         walk x.lame.org; walk x.lost.org; walk nope.org; walk x.glueless.org; walk loop.example.org";
    let Some(all) = documents(&format!("{WORLD}\n{script}")) else { return };
    let [www, alias, nope, mx, lame, lost, shallow, glueless, endless] = all.as_slice() else { panic!("{all:?}") };
    let end = |document: &Value| (document["walk"]["end"]["kind"].clone(), document["walk"]["end"]["zone"].clone());

    assert_eq!((&www["resolved"], &www["found"]), (&true.into(), &serde_json::json!(["192.0.2.80"])));
    assert_eq!(zones(&www["walk"]), [".", "org", "example.org"]);
    // The zone's dead server stands there beside the one that answers, and its port is named as closed.
    let asked = www["walk"]["steps"][1]["asked"].as_array().unwrap();
    let dead = asked.iter().find(|answer| answer["server_name"] == "b.nic.org").unwrap();
    assert_eq!((&dead["outcome"], &dead["reason"]), (&"rejected".into(), &"port-unreach".into()), "{dead}");

    assert_eq!(alias["found"], serde_json::json!(["192.0.2.80"]));
    assert_eq!(end(nope), ("not-found".into(), "example.org".into()));
    assert_eq!(end(mx), ("empty".into(), "example.org".into()));
    assert_eq!(end(lame), ("broken".into(), "lame.org".into()));
    assert_eq!(end(lost), ("no-server".into(), "lost.org".into()));
    assert_eq!(end(shallow), ("not-found".into(), "org".into()));
    assert_eq!(zones(&shallow["walk"]), [".", "org"]);
    assert_ne!(end(glueless).0, "answered");
    assert_ne!(endless["resolved"], true, "{endless}");
}

#[test]
fn a_silent_root_ends_the_walk_in_time() {
    let started = std::time::Instant::now();
    let Some(all) = documents("\"$netwhy\" resolve --json --timeout 1 --trace --root 127.0.0.9 x.org || true") else {
        return;
    };
    assert_eq!(all[0]["walk"]["end"]["kind"], "broken");
    assert!(started.elapsed().as_secs() < 20);
}
