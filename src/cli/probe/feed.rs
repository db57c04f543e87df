//! From wishes to aims: looks names up, many at a time, and hands on blocks of aims in the order asked for.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use futures_util::stream::{self, StreamExt};
use netwhy::probe::scan::Aim;
use netwhy::report::probe::Unresolved;
use tokio::sync::mpsc;

use crate::cli::common::Common;
use crate::cli::exit::Failure;
use crate::cli::probe::wish::{Families, Wish};

/// Aims handed on at one time.
const BLOCK: usize = 256;

/// Names looked up at one time.
const LOOK_UPS: usize = 64;

/// Where the wishes come from.
pub(crate) enum Source {
    /// The command line.
    Listed(Vec<Wish>),
    /// Standard input: what has come already, and the rest.
    Lines { head: Vec<Wish>, rest: mpsc::Receiver<Result<Wish, Failure>> },
}

impl Source {
    /// How many pairs of host and port are asked for, where that is known.
    pub(crate) fn count(&self) -> Option<u64> {
        match self {
            Source::Listed(wishes) => Some(wishes.iter().map(Wish::count).fold(0, u64::saturating_add)),
            Source::Lines { .. } => None,
        }
    }
}

/// What happened beside the aims.
pub(crate) enum Note {
    /// A name has no address.
    Unresolved(Unresolved),
    /// The input ended in a fault.
    Fault(Failure),
    /// All wishes are read.
    End(Asked),
}

/// What was asked for, all in all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked {
    /// Pairs of host and port.
    pub(crate) count: u64,
    /// True where a range or a block was among them.
    pub(crate) search: bool,
}

/// The aims as they come, and notes beside them.
pub(crate) struct Feed {
    pub(crate) aims: Receiver<Vec<Aim>>,
    pub(crate) notes: mpsc::Receiver<Note>,
    /// True where each address of a name is tried.
    pub(crate) every_address: bool,
}

impl Feed {
    /// Begins, in a thread of its own.
    ///
    /// Through a proxy, which is at `proxy`, all aims lead there and no name is looked up.
    pub(crate) fn start(source: Source, common: &Common, proxy: Option<SocketAddr>) -> Result<Feed, Failure> {
        let families = Families::of(common);
        let one_name = matches!(&source, Source::Listed(wishes) if wishes.len() == 1 && wishes[0].name().is_some());
        let every_address = one_name && proxy.is_none();
        let (aims_out, aims) = sync_channel(4);
        let (notes_out, notes) = mpsc::channel(64);
        let cannot = |error| Failure::failed(format!("the system gives no thread: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
        let work = Work { aims: aims_out, notes: notes_out, families, every_address, proxy, asked: Asked::default() };
        let thread = std::thread::Builder::new().name("targets".to_owned());
        thread
            .spawn(move || {
                runtime.block_on(work.run(source));
                runtime.shutdown_background();
            })
            .map_err(cannot)?;
        Ok(Feed { aims, notes, every_address })
    }
}

struct Work {
    aims: SyncSender<Vec<Aim>>,
    notes: mpsc::Sender<Note>,
    families: Families,
    every_address: bool,
    proxy: Option<SocketAddr>,
    asked: Asked,
}

/// A wish with what its name led to; no name where it needs none.
struct Found {
    wish: Wish,
    name: Option<(String, Result<Vec<SocketAddr>, String>)>,
}

impl Work {
    async fn run(mut self, source: Source) {
        let (families, proxy) = (self.families, self.proxy);
        let wishes = match source {
            Source::Listed(wishes) => stream::iter(wishes.into_iter().map(Ok)).boxed(),
            Source::Lines { head, mut rest } => {
                let rest = stream::poll_fn(move |context| rest.poll_recv(context));
                stream::iter(head.into_iter().map(Ok)).chain(rest).boxed()
            }
        };
        let look_ups = wishes.map(|wish| async move {
            match wish {
                Ok(wish) => Ok(look_up(wish, families, proxy).await),
                Err(fault) => Err(fault),
            }
        });
        // What is ready goes on at once: a slow name or a slow writer holds up nobody before it.
        let mut ready = look_ups.buffered(LOOK_UPS).ready_chunks(BLOCK);
        let mut block = Vec::with_capacity(BLOCK);
        while let Some(chunk) = ready.next().await {
            for found in chunk {
                let went_on = match found {
                    Ok(found) => self.hand_on(found, &mut block).await,
                    Err(fault) => self.notes.send(Note::Fault(fault)).await.is_ok(),
                };
                if !went_on {
                    return;
                }
            }
            if !self.send(&mut block) {
                return;
            }
        }
        let _ = self.notes.send(Note::End(self.asked)).await;
    }

    /// False where nobody listens any more.
    async fn hand_on(&mut self, found: Found, block: &mut Vec<Aim>) -> bool {
        let Found { wish, name } = found;
        let mark = self.asked.count;
        self.asked.count = mark.saturating_add(wish.count());
        self.asked.search |= wish.is_search();
        match name {
            None => {
                let proxy = self.proxy;
                let there = move |aim: Aim| match proxy {
                    Some(proxy) => Aim { to: SocketAddr::new(proxy.ip(), aim.to.port()), ..aim },
                    None => aim,
                };
                self.fill(wish.aims(mark).map(there), block)
            }
            Some((name, Ok(mut addresses))) => {
                addresses.truncate(if self.every_address { addresses.len() } else { 1 });
                self.fill(wish.aims_at(&name, &addresses, mark), block)
            }
            Some((host, Err(error))) => {
                let note = Note::Unresolved(Unresolved { host, line: wish.line, error });
                self.notes.send(note).await.is_ok()
            }
        }
    }

    fn fill(&self, aims: impl Iterator<Item = Aim>, block: &mut Vec<Aim>) -> bool {
        for aim in aims {
            block.push(aim);
            if block.len() >= BLOCK && !self.send(block) {
                return false;
            }
        }
        true
    }

    fn send(&self, block: &mut Vec<Aim>) -> bool {
        block.is_empty() || self.aims.send(std::mem::replace(block, Vec::with_capacity(BLOCK))).is_ok()
    }
}

/// Asks the system for the addresses of a wish's name.
async fn look_up(wish: Wish, families: Families, proxy: Option<SocketAddr>) -> Found {
    let Some(name) = wish.name() else { return Found { wish, name: None } };
    if let Some(proxy) = proxy {
        return Found { wish, name: Some((name, Ok(vec![proxy]))) };
    }
    let result = match tokio::net::lookup_host((name.as_str(), 0)).await {
        Err(error) => Err(error.to_string()),
        Ok(found) => {
            let mut addresses: Vec<SocketAddr> = Vec::new();
            for address in found.filter(|address| families.has(address.ip())) {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            if addresses.is_empty() { Err("no address of the family asked for".to_owned()) } else { Ok(addresses) }
        }
    };
    Found { wish, name: Some((name, result)) }
}
