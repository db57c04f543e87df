//! Targets from standard input: one a line, `#` begins a comment, blank lines are skipped.

use std::io::{BufRead, Read};
use std::time::{Duration, Instant};

use netwhy::target::Ports;
use tokio::sync::mpsc;

use crate::cli::common::Common;
use crate::cli::exit::Failure;
use crate::cli::probe::feed::Source;
use crate::cli::probe::wish::Wish;

/// No target is longer, in bytes.
const LONGEST: u64 = 4096;

/// Lines checked before anything is tried, where they come soon enough.
const HEAD: usize = 20_000;

/// How long the first lines are waited for before the looking begins.
const SOON: Duration = Duration::from_millis(200);

/// Begins to read. A mistake among the first lines is told before anything is tried; one that comes later
/// ends the reading.
pub(crate) fn open(ports: Option<Ports>, common: &Common) -> Result<Source, Failure> {
    let (send, mut rest) = mpsc::channel(1024);
    let common = common.clone();
    let reader = std::thread::Builder::new().name("stdin".to_owned());
    reader
        .spawn(move || read(ports.as_ref(), &common, &send))
        .map_err(|error| Failure::failed(format!("the system gives no thread: {error}")))?;
    let mut head = Vec::new();
    let begun = Instant::now();
    while head.len() < HEAD {
        match rest.try_recv() {
            Ok(wish) => head.push(wish?),
            Err(mpsc::error::TryRecvError::Disconnected) => break,
            // Once something has come, the rest may take its time; until then there is nothing to do.
            Err(mpsc::error::TryRecvError::Empty) if head.is_empty() => match rest.blocking_recv() {
                Some(wish) => head.push(wish?),
                None => break,
            },
            Err(mpsc::error::TryRecvError::Empty) if begun.elapsed() < SOON => {
                std::thread::sleep(Duration::from_millis(1));
            }
            Err(mpsc::error::TryRecvError::Empty) => break,
        }
    }
    if head.is_empty() {
        return Err(Failure::usage("standard input names no target; write one `HOST:PORT` a line"));
    }
    Ok(Source::Lines { head, rest })
}

fn read(ports: Option<&Ports>, common: &Common, send: &mpsc::Sender<Result<Wish, Failure>>) {
    let mut input = std::io::stdin().lock();
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let wish = match input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes) {
            Ok(0) => return,
            Ok(_) if bytes.len() as u64 >= LONGEST => {
                Err(Failure::usage(format!("line {number} of standard input is longer than {LONGEST} bytes")))
            }
            Ok(_) => {
                let text = String::from_utf8_lossy(&bytes);
                let text = text.split('#').next().unwrap_or_default().trim();
                if text.is_empty() {
                    continue;
                }
                Wish::read(text, ports, common, Some(number))
            }
            Err(error) => Err(Failure::failed(format!("standard input cannot be read: {error}"))),
        };
        let ends = wish.is_err();
        if send.blocking_send(wish).is_err() || ends {
            return;
        }
    }
}
