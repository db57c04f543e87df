//! Proxies: beside the direct way each one that the settings name, or the one that the connection goes through.

mod ask;
mod beside;
mod through;

pub(crate) use beside::beside;
pub(crate) use through::through;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::observation::{Candidate, ProxyChoice, ProxySource, Seen, Subject};
use crate::probe;
use crate::target::{Proxy, Route, Target};

/// A proxy to look at, and what is written down about it.
pub(crate) struct Named {
    /// The proxy, with its login.
    pub(crate) proxy: Proxy,
    /// What names it.
    pub(crate) from: ProxySource,
}

impl Named {
    /// The record of what is seen of the proxy itself.
    fn journal(&self, journal: &Journal) -> Journal {
        journal.about(Subject::Proxy(self.proxy.to_string()))
    }
}

/// Which proxies the option and the variables name for `target`, the one that decides first; none where an entry of
/// `no_proxy` leads past them, or those of the variables are not to be contacted. The choice is written down with its reasons, where there was anything to choose from.
pub(crate) fn choose(journal: &Journal, target: &Target, options: &Options) -> Vec<Named> {
    let began = Instant::now();
    let option = match &target.route {
        Route::Direct => None,
        Route::Via(proxy) => Some(proxy),
    };
    // Whoever asks for these looks may have chosen the proxy already, by a variable.
    let is_it = |proxy: &Proxy, one: &Candidate| one.proxy == proxy.to_string();
    let chosen = |seen: &Seen| seen.first::<ProxyChoice>().and_then(|(_, choice)| choice.used().cloned());
    if let (Some(proxy), Some(one)) = (option, journal.read(chosen))
        && is_it(proxy, &one)
    {
        return vec![Named { proxy: proxy.clone(), from: one.from }];
    }
    let (choice, proxies) = probe::choose(option, options.no_proxy, &probe::proxy_settings(), target);
    let passed_by = choice.bypass.is_some();
    let left_alone = passed_by || options.offline && option.is_none();
    if passed_by || !choice.candidates.is_empty() || !choice.ignored.is_empty() {
        journal.note(began, choice);
    }
    let named = proxies.into_iter().filter(|_| !left_alone);
    named.map(|(proxy, from)| Named { proxy, from }).collect()
}
