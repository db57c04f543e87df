//! What is changed in what passes: files of rules, and short options that make the same.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use netwhy::proxy::rules::{Current, Rules, Short, Source};
use netwhy::text::{Lang, Text};
use tokio::sync::watch;

use crate::cli::exit::Failure;

/// Rules.
#[derive(Debug, clap::Args)]
pub(crate) struct ChangeOptions {
    /// Apply the rules in this TOML file (docs/proxy-rules.md); read again on SIGHUP and when it changes; may be given
    /// several times
    #[arg(long, value_name = "FILE")]
    rule: Vec<PathBuf>,
    /// Block this host, such as ads.example.com or *.example.com:443; may be given several times
    #[arg(long, value_name = "HOST")]
    block: Vec<String>,
    /// Ask TO where FROM is asked for, such as api.example.com=http://127.0.0.1:8080; may be given several times
    #[arg(long, value_name = "FROM=TO")]
    map: Vec<String>,
    /// Hold every request up, by such as 300ms or 2s
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true)]
    delay: Option<String>,
    /// Set this header of every request
    #[arg(long, value_name = "NAME: VALUE")]
    set_header: Vec<String>,
    /// Remove this header from every request
    #[arg(long, value_name = "NAME")]
    remove_header: Vec<String>,
    /// Set this header of every response
    #[arg(long, value_name = "NAME: VALUE")]
    set_response_header: Vec<String>,
    /// Remove this header from every response
    #[arg(long, value_name = "NAME")]
    remove_response_header: Vec<String>,
}

/// The rules of now, and what brings those to come.
pub(crate) struct Changes {
    source: Source,
    sender: watch::Sender<Arc<Rules>>,
    lang: Lang,
}

impl ChangeOptions {
    /// Reads the rules; a mistake in them is told before anything listens.
    pub(crate) fn read(&self, lang: Lang) -> Result<Changes, Failure> {
        let short = Short {
            block: self.block.clone(),
            map: self.map.clone(),
            delay: self.delay.clone(),
            remove_header: self.remove_header.clone(),
            set_header: self.set_header.clone(),
            remove_response_header: self.remove_response_header.clone(),
            set_response_header: self.set_response_header.clone(),
        };
        let mut source = Source::new(short.rules().map_err(Failure::usage)?, self.rule.clone());
        let rules = source.load().map_err(Failure::usage)?;
        Ok(Changes { source, sender: watch::Sender::new(Arc::new(rules)), lang })
    }
}

impl Changes {
    /// The rules in force, now and later.
    pub(crate) fn current(&self) -> Current {
        Current::of(&self.sender)
    }

    /// Reads the rules again whenever that is due, and says so on standard error.
    pub(crate) async fn watch(self) {
        let lang = self.lang;
        self.source.watch(self.sender, move |told| say(&told.text(), lang)).await;
    }
}

/// A word to whoever runs the proxy.
pub(crate) fn say(text: &Text, lang: Lang) {
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "netwhy: {}", netwhy::render::paint::safe(text.get(lang)));
}
