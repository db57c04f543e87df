//! The log: a line an exchange, written by one thread while the others go on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use netwhy::proxy::{Exchange, Observer, passed};
use netwhy::report::Passed;

use crate::cli::common::{Common, Format};
use crate::cli::exit::Failure;
use crate::cli::sink::Sink;

/// Lines that may wait to be written before new exchanges wait for them.
const MOST: usize = 4096;
/// Lines that are written at once.
const AT_ONCE: usize = 256;

/// What the writer hears.
enum Word {
    Passed(Box<Passed>),
    End,
}

/// Hears of every exchange.
pub(crate) struct Log {
    with_secrets: bool,
    waiting: Arc<AtomicUsize>,
    tell: Mutex<Sender<Word>>,
}

/// Writes what was heard.
pub(crate) struct Writer {
    waiting: Arc<AtomicUsize>,
    told: Receiver<Word>,
    tell: Sender<Word>,
}

/// A log and its writer.
pub(crate) fn log(with_secrets: bool) -> (Log, Writer) {
    let (tell, told) = channel();
    let waiting = Arc::<AtomicUsize>::default();
    let log = Log { with_secrets, waiting: Arc::clone(&waiting), tell: Mutex::new(tell.clone()) };
    (log, Writer { waiting, told, tell })
}

impl Observer for Log {
    fn ended(&self, exchange: &Exchange) {
        let passed = Box::new(passed(exchange, self.with_secrets));
        self.waiting.fetch_add(1, Ordering::Relaxed);
        if let Ok(tell) = self.tell.lock() {
            // The writer has gone only when everything has.
            let _ = tell.send(Word::Passed(passed));
        }
    }

    fn is_behind(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > MOST
    }
}

/// Tells the writer that nothing more will come.
pub(crate) struct Done(Sender<Word>);

impl Drop for Done {
    fn drop(&mut self) {
        // The writer has gone where it failed.
        let _ = self.0.send(Word::End);
    }
}

impl Writer {
    /// Ends the writer when it is dropped.
    pub(crate) fn done(&self) -> Done {
        Done(self.tell.clone())
    }

    /// Writes lines until there are no more. A reader who hung up is the end of the log, not of the proxy.
    pub(crate) fn run(self, sink: &mut Sink, common: &Common) -> Result<(), Failure> {
        let (format, look) = (common.format(), common.log_look());
        let mut lines: Vec<u8> = Vec::new();
        let mut is_end = false;
        while !is_end {
            let Ok(first) = self.told.recv() else { return Ok(()) };
            let more = std::iter::from_fn(|| self.told.try_recv().ok()).take(AT_ONCE);
            lines.clear();
            let mut written = 0;
            for word in std::iter::once(first).chain(more) {
                let Word::Passed(passed) = word else {
                    is_end = true;
                    continue;
                };
                written += 1;
                let done = match format {
                    Format::Human => netwhy::render::human::passed(&passed, &look, &mut lines),
                    Format::Json | Format::Jsonl => netwhy::render::json(&*passed, &mut lines),
                };
                done.map_err(|error| Failure::failed(format!("an exchange cannot be written: {error}")))?;
            }
            let put = sink.put(|out| out.write_all(&lines));
            self.waiting.fetch_sub(written, Ordering::Relaxed);
            put?;
        }
        Ok(())
    }
}
