//! `netwhy resolve` with the sources of a machine: hosts file, system, and configured name servers.

use serde_json::{Value, json};

use crate::names::private::{documents, inside};
use crate::run::netwhy;

fn of_server<'a>(document: &'a Value, server: &str, record_type: &str) -> &'a Value {
    let mut all = document["resolutions"].as_array().unwrap().iter();
    all.find(|r| r["server"] == format!("{server}:53") && r["record_type"] == record_type).unwrap()
}

const TWO: &str = r"
names 127.0.0.53 --address=/here.test/192.0.2.7 --local=/test/ --txt-record=text.test,hello --cname=alias.test,a.alias.test \
  --host-record=a.alias.test,192.0.2.8 --host-record=web.corp.test,192.0.2.80 --ptr-record=7.2.0.192.in-addr.arpa,here.test \
  --host-record=xn--mnchen-3ya.test,192.0.2.9
names 127.0.0.54 --address=/here.test/192.0.2.99 --local=/test/
resolvers 127.0.0.53 127.0.0.54 127.0.0.55
";

#[test]
fn every_source_is_asked_by_itself_and_differences_are_told() {
    let script =
        format!("{TWO}\n\"$netwhy\" resolve --json here.test; \"$netwhy\" resolve --json nope.test || echo \"$?\"");
    let Some(text) = inside(&script) else { return };
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [here, nope, code] = lines.as_slice() else { panic!("{text}") };
    assert_eq!((&here["resolved"], &here["found"]), (&json!(true), &json!(["192.0.2.7"])));
    assert_eq!(of_server(here, "127.0.0.53", "A")["records"][0]["data"], "192.0.2.7");
    assert_eq!(of_server(here, "127.0.0.54", "A")["records"][0]["data"], "192.0.2.99");
    let third = of_server(here, "127.0.0.55", "A");
    assert_eq!((&third["outcome"], &third["reason"]), (&json!("rejected"), &json!("port-unreach")));
    let told = here["differences"][0].as_str().unwrap();
    assert!(told.contains("192.0.2.99 from 127.0.0.54") && !told.contains("127.0.0.55"), "{told}");
    assert_eq!((&nope["resolved"], &nope["differences"], code), (&json!(false), &json!([]), &json!(1)));
    let why = &nope["findings"][0];
    // The third server is not heard, so it may know the name.
    assert_eq!((&why["cause"], &why["confidence"]), (&json!("name.not-found"), &json!("likely")), "{why}");
    assert_eq!(why["at"]["address"], "127.0.0.53");
}

#[test]
fn aliases_search_domains_scripts_and_reverse_names_resolve() {
    let script = format!(
        "{TWO}\nprintf 'search corp.test\\n' >>resolv.conf
         for name in alias.test web münchen.test 192.0.2.7; do \"$netwhy\" resolve --json \"$name\"; done
         printf 'here.test # first\\n\\n# none\\nmünchen.test\\n' | \"$netwhy\" resolve --format jsonl -"
    );
    let Some(all) = documents(&script) else { return };
    let [alias, web, munich, reverse, first, second] = all.as_slice() else { panic!("{all:?}") };
    let records = of_server(alias, "127.0.0.53", "A")["records"].as_array().unwrap();
    let chain: Vec<_> = records.iter().map(|record| record["type"].as_str().unwrap()).collect();
    assert_eq!(chain, ["CNAME", "A"]);
    assert_eq!((&web["found"], &web["name"]), (&json!(["192.0.2.80"]), &json!("web")));
    assert_eq!(of_server(web, "127.0.0.53", "A")["name"], "web.corp.test");
    assert_eq!((&munich["name"], &munich["unicode"]), (&json!("xn--mnchen-3ya.test"), &json!("münchen.test")));
    assert_eq!(munich["found"], json!(["192.0.2.9"]));
    assert_eq!(reverse["found"], json!(["here.test."]));
    assert_eq!((&first["input"], &second["input"]), (&json!("here.test"), &json!("münchen.test")));
}

#[test]
fn no_resolver_and_a_hosts_file_of_ones_own() {
    let script = "printf '192.0.2.44 only.here.test\\n' >hosts; mount --bind hosts /etc/hosts; resolvers 127.0.0.66
         \"$netwhy\" resolve --json only.here.test; \"$netwhy\" resolve --json --timeout 1 other.test || true";
    let Some(all) = documents(script) else { return };
    assert_eq!(
        (&all[0]["found"], &all[0]["hosts_file"]["addresses"]["saw"]),
        (&json!(["192.0.2.44"]), &json!(["192.0.2.44"]))
    );
    assert_eq!(all[1]["resolved"], false);
    assert_eq!(all[1]["findings"][0]["cause"], "name.resolver-silent");
}

#[test]
fn people_read_it_within_80_columns_in_both_languages() {
    let script = format!(
        "{TWO}\n\"$netwhy\" resolve here.test; \"$netwhy\" resolve --lang zh here.test nope.test -t TXT || true
         \"$netwhy\" resolve --color always nope.test || true"
    );
    let Some(text) = inside(&script) else { return };
    let plain = text.replace('\x1b', "␛");
    let painted = plain.matches('␛').count();
    assert!(painted > 0, "no colour: {plain}");
    for line in plain.lines().filter(|line| !line.contains('␛')) {
        assert!(console::measure_text_width(line) <= 80, "{line}");
    }
    assert!(text.contains("nothing listens there") && text.contains("没有程序监听"), "{text}");
}

#[test]
fn mistakes_are_told_with_their_mend() {
    for (args, mend) in [
        ("resolve https://example.org/x", "write `example.org`"),
        ("resolve example.org:443", "write `example.org`"),
        ("resolve a..b", "empty label"),
        ("resolve 256.1.1.1", "four numbers"),
        ("resolve x --type NONSENSE", "TYPE65"),
        ("resolve x --server dns.example", "tls://HOST"),
        ("resolve x --json y", "jsonl"),
        ("resolve x --cacert /dev/null --server tls://127.0.0.1", "no certificate"),
        ("resolve x --root 127.0.0.1", "--trace"),
    ] {
        let ran = netwhy(args);
        let is_silent = ran.stdout.is_empty() || args.contains("--json");
        assert!(matches!(ran.code, Some(2 | 3)) && is_silent, "{args}: {ran:?}");
        assert!(ran.stderr.contains(mend) && ran.stderr.lines().count() == 1, "{args}: {ran:?}");
        let ran = netwhy(&format!("{} --format json", args.replace("--json", "")));
        crate::contract::holds(&ran.document());
    }
}

#[test]
fn an_interrupt_leaves_what_was_heard_as_a_whole_document() {
    let silent = std::net::UdpSocket::bind(crate::names::server::place()).unwrap();
    let closed = crate::names::server::place();
    let mut command = std::process::Command::new(crate::run::PROGRAM);
    command.args(["resolve", "--json", "--timeout", "60", "-t", "A", "--server", &closed.to_string()]);
    command.args(["--server", &silent.local_addr().unwrap().to_string(), "x.test"]);
    let child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    // The question has come, so the program is waiting for its answer.
    silent.recv_from(&mut [0; 512]).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let id = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
    nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGINT).unwrap();
    let ran: crate::run::Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let document = ran.document();
    crate::contract::holds(&document);
    assert_eq!((&document["interrupted"], document["resolutions"].as_array().unwrap().len()), (&json!(true), 1));
}
