//! Asks whether RCON stands at a port, without logging in.

use std::time::Duration;

use tokio::time::Instant;

use crate::observation::{Console, Purpose, RconAnswer, SpeechEnd};
use crate::probe::Road;
use crate::probe::minecraft::hear::{hear, say};
use crate::wire::{rcon, spoken};

/// Asks at `road` within `patience`; `None` where no connection opens.
pub async fn rcon_answer(road: &Road, purpose: Purpose, patience: Duration) -> Option<RconAnswer> {
    let deadline = Instant::now() + patience;
    let mut stream = road.open(patience).await?;
    let mut bytes = Vec::new();
    let said = say(&mut stream, &rcon::question(), deadline).await;
    let heard = |bytes: &[u8]| rcon::read(bytes) != rcon::Heard::More;
    let ended = hear(&mut stream, &mut bytes, 8 * 1024, deadline, heard).await;
    let console = match rcon::read(&bytes) {
        rcon::Heard::WantsLogin => Some(Console::WantsLogin),
        rcon::Heard::Open => Some(Console::Open),
        rcon::Heard::Other => Some(Console::Other),
        rcon::Heard::More => (!bytes.is_empty()).then_some(Console::Other),
    };
    let is_other = console == Some(Console::Other);
    Some(RconAnswer {
        address: road.to.ip(),
        port: road.to.port(),
        purpose,
        via: road.via(),
        ended: match (bytes.is_empty(), said) {
            (false, _) => SpeechEnd::Answered,
            (true, Err(said)) => said,
            (true, Ok(())) => ended,
        },
        console,
        spoken: if is_other { spoken::recognise(&bytes).map(|(spoken, _)| spoken) } else { None },
    })
}
