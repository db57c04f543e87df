//! Where rules come from: files and short options. Files are read again on SIGHUP and when they change; rules that do not
//! parse leave the old ones in force.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::sync::watch;

use crate::proxy::rules::mistake::{Mistake, Mistakes};
use crate::proxy::rules::{Rule, Rules, read};
use crate::text::Text;

/// The largest file of rules, in bytes.
const MOST: u64 = 1 << 20;

/// The largest file that an answer is made of, in bytes.
const MOST_ANSWER: u64 = 16 << 20;

/// How often files are looked at.
const PACE: Duration = Duration::from_millis(500);

/// For how many looks a file that was emptied may stay so before it is taken for empty.
const REST: u32 = 4;

/// What a file was when it was looked at: its time, its size, and what it is on the disk.
type Look = Vec<Option<(SystemTime, u64, u64)>>;

/// Files and options.
#[derive(Debug, Clone, Default)]
pub struct Source {
    short: Vec<Rule>,
    files: Vec<PathBuf>,
    /// The files that answers are made of, as far as they were read.
    answers: Vec<PathBuf>,
}

/// What became of a file that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// So many rules are in force now.
    Read(usize),
    /// The old ones stay.
    Kept(Mistakes),
}

impl Told {
    /// As a sentence for the log.
    pub fn text(&self) -> Text {
        match self {
            Told::Read(count) => Text::new(
                format!("the rules were read again: {count} are in force"),
                format!("已重新读取规则：共 {count} 条生效"),
            ),
            Told::Kept(mistakes) => Text::new(
                format!("the rules stay as they were, since the new ones cannot be used: {mistakes}"),
                format!("规则保持不变，因为新规则无法使用：{mistakes}"),
            ),
        }
    }
}

impl Source {
    /// Short options first, then files in the order given.
    pub fn new(short: Vec<Rule>, files: Vec<PathBuf>) -> Source {
        Source { short, files, answers: Vec::new() }
    }

    /// Reads all rules.
    ///
    /// # Errors
    /// Every mistake in every file.
    pub fn load(&mut self) -> Result<Rules, Mistakes> {
        let (mut rules, mut mistakes) = (self.short.clone(), Vec::new());
        let mut answers = Vec::new();
        for path in &self.files {
            let name = path.display().to_string();
            let text = regular(path, MOST).and_then(|bytes| {
                String::from_utf8(bytes).map_err(|error| {
                    let line = bytes_before(&error).iter().filter(|byte| **byte == b'\n').count() + 1;
                    format!("line {line} is not UTF-8; write the file in UTF-8")
                })
            });
            let folder = path.parent().map(Path::to_owned).unwrap_or_default();
            let named = std::cell::RefCell::new(&mut answers);
            let read = |text: String| {
                read::read(&name, &text, &|file| {
                    let path = folder.join(file);
                    named.borrow_mut().push(path.clone());
                    let shown = crate::proxy::rules::table::shown(file);
                    let bytes = regular(&path, MOST_ANSWER).map_err(|why| format!("`{shown}` {why}"))?;
                    Ok(Bytes::from(bytes))
                })
            };
            match text
                .map_err(|message| Mistakes(vec![Mistake { file: name.clone(), place: None, message }]))
                .and_then(read)
            {
                Ok(more) => rules.extend(more),
                Err(more) => mistakes.extend(more.0),
            }
        }
        self.answers = answers;
        if mistakes.is_empty() { Ok(Rules::new(rules)) } else { Err(Mistakes(mistakes)) }
    }

    /// What the files are now.
    fn look(&self) -> Look {
        let of = |path: &PathBuf| {
            let meta = std::fs::metadata(path).ok()?;
            Some((meta.modified().ok()?, meta.len(), node(&meta)))
        };
        self.files.iter().chain(&self.answers).map(of).collect()
    }

    /// Reads the rules anew whenever they change or the process is told to (SIGHUP), and says through `tell` what came
    /// of it. Ends when nobody reads the rules any more, or there are no files.
    pub async fn watch(mut self, rules: watch::Sender<Arc<Rules>>, tell: impl Fn(Told) + Send) {
        if self.files.is_empty() {
            return;
        }
        let mut hangup = Hangup::new();
        let mut known = self.look();
        let mut last = known.clone();
        let mut told = None;
        let mut empty_for = 0;
        loop {
            let is_asked = tokio::select! {
                () = rules.closed() => return,
                () = hangup.come() => true,
                () = tokio::time::sleep(PACE) => false,
            };
            let now = self.look();
            // A file being written is left alone until it has come to rest.
            let is_rested = now == last;
            // One that was emptied is about to be written again; where it stays empty for long, it is meant so.
            let is_empty = now.iter().flatten().any(|(_, length, _)| *length == 0);
            empty_for = if is_empty && is_rested { empty_for + 1 } else { 0 };
            let is_changed = now != known && is_rested && (!is_empty || empty_for > REST);
            last = now;
            if !(is_asked || is_changed) {
                continue;
            }
            let loaded = match self.load() {
                Ok(new) => {
                    let count = new.count();
                    // Where nobody reads them any more, the next round ends.
                    let _ = rules.send(Arc::new(new));
                    Told::Read(count)
                }
                Err(mistakes) => Told::Kept(mistakes),
            };
            known = self.look();
            last.clone_from(&known);
            // A mistake that stays is told once, and again to whoever asks.
            if is_asked || told.as_ref() != Some(&loaded) || matches!(loaded, Told::Read(_)) {
                tell(loaded.clone());
            }
            told = Some(loaded);
        }
    }
}

/// The bytes before the first that is not UTF-8.
fn bytes_before(error: &std::string::FromUtf8Error) -> &[u8] {
    error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default()
}

/// A file of at most so many bytes; no device, and no pipe that nobody writes to.
fn regular(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    use std::io::Read;
    let unread = |error: std::io::Error| format!("cannot be read ({error}); name a file that can");
    let meta = std::fs::metadata(path).map_err(unread)?;
    if !meta.is_file() {
        return Err("is no regular file; name one".to_owned());
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unread)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(unread)?;
    match bytes.len() as u64 > most {
        true => Err(format!("has more than {} MiB; name a smaller file", most >> 20)),
        false => Ok(bytes),
    }
}

#[cfg(unix)]
fn node(meta: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn node(_: &std::fs::Metadata) -> u64 {
    0
}

/// The wish to read the rules again; it never comes where the system has no such signal.
struct Hangup {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangup {
    #[cfg(unix)]
    fn new() -> Hangup {
        Hangup { signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok() }
    }

    #[cfg(not(unix))]
    fn new() -> Hangup {
        Hangup {}
    }

    async fn come(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}
