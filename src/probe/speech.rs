//! Hears what the other end of a new connection says, unasked or in answer to one harmless question.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

use crate::observation::{Purpose, Question, Speech, SpeechEnd, Spoken};
use crate::probe::{Road, Stream};
use crate::wire::excerpt::excerpt;
use crate::wire::spoken;

/// Characters of the answer that a fact keeps.
const KEPT: usize = 200;
/// What the rest of an answer gets to come once its beginning is there, and once its protocol is known.
const REST: [Duration; 2] = [Duration::from_millis(60), Duration::from_millis(3)];

/// Opens a connection by `road`, asks `question` over it, and hears what comes within `patience`, the first 4 KiB at
/// most. `None` where no connection opened: that is for a connection attempt to tell.
pub async fn speech(road: &Road, question: Question, purpose: Purpose, patience: Duration) -> Option<Speech> {
    let deadline = Instant::now() + patience;
    let mut stream = road.open(patience).await?;
    let mut bytes = Vec::new();
    let ended = match question {
        Question::Listen => hear(&mut stream, &mut bytes, deadline).await,
        Question::Join => {
            let asked = tokio::time::timeout_at(deadline, stream.write_all(spoken::JOIN)).await;
            match (asked, hear(&mut stream, &mut bytes, deadline).await) {
                (Ok(Err(error)), SpeechEnd::Silent) => ending(&error),
                (_, ended) => ended,
            }
        }
        Question::Ask(what) | Question::Announced(what) => {
            // Who greets is heard out first: some turn those away who speak early.
            let announced = matches!(question, Question::Announced(_));
            let greeting = match what.greets() && !announced {
                true => hear(&mut stream, &mut bytes, deadline).await,
                false => SpeechEnd::Answered,
            };
            let mut asked = spoken::question(what).unwrap_or_default().to_vec();
            if announced {
                let header = spoken::UNKNOWN_CLIENT;
                // Who greets does so once it knows for whom.
                asked = if what.greets() { header.to_vec() } else { [header, &asked].concat() };
            }
            match greeting {
                SpeechEnd::Answered if !asked.is_empty() => {
                    let asked = tokio::time::timeout_at(deadline, stream.write_all(&asked)).await;
                    match (asked, hear(&mut stream, &mut bytes, deadline).await) {
                        (Ok(Err(error)), SpeechEnd::Silent) => ending(&error),
                        (_, ended) => ended,
                    }
                }
                greeting => greeting,
            }
        }
    };
    let heard = match question {
        Question::Listen => spoken::recognise(&bytes),
        Question::Join => spoken::recognise_answer(Spoken::Minecraft, &bytes),
        Question::Ask(what) | Question::Announced(what) => spoken::recognise_answer(what, &bytes),
    };
    let (spoken, product) = heard.map_or((None, None), |(spoken, product)| (Some(spoken), product));
    Some(Speech {
        address: road.to.ip(),
        port: road.to.port(),
        purpose,
        via: road.via(),
        question,
        ended: if bytes.is_empty() { ended } else { SpeechEnd::Answered },
        spoken,
        product,
        says_no: spoken.and_then(|spoken| spoken::says_no(spoken, &bytes)),
        excerpt: excerpt(&bytes, KEPT),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
    })
}

/// Reads on until something came and no more follows, and says how it ended.
async fn hear(stream: &mut Stream, bytes: &mut Vec<u8>, deadline: Instant) -> SpeechEnd {
    let mut buffer = [0; 1024];
    let mut until = deadline;
    let before = bytes.len();
    while bytes.len() < spoken::MOST {
        match tokio::time::timeout_at(until, stream.read(&mut buffer)).await {
            Ok(Ok(0)) => return if bytes.len() > before { SpeechEnd::Answered } else { SpeechEnd::Closed },
            Ok(Ok(read)) => bytes.extend_from_slice(&buffer[..read.min(spoken::MOST - bytes.len())]),
            Ok(Err(_)) if bytes.len() > before => return SpeechEnd::Answered,
            Ok(Err(error)) => return ending(&error),
            Err(_) if bytes.len() > before => return SpeechEnd::Answered,
            Err(_) => return SpeechEnd::Silent,
        }
        let rest = REST[usize::from(spoken::recognise(bytes).is_some())];
        until = (Instant::now() + rest).min(deadline);
    }
    SpeechEnd::Answered
}

fn ending(error: &std::io::Error) -> SpeechEnd {
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => SpeechEnd::Reset,
        // A reset that came before the question was sent.
        ErrorKind::BrokenPipe => SpeechEnd::Reset,
        _ => SpeechEnd::Closed,
    }
}
