//! The targets, as they come: those of the command line, and with `-` one a line from standard input.

use std::io::{BufRead, Read};

use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::mpsc;

use netwhy::diagnose::Plan;

use crate::cli::common::Common;
use crate::cli::exit::Failure;
use crate::cli::literal;

/// The longest line, in bytes.
const LONGEST: u64 = 4096;
/// Lines read ahead of those that are asked.
const AHEAD: usize = 64;

/// What there is to ask.
pub(super) struct Targets {
    before: Vec<Plan>,
    lines: Option<mpsc::Receiver<Result<Plan, Failure>>>,
    after: Vec<Plan>,
}

impl Targets {
    /// Reads the command line, so that a mistake there is told before anything is tried, and begins to read standard
    /// input where `-` stands among it. Where `takes` refuses a target, it is a mistake, too.
    pub(super) fn open(
        texts: &[String],
        common: &Common,
        takes: impl Fn(&Plan) -> Result<(), Failure> + Send + 'static,
    ) -> Result<Targets, Failure> {
        let mut all = Targets { before: Vec::new(), lines: None, after: Vec::new() };
        let has_list = texts.iter().any(|text| text == "-");
        let mut is_behind = false;
        for text in texts {
            if text == "-" {
                is_behind = true;
                continue;
            }
            let plan = plan(text, common)?;
            takes(&plan)?;
            if is_behind { &mut all.after } else { &mut all.before }.push(plan);
        }
        if has_list {
            let (send, lines) = mpsc::channel(AHEAD);
            let common = common.clone();
            let reader = std::thread::Builder::new().name("stdin".to_owned());
            reader
                .spawn(move || read(&common, &takes, &send))
                .map_err(|error| Failure::failed(format!("the system gives no thread: {error}")))?;
            all.lines = Some(lines);
        }
        Ok(all)
    }

    /// All of a list that must be one target: a bad line, none, or a second one is a mistake before anything is tried.
    pub(super) fn only(mut self, why: &str) -> Result<Targets, Failure> {
        let mut plans = std::mem::take(&mut self.before);
        plans.append(&mut self.after);
        if let Some(mut lines) = self.lines.take() {
            while plans.len() < 2
                && let Some(plan) = lines.blocking_recv()
            {
                plans.push(plan?);
            }
            if plans.is_empty() {
                return Err(none());
            }
        }
        if plans.len() > 1 {
            return Err(Failure::usage(why));
        }
        Ok(Targets { before: plans, lines: None, after: Vec::new() })
    }

    /// True where nothing is asked: neither a target nor a list was given.
    pub(super) fn is_none(&self) -> bool {
        self.before.is_empty() && self.lines.is_none() && self.after.is_empty()
    }

    /// One after the other, each line as it comes; a bad one in its place.
    pub(super) fn stream(self) -> impl Stream<Item = Result<Plan, Failure>> {
        let lines = stream::unfold(self.lines, |lines| async {
            let mut lines = lines?;
            let line = lines.recv().await?;
            Some((line, Some(lines)))
        });
        let given = |plans: Vec<Plan>| stream::iter(plans.into_iter().map(Ok));
        given(self.before).chain(lines).chain(given(self.after))
    }
}

/// What to say where a list has nothing in it.
pub(super) fn none() -> Failure {
    Failure::usage("standard input holds no target; write one a line")
}

fn plan(text: &str, common: &Common) -> Result<Plan, Failure> {
    let plan = Plan::of(text).map_err(Failure::usage)?;
    literal::check(&plan.target, common)?;
    Ok(plan)
}

fn read(common: &Common, takes: &impl Fn(&Plan) -> Result<(), Failure>, send: &mpsc::Sender<Result<Plan, Failure>>) {
    let mut input = std::io::stdin().lock();
    let mut bytes = Vec::new();
    for number in 1_u64.. {
        bytes.clear();
        let line = match input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes) {
            Ok(0) => return,
            Ok(_) if bytes.len() as u64 == LONGEST && !bytes.ends_with(b"\n") => {
                if !skip(&mut input) {
                    return;
                }
                Err(Failure::usage(format!("line {number}: it is longer than {LONGEST} bytes")))
            }
            Ok(_) => {
                let text = String::from_utf8_lossy(&bytes);
                let text = text.trim();
                if text.is_empty() || text.starts_with('#') {
                    continue;
                }
                let plan = plan(text, common).and_then(|plan| takes(&plan).map(|()| plan));
                plan.map_err(|failure| Failure::usage(format!("line {number}: {failure}")))
            }
            Err(error) => {
                let _ = send.blocking_send(Err(Failure::failed(format!("standard input cannot be read: {error}"))));
                return;
            }
        };
        if send.blocking_send(line).is_err() {
            return;
        }
    }
}

/// Leaves the rest of a line aside. False where the input fails.
fn skip(input: &mut impl BufRead) -> bool {
    loop {
        let (used, is_end) = match input.fill_buf() {
            Ok([]) => return true,
            Ok(bytes) => match bytes.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (bytes.len(), false),
            },
            Err(_) => return false,
        };
        input.consume(used);
        if is_end {
            return true;
        }
    }
}
