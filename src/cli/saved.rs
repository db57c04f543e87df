//! A report saved earlier, read and judged again: same facts, same answer.

use netwhy::diagnose::conclude;
use netwhy::render;
use netwhy::report::{Report, SCHEMA};

use crate::cli::common::{Common, Format};
use crate::cli::diagnose;
use crate::cli::exit::{Exit, Failure};
use crate::cli::explain;
use crate::cli::sink::Sink;

/// The largest report that is read, in bytes.
const MOST: u64 = 64 << 20;

/// Judges the report in the file `name` again and tells it as `diagnose` would.
pub(crate) fn judge(name: &str, common: &Common) -> Result<Exit, Failure> {
    let saved = read(name)?;
    let report = conclude(saved.target, saved.observations, saved.started_at, saved.took_ms, saved.interrupted);
    let mut sink = Sink::open(common)?;
    sink.put(|out| match common.format() {
        Format::Human => render::human::report(&report, &common.look(), out),
        Format::Json | Format::Jsonl => render::json(&report, out),
    })?;
    Ok(diagnose::exit_of(&report))
}

fn read(name: &str) -> Result<Report, Failure> {
    let bytes = explain::open(name).and_then(|file| explain::bounded(file, MOST + 1)).map_err(|error| {
        Failure::usage(format!("`{name}` cannot be read ({error}); give --report the path of a saved report"))
    })?;
    if bytes.len() as u64 > MOST {
        return Err(Failure::usage(format!("`{name}` is larger than {} MiB; no report of netwhy is", MOST >> 20)));
    }
    let mend = "save one with `netwhy --json HOST:PORT > FILE`";
    let document: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::usage(format!("`{name}` is not JSON ({error}); {mend}")))?;
    let schema = document.get("schema").and_then(serde_json::Value::as_str);
    match schema {
        Some(SCHEMA) => {}
        Some(other) => {
            let other: String = render::paint::safe(other).chars().take(60).collect();
            return Err(Failure::usage(format!("`{name}` holds the schema `{other}`, not `{SCHEMA}`; {mend}")));
        }
        None => {
            return Err(Failure::usage(format!("`{name}` names no schema, so it is not a report of netwhy; {mend}")));
        }
    }
    serde_json::from_value(document)
        .map_err(|error| Failure::usage(format!("`{name}` says `{SCHEMA}` and does not keep to it ({error}); {mend}")))
}
