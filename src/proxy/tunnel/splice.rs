//! Bytes from one connection to another through a pipe that the kernel keeps: they never come into this process
//! (splice(2), Linux).

use std::io;
use std::sync::atomic::AtomicU64;
#[cfg(not(portable))]
use std::sync::atomic::Ordering;

use tokio::net::TcpStream;

use crate::proxy::pulse::Pulse;

/// True where the kernel can.
pub(crate) const CAN: bool = cfg!(not(portable));

/// The pipe's size; a kernel that gives less is no worse off than before.
#[cfg(not(portable))]
const PIPE: i32 = 256 * 1024;

/// Moves bytes from one to the other until the first has ended, and ends the other then. An error comes with true where
/// reading failed, false where writing did.
#[cfg(not(portable))]
pub(crate) async fn run(
    from: &TcpStream,
    to: &TcpStream,
    count: &AtomicU64,
    pulse: &Pulse,
) -> Result<(), (io::Error, bool)> {
    use nix::fcntl::{FcntlArg, OFlag, SpliceFFlags, fcntl, splice};
    use tokio::io::Interest;

    let flags = SpliceFFlags::SPLICE_F_NONBLOCK | SpliceFFlags::SPLICE_F_MOVE;
    let (out, into) = nix::unistd::pipe2(OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).map_err(|no| (no.into(), true))?;
    // Beyond what one user may have the pipe stays as small as it is.
    let _ = fcntl(&into, FcntlArg::F_SETPIPE_SZ(PIPE));
    let most = usize::try_from(PIPE).unwrap_or(64 * 1024);
    loop {
        from.readable().await.map_err(|error| (error, true))?;
        let read = from.try_io(Interest::READABLE, || Ok(splice(from, None, &into, None, most, flags)?));
        let mut held = match read {
            Ok(0) => {
                // It may have ended already.
                let _ = socket2::SockRef::from(to).shutdown(std::net::Shutdown::Write);
                return Ok(());
            }
            Ok(some) => some,
            Err(error) if is_later(&error) => continue,
            Err(error) => return Err((error, true)),
        };
        pulse.beat();
        while held > 0 {
            to.writable().await.map_err(|error| (error, false))?;
            match to.try_io(Interest::WRITABLE, || Ok(splice(&out, None, to, None, held, flags)?)) {
                Ok(0) => return Err((io::ErrorKind::WriteZero.into(), false)),
                Ok(some) => {
                    held -= some;
                    count.fetch_add(some as u64, Ordering::Relaxed);
                    pulse.beat();
                }
                Err(error) if is_later(&error) => {}
                Err(error) => return Err((error, false)),
            }
        }
    }
}

#[cfg(not(portable))]
fn is_later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// Other systems have no such call.
#[cfg(portable)]
pub(crate) async fn run(_: &TcpStream, _: &TcpStream, _: &AtomicU64, _: &Pulse) -> Result<(), (io::Error, bool)> {
    Err((io::ErrorKind::Unsupported.into(), true))
}
