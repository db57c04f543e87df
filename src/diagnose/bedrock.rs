//! Whether a Bedrock server answers at an address, and where it does not, what does: all of it over UDP.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::scout::Scout;
use crate::observation::{BedrockStatus, Connection, Icmp, Protocol, Purpose, Reason, Sender, State};
use crate::probe::minecraft::bedrock_status;
use crate::target::Service;

/// How long a server may be silent; the ping is sent again after 700 ms.
const PATIENCE: Duration = Duration::from_millis(2_300);
/// What answers before is far away, and not silent.
const FAR: Duration = Duration::from_millis(900);
/// How long a port that was refused gets to open.
const START: Duration = Duration::from_millis(300);
/// What others get to answer.
const TURN: Duration = Duration::from_millis(300);
/// How many pings.
const PINGS: u32 = 2;

impl Scout<'_> {
    /// Pings the port asked for, and looks further where no pong comes. Nothing but whole pings is sent to it: shorter
    /// datagrams, as a trace sends them, crash some servers.
    pub(crate) async fn bedrock(&self) {
        let patience = PATIENCE.min(self.deadline.saturating_duration_since(Instant::now()));
        let asked = self.ping(self.to, Purpose::Asked, patience);
        tokio::pin!(asked);
        match tokio::time::timeout(FAR, &mut asked).await {
            Ok(true) => {}
            Ok(false) => {
                let again = async {
                    tokio::time::sleep(START).await;
                    self.ping(self.to, Purpose::Again, TURN).await;
                };
                futures_util::future::join(again, self.around(TURN)).await;
            }
            Err(_) => {
                let way = async {
                    if !self.is_here() {
                        self.trace(self.to, Protocol::Udp, 8, 2, FAR).await;
                    }
                };
                futures_util::future::join3(asked, way, self.around(FAR)).await;
            }
        }
    }

    /// Other ports of the host, and how far away it stands.
    async fn around(&self, patience: Duration) {
        let usual = Service::Bedrock.usual_ports().filter(|port| *port != self.to.port());
        let others = usual.map(|port| async move {
            let seen = bedrock_status(self.at_port(port), Purpose::OtherPort, 1, patience).await;
            self.journal.look(std::future::ready(seen)).await;
        });
        let others = futures_util::future::join_all(others);
        let trace = async {
            if !self.is_here() {
                self.trace(self.udp(), Protocol::Udp, 8, 1, patience).await;
            }
        };
        futures_util::future::join3(others, self.other_ports(patience), trace).await;
    }

    /// One look, written down as what it says of the port and as what the server says of itself. True where it answers.
    async fn ping(&self, to: SocketAddr, purpose: Purpose, patience: Duration) -> bool {
        let began = Instant::now();
        let seen = bedrock_status(to, purpose, PINGS, patience).await;
        let took = began.elapsed();
        self.journal.note(began, attempt(&self.target.host.to_string(), &seen, took));
        let answers = seen.pong.is_some();
        self.journal.note(began, seen);
        answers
    }
}

/// What a ping says of its port.
fn attempt(host: &str, seen: &BedrockStatus, took: Duration) -> Connection {
    let answered = seen.state == State::Open;
    let own = Sender { address: seen.address, hop: None };
    Connection {
        host: host.to_owned(),
        address: seen.address,
        port: seen.port,
        protocol: Protocol::Udp,
        purpose: seen.purpose,
        state: seen.state,
        reason: seen.reason,
        from: seen.from.clone().or(answered.then_some(own)),
        icmp: Icmp::of(seen.reason, seen.address.is_ipv6()),
        icmp_ttl: None,
        error: None,
        rtt_ms: match seen.reason {
            Reason::UdpResponse => seen.pings.min_ms,
            Reason::NoResponse => None,
            _ => Some(took.as_secs_f64() * 1000.0),
        },
        attempts: seen.pings.sent.max(1),
        local: None,
        local_port: None,
        pmtu: None,
    }
}
