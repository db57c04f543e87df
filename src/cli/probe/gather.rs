//! Takes the answers as they come, and writes what was asked for in the form that was asked for.

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Instant;

use netwhy::probe::scan::{Answer, Pace, Scan, Way, scan, scan_through};
use netwhy::render;
use netwhy::render::paint::Look;
use netwhy::report::probe::{Line, Probed, Statistics, Summary, Told};

use crate::cli::common::{Common, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::probe::feed::{Asked, Feed, Note};
use crate::cli::probe::is_streamed;
use crate::cli::probe::progress::Progress;
use crate::cli::probe::tally::{Keep, Tally};
use crate::cli::sink::Sink;

/// The consumer of all answers.
pub(crate) struct Gather {
    format: Format,
    look: Look,
    begun: Instant,
    started_at: String,
    pub(crate) tally: Tally,
    pub(crate) sink: Sink,
    /// What ended the input early.
    pub(crate) fault: Option<Failure>,
    pub(crate) asked: Asked,
    pub(crate) interrupted: bool,
    repeats: bool,
    progress_wanted: bool,
    /// The proxy that all goes through.
    pub(crate) way: Option<Arc<Way>>,
}

impl Gather {
    pub(crate) fn new(common: &Common, open_only: bool, repeats: bool, every_address: bool, sink: Sink) -> Gather {
        let keep = match common.format() {
            Format::Json => Keep::All,
            Format::Jsonl => Keep::None,
            // Each try was told as it ended.
            Format::Human if repeats => Keep::None,
            Format::Human => Keep::Rare { verbose: common.verbose > 0 },
        };
        // Rows that stream to the same terminal and a bar would write into each other.
        let streams = (is_streamed(common) || repeats) && common.output.is_none() && std::io::stdout().is_terminal();
        Gather {
            format: common.format(),
            look: common.look(),
            begun: Instant::now(),
            started_at: jiff::Timestamp::now().to_string(),
            tally: Tally::new(keep, open_only, every_address),
            sink,
            fault: None,
            asked: Asked::default(),
            interrupted: false,
            repeats,
            way: None,
            progress_wanted: std::io::stderr().is_terminal() && !streams && !repeats,
        }
    }

    /// Scans all that `feed` gives, and writes the result.
    pub(crate) async fn scan(mut self, feed: Feed, pace: Pace, expected: Option<u64>) -> Result<Exit, Failure> {
        let Feed { aims, notes, .. } = feed;
        let stop = interrupt();
        let running = begin(aims.into_iter(), self.way.as_ref(), pace)?;
        let mut progress = Progress::new(expected, self.progress_wanted);
        let result = self.take_all(running, notes, stop, &mut progress).await;
        progress.clear();
        result?;
        self.finish(Vec::new())
    }

    async fn take_all(
        &mut self,
        mut running: Scan,
        mut notes: tokio::sync::mpsc::Receiver<Note>,
        stop: impl Future<Output = ()>,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        tokio::pin!(stop);
        let (mut answers_end, mut notes_end) = (false, false);
        while (!answers_end || !notes_end) && !self.sink.is_closed() {
            tokio::select! {
                biased;
                () = &mut stop => {
                    self.interrupted = true;
                    break;
                }
                note = notes.recv(), if !notes_end => match note {
                    Some(note) => self.note(note)?,
                    None => notes_end = true,
                },
                block = running.next(), if !answers_end => match block {
                    Some(block) => {
                        self.take(&block, None)?;
                        progress.at(self.tally.counts.total(), self.tally.counts.open);
                    }
                    None => answers_end = true,
                },
            }
        }
        Ok(())
    }

    /// Takes one note of the feed.
    pub(crate) fn note(&mut self, note: Note) -> Result<(), Failure> {
        match note {
            Note::Fault(fault) => self.fault = Some(fault),
            Note::End(asked) => self.asked = asked,
            Note::Unresolved(name) => {
                if self.format == Format::Jsonl {
                    let line = Line::new(Told::Unresolved(name.clone()));
                    self.sink.put(|out| render::json(&line, out))?;
                }
                self.tally.unresolved(name);
            }
        }
        Ok(())
    }

    /// Takes some answers; those of a round are told at once.
    pub(crate) fn take(&mut self, answers: &[Answer], round: Option<u64>) -> Result<(), Failure> {
        let mut rows = Vec::new();
        for answer in answers {
            self.tally.add(answer);
            self.tally.keep(answer, round);
            if self.tally.is_listed(answer) && (self.format == Format::Jsonl || self.repeats) {
                rows.push(self.tally.row(answer, round));
            }
        }
        let (format, look) = (self.format, &self.look);
        match format {
            Format::Jsonl => self
                .sink
                .put(|out| rows.into_iter().try_for_each(|row| render::json(&Line::new(Told::Connection(row)), out))),
            Format::Human if self.repeats => {
                self.sink.put(|out| rows.iter().try_for_each(|row| render::human::probe_round(row, look, out)))
            }
            Format::Human | Format::Json => Ok(()),
        }
    }

    /// Writes what is written at the end, and gives the exit code.
    pub(crate) fn finish(mut self, statistics: Vec<Statistics>) -> Result<Exit, Failure> {
        if let Some(fault) = self.fault.take_if(|_| self.tally.is_empty()) {
            return Err(fault);
        }
        let summary = Summary {
            took_ms: self.begun.elapsed().as_secs_f64() * 1000.0,
            interrupted: self.interrupted,
            stopped: self.fault.as_ref().map(ToString::to_string),
            ..self.tally.summary(self.asked)
        };
        let exit = match summary.open {
            _ if self.interrupted => Exit::Interrupted,
            true => Exit::Yes,
            false => Exit::No,
        };
        if self.format == Format::Jsonl {
            let lines = statistics.into_iter().map(Told::Statistics).chain([Told::Summary(summary)]);
            self.sink.put(|out| lines.map(Line::new).try_for_each(|line| render::json(&line, out)))?;
        } else {
            let probed = Probed {
                schema: "netwhy.probe/1".to_owned(),
                netwhy: env!("CARGO_PKG_VERSION").to_owned(),
                started_at: self.started_at,
                connections: self.tally.rows(),
                unresolved: std::mem::take(&mut self.tally.unresolved),
                statistics,
                summary,
            };
            let look = &self.look;
            self.sink.put(|out| match self.format {
                Format::Human => render::human::probe(&probed, look, out),
                Format::Json | Format::Jsonl => render::json(&probed, out),
            })?;
        }
        match self.fault {
            // The document is written and says so itself.
            Some(fault) => Ok(fault.tell()),
            None => Ok(exit),
        }
    }
}

/// Begins a scan, through a proxy where one is given.
pub(crate) fn begin(
    aims: impl Iterator<Item = Vec<netwhy::probe::scan::Aim>> + Send + 'static,
    way: Option<&Arc<Way>>,
    pace: Pace,
) -> Result<Scan, Failure> {
    let begun = match way {
        Some(way) => scan_through(aims, Arc::clone(way), pace),
        None => scan(aims, pace),
    };
    begun.map_err(|error| Failure::failed(format!("the system gives no thread or event queue: {error}")))
}
