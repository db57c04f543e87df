//! What passes, written down as browsers' tools do (HAR 1.2).

mod entry;
mod file;
mod struck;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use crate::proxy::exchange::{Exchange, Observer};
use crate::text::Text;

/// The most bytes of each body that are kept.
const MOST_BODY: usize = 256 * 1024;

/// How many bytes may wait to be written before new exchanges do.
const MOST_WAITING: usize = 32 << 20;

/// How long the file is left alone between two writes, so that whoever opens it reads it whole: what was opened is
/// written again only after the next write.
const PACE: Duration = Duration::from_secs(1);

/// A recorder of everything that passes.
pub struct Recorder {
    entries: Mutex<Option<mpsc::Sender<String>>>,
    waiting: Arc<AtomicUsize>,
    with_secrets: bool,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    /// True once the file cannot be written any more.
    is_broken: Arc<AtomicBool>,
}

impl Recorder {
    /// Writes to the file at `path`, which is made now, readable by its owner alone. Where it cannot be written any more,
    /// `tell` is told, once.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn create(path: &Path, with_secrets: bool, tell: impl Fn(Text) + Send + 'static) -> std::io::Result<Recorder> {
        let file = file::HarFile::create(path)?;
        let (entries, taken) = mpsc::channel();
        let (waiting, is_broken) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let (left, broken, path) = (Arc::clone(&waiting), Arc::clone(&is_broken), path.to_owned());
        let writer = std::thread::Builder::new().name("har".to_owned()).spawn(move || {
            if let Err(error) = write(file, &taken, &left) {
                broken.store(true, Ordering::Relaxed);
                tell(stopped(&path, &error));
            }
        })?;
        Ok(Recorder {
            entries: Mutex::new(Some(entries)),
            waiting,
            with_secrets,
            writer: Mutex::new(Some(writer)),
            is_broken,
        })
    }

    /// Writes what waits, and ends.
    pub fn finish(&self) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // It ends by itself, and has told of what went wrong.
            let _ = writer.join();
        }
    }
}

impl Observer for Recorder {
    fn wants(&self) -> Option<usize> {
        Some(MOST_BODY)
    }

    fn ended(&self, exchange: &Exchange) {
        if self.is_broken.load(Ordering::Relaxed) {
            return;
        }
        // A tunnel that was looked into is told by what it carried.
        if exchange.intercepted && exchange.method == hyper::Method::CONNECT && exchange.trouble.is_none() {
            return;
        }
        let Ok(entry) = serde_json::to_string(&entry::entry(exchange, self.with_secrets)) else { return };
        let size = entry.len();
        if let Some(entries) = &*self.entries.lock().unwrap_or_else(PoisonError::into_inner) {
            self.waiting.fetch_add(size, Ordering::Relaxed);
            // A writer that has ended told why.
            let _ = entries.send(entry);
        }
    }

    fn is_behind(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > MOST_WAITING && !self.is_broken.load(Ordering::Relaxed)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Writes entries as they come, all that wait at once.
fn write(mut file: file::HarFile, entries: &mpsc::Receiver<String>, waiting: &AtomicUsize) -> std::io::Result<()> {
    let mut next = Instant::now();
    while let Ok(first) = entries.recv() {
        let (mut some, mut size) = (Vec::new(), first.len());
        some.push(first);
        // Until then, or the end, or as much as should wait.
        while let Ok(more) = entries.recv_timeout(next.saturating_duration_since(Instant::now())) {
            size += more.len();
            some.push(more);
            if size > MOST_WAITING / 2 {
                break;
            }
        }
        file.add(&some)?;
        next = Instant::now() + PACE;
        waiting.fetch_sub(some.iter().map(String::len).sum(), Ordering::Relaxed);
    }
    Ok(())
}

/// That nothing more is written, and why.
fn stopped(path: &Path, error: &std::io::Error) -> Text {
    let path = path.display();
    Text::new(
        format!("nothing more is written to {path}: {error}; what is there is whole"),
        format!("不再写入 {path}：{error}；已有内容是完整的"),
    )
}
