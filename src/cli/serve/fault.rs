//! `serve --fault`: reads it, and holds ports that refuse.

use netwhy::serve::fault::Fault;
use netwhy::text::{Lang, Text};

use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::ended;
use crate::cli::serve::place::{self, Wishes};
use crate::cli::serve::{Args, KindChoice, say};

/// The faults asked for, where they can be made with the other options.
pub(super) fn wish(args: &Args) -> Result<Option<Fault>, Failure> {
    let fault = Fault::read(args.fault.iter().map(String::as_str));
    let fault = fault.map_err(|error| Failure::usage(format!("--fault: {error}")))?;
    let Some(asked) = &fault else { return Ok(None) };
    let is_http = matches!(args.kind, None | Some(KindChoice::Http | KindChoice::Tls));
    if asked.status.is_some() && !is_http {
        return Err(Failure::usage("--fault: `status` is of HTTP; leave --as away, or write --as http"));
    }
    if asked.refuses() && (args.once || args.until.is_some() || args.peer) {
        return Err(Failure::usage(
            "--fault: nothing arrives at a port that refuses; leave --once, --until and --peer away, or write `reset`",
        ));
    }
    Ok(fault)
}

/// Takes the ports and lets the system refuse who comes, until the user ends it.
pub(super) fn refuse(runtime: &tokio::runtime::Runtime, wishes: &Wishes, lang: Lang) -> Result<Exit, Failure> {
    let held = place::held(wishes)?;
    for address in &held.addresses {
        let text = Text::new(
            format!("{address} is taken and refuses every connection (fault on purpose)"),
            format!("{address} 已占用，并拒绝所有连接（故意的故障）"),
        );
        say(&text, lang);
    }
    let mut signals = ended();
    runtime.block_on(signals());
    drop(held);
    Ok(Exit::Interrupted)
}
