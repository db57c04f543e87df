//! Servers and proxies that misbehave in every way: `netwhy http` answers each with one clear finding, within bounds of
//! time and memory, and without a panic.

mod codings;
mod endings;
mod floods;
mod framing;
mod lines;
mod measured;
mod proxies;
mod redirects;
mod secrets;
pub(crate) mod server;
mod terminal;
mod tls;

use serde_json::Value;

use crate::hostile::server::Hostile;

/// Each row is a test: what the server does with a connection, the arguments before the URL, and what must be said:
/// the exit code, the verdict's cause (`-` for none), and a kind of irregularity that must be named (`-` for any).
macro_rules! hostile {
    ($($(#[doc = $doc:literal])* $name:ident: $args:literal, |$talk:ident| $script:expr => $code:literal $cause:literal $breach:literal;)*) => {
        $(
            $(#[doc = $doc])*
            #[test]
            fn $name() {
                let server = $crate::hostile::server::Hostile::start(|$talk| { $script; });
                $crate::hostile::must(&server, $args, ($code, $cause, $breach));
            }
        )*
    };
}
pub(crate) use hostile;

/// Asks `server` once with `args`, and asserts what its answer must be judged to be.
pub(crate) fn must(server: &Hostile, args: &str, expected: (i32, &str, &str)) -> Value {
    let url = server.url("/");
    let mut all: Vec<&str> = args.split_whitespace().collect();
    all.push(&url);
    judged(&all, expected)
}

/// The patience of every run: for an answer that stands still, and for the whole exchange.
pub(crate) const BOUNDS: [&str; 4] = ["--timeout", "2s", "--max-time", "3s"];

/// Runs `netwhy http --json ARGS` within [`BOUNDS`]; asserts one valid document, the exit code, the cause of the verdict
/// with a finding that tells it first, and the irregularity.
pub(crate) fn judged(args: &[&str], (code, cause, breach): (i32, &str, &str)) -> Value {
    let bounds = if args.contains(&"--max-time") { &[][..] } else { &BOUNDS[..] };
    let all = [&["http", "--json"], bounds, args].concat();
    let ran = measured::run(&all);
    let document = ran.document();
    crate::contract::holds(&document);
    assert_eq!(document["schema"], "netwhy.http/1", "{all:?}: {ran:?}");
    let told = document["verdict"]["cause"].as_str().unwrap_or("-");
    let short = format!("{all:?}: {} {}", document["verdict"], document["findings"]);
    assert_eq!((ran.code, told), (Some(code), cause), "{short}\n{:.3000}", ran.stdout);
    if cause != "-" {
        assert_eq!(document["findings"][0]["cause"], cause, "{short}");
    }
    let mut kinds = Vec::new();
    irregular(&document["exchanges"], &mut kinds);
    assert!(breach == "-" || kinds.iter().any(|kind| kind == breach), "{breach} is not among {kinds:?}: {short}");
    document
}

/// The kinds of all irregularities that stand anywhere in `value`.
fn irregular(value: &Value, kinds: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| match value.as_array() {
            Some(list) if key == "irregular" => {
                kinds.extend(list.iter().filter_map(|breach| Some(breach["kind"].as_str()?.to_owned())));
            }
            _ => irregular(value, kinds),
        }),
        Value::Array(list) => list.iter().for_each(|value| irregular(value, kinds)),
        _ => {}
    }
}
