//! Finds out why a connection failed, with the eyes of `diagnose`; bounded in time, in number, and asked once a target.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, watch};

use crate::diagnose::{Options, diagnose};
use crate::observation::{Fact, Seen};
use crate::probe::tls;
use crate::proxy::settings::{Families, Settings};
use crate::proxy::trouble::{Found, Trouble};
use crate::report::Report;
use crate::target::{Host, Service, Target};
use crate::text::Text;
use crate::verdict::UNEXPLAINED;

/// How long a diagnosis may take.
const MOST: Duration = Duration::from_secs(3);
/// How long a diagnosis holds.
const HOLDS: Duration = Duration::from_secs(30);
/// The stack of a diagnosis in bytes: what it does is deep, most of all where nothing was made small, and a thread's own
/// would be a quarter of what the main one has. Only what is used of it takes memory.
const STACK: usize = 64 << 20;
/// Diagnoses at once.
const AT_ONCE: usize = 2;
/// Targets that are remembered.
const REMEMBERED: usize = 256;

/// A diagnosis: under way while there is nothing in it, then with what it found, if anything.
type Told = watch::Receiver<Option<Option<(Found, Option<Text>)>>>;

/// What is looked into.
type Place = (Host, u16, Service);

/// Who finds out.
pub struct Doctor {
    is_in: bool,
    families: Families,
    tls: tls::Settings,
    slots: Arc<Semaphore>,
    known: Mutex<HashMap<Place, (Instant, Told)>>,
}

impl Doctor {
    /// As the settings wish it.
    pub fn new(settings: &Settings) -> Doctor {
        Doctor {
            is_in: settings.diagnoses,
            families: settings.families,
            tls: settings.tls.clone(),
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            known: Mutex::default(),
        }
    }

    /// `trouble` with the cause that a diagnosis of `target` finds; as it stands where none is found in time.
    pub async fn explain(&self, trouble: Trouble, target: Target) -> Trouble {
        match self.find(target).await {
            None => trouble,
            Some((found, mend)) => Trouble { found: Some(found), mend, ..trouble },
        }
    }

    /// True where causes are looked for.
    pub fn is_in(&self) -> bool {
        self.is_in
    }

    async fn find(&self, target: Target) -> Option<(Found, Option<Text>)> {
        let mut told = self.begin(target)?;
        let found = tokio::time::timeout(MOST, told.wait_for(Option::is_some)).await.ok()?.ok()?;
        found.clone().flatten()
    }

    /// The diagnosis of `target`: one that holds still, or a new one; nothing where too many are under way.
    fn begin(&self, target: Target) -> Option<Told> {
        if !self.is_in {
            return None;
        }
        let key = (target.host.clone(), target.port, target.service);
        let mut known = self.known.lock().ok()?;
        known.retain(|_, (since, _)| since.elapsed() < HOLDS);
        if let Some((_, told)) = known.get(&key) {
            return Some(told.clone());
        }
        if known.len() >= REMEMBERED {
            return None;
        }
        let slot = Arc::clone(&self.slots).try_acquire_owned().ok()?;
        let (tell, told) = watch::channel(None);
        let options = Options {
            ipv4: self.families != Families::V6,
            ipv6: self.families != Families::V4,
            timeout: MOST,
            control: None,
            offline: true,
            no_proxy: true,
            tls: self.tls.clone(),
        };
        // A diagnosis stays on one thread, and what hangs in it must not hold up others.
        let work = move || {
            let _slot = slot;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let found = runtime.ok().and_then(|runtime| {
                // The clock of the end is the runtime's, so it is made inside.
                let diagnosis =
                    runtime.block_on(async { Box::pin(diagnose(target, &options, tokio::time::sleep(MOST))).await });
                // A look-up that hangs in the system's resolver must not hold up the answer.
                runtime.shutdown_background();
                read(&diagnosis.report)
            });
            // Nobody may wait any more.
            let _ = tell.send(Some(found));
        };
        std::thread::Builder::new().name("diagnosis".to_owned()).stack_size(STACK).spawn(work).ok()?;
        known.insert(key, (Instant::now(), told.clone()));
        Some(told)
    }
}

/// The cause that shows in one thing seen on the way to `target`, and the first mend.
pub(crate) fn of_fact(target: Target, fact: impl Into<Fact>) -> Option<(Found, Option<Text>)> {
    let mut seen = Seen::new();
    seen.add(0.0, 0, fact);
    read(&crate::diagnose::conclude(target, seen, jiff::Timestamp::now().to_string(), 0.0, false))
}

/// The cause and the first mend of a report.
fn read(report: &Report) -> Option<(Found, Option<Text>)> {
    let cause = report.verdict.cause.clone().filter(|cause| cause != UNEXPLAINED)?;
    let remedy = report.findings.first().and_then(|finding| finding.remedies.first());
    let mend = remedy.map(|remedy| remedy.action.clone());
    Some((Found { cause, summary: report.verdict.summary.clone() }, mend))
}
