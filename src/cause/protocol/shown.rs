//! What the causes about certificates have in common: whose it is, and how sure its dates can be.

use crate::case::{Case, Shown};
use crate::finding::{Confidence, Location, Remedy};
use crate::observation::{Handshake, PathTrust};

/// The machine that was shaken hands with.
pub(super) fn place(case: &Case, handshake: &Handshake) -> Location {
    Location::answering(case, handshake.address)
}

/// How sure it is that a certificate is out of date, which this machine's clock alone says. The server's own clock
/// confirms or denies it; and only where an authority vouches for the certificate, it is surely the server's.
pub(super) fn sureness(case: &Case, shown: &Shown) -> Confidence {
    match case.clock_of(shown.handshake).map(|(_, clock)| holds_at(shown, &clock.server_time)) {
        Some(true) => Confidence::Possible,
        Some(false) if shown.trust.path == PathTrust::Trusted => Confidence::Certain,
        _ => Confidence::Likely,
    }
}

/// True where every certificate shown holds at `time`. (RFC 3339 in UTC sorts by its characters.)
pub(crate) fn holds_at(shown: &Shown, time: &str) -> bool {
    shown.handshake.chain.iter().all(|one| one.not_before.as_str() <= time && time <= one.not_after.as_str())
}

/// The day of a time in RFC 3339.
pub(crate) fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// The time between two times in words: days, or hours where it is less than two days.
pub(super) fn between(from: &str, to: &str) -> (String, String) {
    let seconds = |time: &str| time.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second);
    let seconds = seconds(to).saturating_sub(seconds(from)).unsigned_abs();
    match seconds / 86_400 {
        0 | 1 => (format!("{} hour(s)", seconds / 3_600), format!("{} 小时", seconds / 3_600)),
        days => (format!("{days} days"), format!("{days} 天")),
    }
}

/// Lets people see the certificate with a tool that most have.
pub(super) fn see_it(handshake: &Handshake) -> Remedy {
    let name = handshake.server_name.as_ref().map(|name| format!(" -servername {name}")).unwrap_or_default();
    let at = std::net::SocketAddr::new(handshake.address, handshake.port);
    let remedy = Remedy::new("See the certificate for yourself.", "亲自查看证书。");
    match handshake.via {
        Some(_) => remedy,
        None => remedy.command(format!(
            "openssl s_client -connect {at}{name} </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName"
        )),
    }
}
