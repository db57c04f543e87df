//! How one TCP connection attempt ended.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Icmp, OsError, Protocol};
use crate::text::Text;

/// One attempt to open a TCP connection, or to be answered over UDP, and everything the kernel told of its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Connection {
    /// The host asked for, as typed or resolved from.
    pub host: String,
    /// The address tried.
    pub address: IpAddr,
    /// The port tried.
    pub port: u16,
    /// Over what; documents leave TCP out.
    #[serde(default, skip_serializing_if = "Protocol::is_tcp")]
    pub protocol: Protocol,
    /// Why this attempt was made.
    pub purpose: Purpose,
    /// nmap's word for what the port is.
    pub state: State,
    /// nmap's word for what says so.
    pub reason: Reason,
    /// Who sent the answer, where the answer names its sender.
    pub from: Option<Sender>,
    /// The ICMP error, where one came.
    pub icmp: Option<Icmp>,
    /// The TTL or hop limit with which the ICMP error arrived.
    pub icmp_ttl: Option<u8>,
    /// The system's error, where the attempt ended in one.
    pub error: Option<OsError>,
    /// Round trip in milliseconds: of the handshake as the kernel measured it, else until the answer.
    pub rtt_ms: Option<f64>,
    /// SYNs sent, retransmissions included; 0 where none left (refused by the own system).
    pub attempts: u32,
    /// The own address used, where the system chose one.
    pub local: Option<IpAddr>,
    /// The own port used, where the system tells it: by this the other end knows the attempt again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_port: Option<u16>,
    /// Path MTU in bytes as the kernel knew it once connected.
    pub pmtu: Option<u32>,
}

/// Why a connection was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// It is what the user asks for.
    Asked,
    /// The same again, to see whether the answer stays.
    Again,
    /// Another port of the same host, to see whether the host answers and where the service is.
    OtherPort,
    /// An address that some source gives for the name, and that programs here do not use.
    OtherAddress,
    /// The host and port given as control, known to work elsewhere.
    Control,
    /// The next hop's own address, to see whether it answers at all.
    Gateway,
}

/// The state of a port in nmap's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The handshake completed.
    Open,
    /// A reset came.
    Closed,
    /// Silence, or an ICMP rejection.
    Filtered,
    /// ICMP, or the own system, says that there is no way there.
    Unreachable,
    /// The attempt failed on this machine before it left.
    Error,
}

/// What says so, in nmap's words (its `portreasons` table) where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The handshake was answered.
    SynAck,
    /// A datagram came in answer.
    UdpResponse,
    /// A reset.
    Reset,
    /// Refused, on a system that does not say whether by reset or by ICMP error.
    ConnRefused,
    /// Nothing came.
    NoResponse,
    /// ICMP network unreachable; ICMPv6 no route.
    NetUnreach,
    /// ICMP host unreachable; ICMPv6 address unreachable.
    HostUnreach,
    /// ICMP protocol unreachable.
    ProtoUnreach,
    /// ICMP port unreachable.
    PortUnreach,
    /// ICMP network administratively prohibited.
    NetProhibited,
    /// ICMP host administratively prohibited.
    HostProhibited,
    /// ICMP communication administratively prohibited.
    AdminProhibited,
    /// ICMPv6 source address failed policy.
    SourcePolicy,
    /// ICMPv6 reject route.
    RejectRoute,
    /// ICMP fragmentation needed; ICMPv6 packet too big.
    TooBig,
    /// ICMP time exceeded.
    TimeExceeded,
    /// Any other ICMP error.
    OtherIcmp,
    /// The own system's routing table has no way there; no packet left.
    NoRoute,
    /// The own system forbids it; no packet left.
    PermDenied,
    /// The socket was connected to itself (a closed loopback port within the ephemeral range).
    SelfConnect,
    /// The own system failed otherwise.
    LocalError,
    /// A proxy says so, through which the port was looked at.
    Proxy,
}

impl Reason {
    /// True for an ICMP error that says "not to here" rather than "your packet is too old or too big".
    pub fn is_rejection(self) -> bool {
        self.is_unreachable()
            || matches!(
                self,
                Reason::ProtoUnreach
                    | Reason::PortUnreach
                    | Reason::NetProhibited
                    | Reason::HostProhibited
                    | Reason::AdminProhibited
                    | Reason::SourcePolicy
                    | Reason::RejectRoute
            )
    }

    /// True for an ICMP error that says "there is no way to it".
    pub fn is_unreachable(self) -> bool {
        matches!(self, Reason::NetUnreach | Reason::HostUnreach)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::SynAck => "syn-ack",
            Reason::UdpResponse => "udp-response",
            Reason::Reset => "reset",
            Reason::ConnRefused => "conn-refused",
            Reason::NoResponse => "no-response",
            Reason::NetUnreach => "net-unreach",
            Reason::HostUnreach => "host-unreach",
            Reason::ProtoUnreach => "proto-unreach",
            Reason::PortUnreach => "port-unreach",
            Reason::NetProhibited => "net-prohibited",
            Reason::HostProhibited => "host-prohibited",
            Reason::AdminProhibited => "admin-prohibited",
            Reason::SourcePolicy => "source-policy",
            Reason::RejectRoute => "reject-route",
            Reason::TooBig => "too-big",
            Reason::TimeExceeded => "time-exceeded",
            Reason::OtherIcmp => "other-icmp",
            Reason::NoRoute => "no-route",
            Reason::PermDenied => "perm-denied",
            Reason::SelfConnect => "self-connect",
            Reason::LocalError => "local-error",
            Reason::Proxy => "proxy",
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::Open => "open",
            State::Closed => "closed",
            State::Filtered => "filtered",
            State::Unreachable => "unreachable",
            State::Error => "error",
        })
    }
}

/// The machine that sent an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Sender {
    /// Its address.
    pub address: IpAddr,
    /// How many hops away it stands, where known; 0 is this machine.
    pub hop: Option<u8>,
}

impl Connection {
    /// True where the attempt ended on this machine, before any packet left.
    pub fn is_local_failure(&self) -> bool {
        self.icmp.is_none() && matches!(self.reason, Reason::NoRoute | Reason::PermDenied | Reason::LocalError)
    }

    /// True for an attempt over UDP.
    pub fn is_datagram(&self) -> bool {
        self.protocol == Protocol::Udp
    }

    /// True where any answer came that proves a machine at the other end or on the way.
    pub fn is_answered(&self) -> bool {
        matches!(self.reason, Reason::SynAck | Reason::UdpResponse | Reason::Reset) || self.icmp.is_some()
    }

    pub(crate) fn describe(&self) -> Text {
        let (port, over) = (self.port, self.protocol);
        let to = match self.address {
            IpAddr::V4(address) => format!("{address}:{port}"),
            IpAddr::V6(address) => format!("[{address}]:{port}"),
        };
        let rtt = self.rtt_ms.map(|ms| format!(" ({ms:.1} ms)")).unwrap_or_default();
        let from = self.from.as_ref().map(|from| from.address.to_string());
        match (self.reason, from) {
            (Reason::SynAck, _) => Text::new(format!("TCP {to} is open{rtt}"), format!("TCP {to} 开放{rtt}")),
            (Reason::Reset, _) => Text::new(
                format!("TCP {to} answers with a reset and no ICMP error{rtt}"),
                format!("TCP {to} 回以 RST，没有 ICMP 错误{rtt}"),
            ),
            (Reason::ConnRefused, _) => Text::new(
                format!("TCP {to} is refused (this system does not show by whom){rtt}"),
                format!("TCP {to} 被拒绝（本系统不显示由谁拒绝）{rtt}"),
            ),
            (Reason::SelfConnect, _) => Text::new(
                format!("TCP {to} is closed (the connection met its own end)"),
                format!("TCP {to} 关闭（连接接到了自己）"),
            ),
            (Reason::UdpResponse, _) => Text::new(format!("UDP {to} answers{rtt}"), format!("UDP {to} 有应答{rtt}")),
            (Reason::NoResponse, _) if self.is_datagram() => {
                Text::new(format!("UDP {to} stays silent"), format!("UDP {to} 毫无回应"))
            }
            (Reason::NoResponse, _) => Text::new(
                format!("TCP {to} stays silent ({} SYN sent)", self.attempts),
                format!("TCP {to} 毫无回应（发出 {} 个 SYN）", self.attempts),
            ),
            (reason, Some(from)) => Text::new(
                format!("{over} {to}: ICMP {reason} sent by {from}{rtt}"),
                format!("{over} {to}：{from} 发来 ICMP {reason}{rtt}"),
            ),
            (reason, None) => {
                let name = self.error.as_ref().map_or("", |error| error.name.as_str());
                Text::new(
                    format!("{over} {to}: this machine fails at once with {name} ({reason}); no packet was answered"),
                    format!("{over} {to}：本机立即失败 {name}（{reason}），没有任何应答"),
                )
            }
        }
    }
}
