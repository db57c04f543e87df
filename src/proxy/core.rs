//! What every connection of the proxy shares.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use hyper::header::HeaderValue;
use tokio::sync::Semaphore;

use crate::proxy::doctor::Doctor;
use crate::proxy::exchange::Observer;
use crate::proxy::kept::Room;
use crate::proxy::pool::Pool;
use crate::proxy::safety;
use crate::proxy::settings::Settings;
use crate::proxy::upstream::itself;
use crate::proxy::upstream::nested::Nested;

/// Look-ups by the system's resolver at once.
const LOOK_UPS: usize = 64;

/// How long the machine's addresses are taken for the same.
const SAME_FOR: Duration = Duration::from_secs(10);

/// What all connections share.
pub struct Core {
    /// What the user allows.
    pub settings: Settings,
    /// Whoever wants to know of exchanges.
    pub observers: Arc<[Arc<dyn Observer>]>,
    /// Connections to origins that wait for a request.
    pub pool: Arc<Pool>,
    /// Who finds out why something failed.
    pub doctor: Doctor,
    /// Bounds the questions to the system's resolver.
    pub look_ups: Semaphore,
    /// Room for what recorders want kept of open exchanges.
    pub(crate) room: Arc<Room>,
    /// The name in `Via`, unlike that of any other such proxy: it tells a loop (RFC 9110 section 7.6.3).
    pub name: String,
    /// The value of `Via` for a message of HTTP/1.1, and of 1.0.
    pub via: [HeaderValue; 2],
    listening: Vec<SocketAddr>,
    own: std::sync::Mutex<(Option<Instant>, Vec<IpAddr>)>,
    /// True once the proxy behind has answered anything as a proxy does.
    pub(crate) behind_answers: AtomicBool,
    /// Ways in the making through the proxy behind.
    pub(crate) nested: Nested,
}

impl Core {
    /// For a proxy that listens at `listening`.
    pub fn new(settings: Settings, observers: Vec<Arc<dyn Observer>>, listening: Vec<SocketAddr>) -> Core {
        let name = format!("netwhy-{:08x}", random());
        let via = |version: &str| {
            HeaderValue::from_str(&format!("{version} {name}")).unwrap_or(HeaderValue::from_static("1.1 netwhy"))
        };
        Core {
            pool: Arc::new(Pool::new(settings.bounds.kept, settings.bounds.stall)),
            doctor: Doctor::new(&settings),
            room: Arc::default(),
            look_ups: Semaphore::new(LOOK_UPS),
            via: [via("1.1"), via("1.0")],
            name,
            settings,
            observers: observers.into(),
            listening,
            own: std::sync::Mutex::default(),
            behind_answers: AtomicBool::new(false),
            nested: Nested::default(),
        }
    }

    /// True where a connection to `address` and `port` would come back to this proxy.
    pub fn is_itself(&self, address: IpAddr, port: u16) -> bool {
        itself::is_among(&self.listening, address, port, |address| self.is_own(address))
    }

    /// True where `address` is of this machine.
    fn is_own(&self, address: IpAddr) -> bool {
        if safety::is_own(address) {
            return true;
        }
        let Ok(mut own) = self.own.lock() else { return true };
        if own.0.is_none_or(|since| since.elapsed() > SAME_FOR) {
            *own = (Some(Instant::now()), itself::own());
        }
        own.1.contains(&address)
    }

    /// True where new exchanges should wait until what there is to tell has been written.
    pub async fn keep_pace(&self) {
        while self.observers.iter().any(|observer| observer.is_behind()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A number that differs from run to run.
fn random() -> u32 {
    let mut bytes = [0; 4];
    let _ = ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes);
    u32::from_ne_bytes(bytes)
}
