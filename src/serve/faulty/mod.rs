//! Makes the faults that were asked for.

mod status;
mod stream;

pub(crate) use status::status;
pub(crate) use stream::{Faulty, Switch};

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::report::Ending as End;
use crate::serve::connection::Outcome;
use crate::serve::fault::{Ending, Fault};
use crate::serve::shutdown::Shutdown;
use crate::serve::stream::{Meter, Metered};

/// How long a client is listened to at most that is not answered.
const LONGEST: Duration = Duration::from_secs(3600);
/// How long a client that was told the end may still speak.
const LAST: Duration = Duration::from_secs(2);
/// Random bytes that leave where no other number is asked for.
const GARBAGE: u64 = 1024;

/// Meets a client whose connection ends without the service, if `fault` is of that kind: `Err` gives the connection back.
pub(crate) async fn end(
    fault: &Fault,
    io: TcpStream,
    meter: &std::sync::Arc<Meter>,
    shutdown: &Shutdown,
) -> Result<Outcome, TcpStream> {
    let ending = match fault.ending {
        Some(ending @ (Ending::Silent | Ending::Close | Ending::Garbage { .. })) => ending,
        Some(Ending::Reset) if fault.truncate.is_none() => Ending::Reset,
        _ => return Err(io),
    };
    let work = async {
        match ending {
            Ending::Garbage { seed } => garbage(fault, seed, io, meter).await,
            other => {
                tokio::time::sleep(fault.delay.unwrap_or_default()).await;
                plain(other, io, meter).await;
            }
        }
    };
    tokio::select! {
        () = work => Ok((End::Fault, None)),
        () = shutdown.begun() => Ok((End::Stopped, None)),
    }
}

async fn plain(ending: Ending, io: TcpStream, meter: &std::sync::Arc<Meter>) {
    let socket = socket2::SockRef::from(&io);
    match ending {
        Ending::Reset => {
            // Closing resets, then (socket(7)).
            let _ = socket.set_linger(Some(Duration::ZERO));
        }
        Ending::Close => {
            let _ = socket.shutdown(std::net::Shutdown::Write);
            hear_out(&mut Metered::new(io, meter.clone()), LAST).await;
        }
        _ => hear_out(&mut Metered::new(io, meter.clone()), LONGEST).await,
    }
}

/// Reads, and answers nothing, until the client ends.
async fn hear_out(io: &mut Metered<TcpStream>, longest: Duration) {
    let listen = async {
        let mut bytes = [0; 4096];
        while let Ok(1..) = io.read(&mut bytes).await {}
    };
    let _ = tokio::time::timeout(longest, listen).await;
}

/// Answers the first bytes with random ones.
async fn garbage(fault: &Fault, seed: Option<u64>, io: TcpStream, meter: &std::sync::Arc<Meter>) {
    let switch = Switch::default();
    switch.on();
    let mut io = Metered::new(Faulty::new(io, fault.clone(), switch), meter.clone());
    let mut first = [0; 4096];
    if !matches!(tokio::time::timeout(LONGEST, io.read(&mut first)).await, Ok(Ok(1..))) {
        return;
    }
    let count = fault.truncate.unwrap_or(GARBAGE).min(64 << 20);
    let mut state = seed.unwrap_or_else(now);
    let mut rest = count;
    while rest > 0 {
        let bytes: Vec<u8> = (0..rest.min(4096)).map(|_| random(&mut state)).collect();
        if io.write_all(&bytes).await.is_err() {
            return;
        }
        rest -= bytes.len() as u64;
    }
    let _ = io.shutdown().await;
    let mut sink = [0; 4096];
    let listen = async { while let Ok(1..) = io.read(&mut sink).await {} };
    let _ = tokio::time::timeout(LAST, listen).await;
}

fn now() -> u64 {
    jiff::Timestamp::now().as_nanosecond().unsigned_abs() as u64
}

/// SplitMix64, a byte at a time.
fn random(state: &mut u64) -> u8 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed >> 56) as u8
}
