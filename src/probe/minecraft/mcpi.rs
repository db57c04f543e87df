//! Asks the mcpi API whether it is there.

use std::time::Duration;

use tokio::time::Instant;

use crate::observation::{McpiAnswer, Meaning, Purpose, SpeechEnd};
use crate::probe::Road;
use crate::probe::minecraft::hear::{hear, ms_since, say};
use crate::wire::excerpt::excerpt;
use crate::wire::{mcpi, spoken};

/// How long a block may take where the first question was answered: servers answer on their next tick.
const BLOCK: Duration = Duration::from_millis(1_000);

/// Asks at `road` within `patience`; `None` where no connection opens. The sending side stays open until the answer is
/// there, for RaspberryJuice drops answers to who has closed it.
pub async fn mcpi_answer(road: &Road, purpose: Purpose, patience: Duration) -> Option<McpiAnswer> {
    let deadline = Instant::now() + patience;
    let mut stream = road.open(patience).await?;
    let start = Instant::now();
    let mut bytes = Vec::new();
    let said = say(&mut stream, mcpi::QUESTION, deadline).await;
    let whole = |bytes: &[u8]| mcpi::read(bytes, false).is_some();
    let ended = hear(&mut stream, &mut bytes, mcpi::MOST, deadline, whole).await;
    let took_ms = (!bytes.is_empty()).then(|| ms_since(start));
    let ended = match (bytes.is_empty(), said) {
        (false, _) => SpeechEnd::Answered,
        (true, Err(said)) => said,
        (true, Ok(())) => ended,
    };
    let (meaning, family) = match mcpi::read(&bytes, true).filter(|_| !bytes.is_empty()) {
        Some((meaning, family)) => (Some(meaning), family),
        None => (None, None),
    };
    let (mut blocks, mut block_said) = (None, None);
    if matches!(meaning, Some(Meaning::Players { .. } | Meaning::Nobody)) {
        let mut block = Vec::new();
        // The next answer takes as long as the first one at the least.
        let tick = start.elapsed().min(patience);
        let deadline = Instant::now() + (BLOCK + tick).min(patience.max(BLOCK));
        if say(&mut stream, mcpi::BLOCK, deadline).await.is_ok() {
            hear(&mut stream, &mut block, mcpi::MOST, deadline, |bytes| bytes.contains(&b'\n')).await;
        }
        blocks = Some(mcpi::is_block(&block));
        block_said = (blocks == Some(false) && !block.is_empty()).then(|| excerpt(&block, 200));
    }
    let is_other = meaning == Some(Meaning::Other);
    Some(McpiAnswer {
        address: road.to.ip(),
        port: road.to.port(),
        purpose,
        via: road.via(),
        ended,
        meaning,
        family,
        blocks,
        block_said,
        spoken: if is_other { spoken::recognise(&bytes).map(|(spoken, _)| spoken) } else { None },
        excerpt: (!bytes.is_empty()).then(|| excerpt(&bytes, 200)),
        took_ms,
    })
}
