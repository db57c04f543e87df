//! How the causes of this family speak of what was asked and how it ended.

use std::net::IpAddr;

use crate::case::{Case, Heard, HeardEnd};
use crate::finding::{Confidence, Finding, Location, Remedy};
use crate::observation::{HttpAnswer, Path, Reason, Spoken};
use crate::target::Service;
use crate::text::Text;

/// Where the service that was asked stands.
pub(super) fn place(case: &Case, heard: &Heard) -> Location {
    Location::answering(case, heard.address)
}

/// Certain where what answers at `address` is surely what stands there: this machine, a machine on its own link, one
/// that proved its name over TLS, or one that signs its distance with an ICMP error of its own and takes the handshake
/// no nearer. Elsewhere, and behind a proxy, another machine may speak in its place unseen.
pub(crate) fn surely(case: &Case, address: IpAddr) -> Confidence {
    let proved = case.handshakes().any(|(_, one)| {
        one.address == address && one.is_trusted() && one.trust.saw().is_some_and(|trust| !trust.ignored)
    });
    let at = |answered: fn(&Path) -> Option<u8>| case.paths(address).find_map(|(_, path)| answered(path));
    let taken = at(|path| path.settled_end().filter(|end| end.answer == Reason::SynAck).map(|end| end.at));
    let signed = at(|path| path.settled_end().filter(|end| end.address == Some(path.address)).map(|end| end.at));
    let stands_there = taken.is_some() && taken == signed && !crate::cause::restriction::is_intercepted(case);
    let here = case.is_own(address) || case.is_on_link(address);
    if case.via().is_none() && (here || proved || stands_there) { Confidence::Certain } else { Confidence::Likely }
}

/// The first that ended so, where none at the same address was answered.
pub(super) fn unanswered<'a>(case: &Case<'a>, ends: &[HeardEnd]) -> Option<Heard<'a>> {
    let all = case.heard();
    let answered = |one: &Heard| {
        all.iter()
            .any(|other| other.address == one.address && matches!(other.ended, HeardEnd::Answered | HeardEnd::Failed))
    };
    all.iter().find(|one| ends.contains(&one.ended) && !answered(one)).cloned()
}

/// Where the request was sent as it was given and lacks its end, that is why no answer comes.
pub(super) fn unfinished(case: &Case, heard: &Heard) -> Option<Finding> {
    let (id, _) = case.seen.each::<HttpAnswer>().find(|(id, answer)| *id == heard.id && answer.unfinished)?;
    let target = case.target.to_string();
    let summary = Text::new(
        format!(
            "The request given has no blank line behind its head, so {target} waits for the rest of it and does not answer."
        ),
        format!("所给的请求在头部之后没有空行，{target} 一直等待其余部分，因此没有应答。"),
    );
    let finding = Finding::because(id, Confidence::Likely, Location::this_machine(), summary);
    Some(finding.remedy(Remedy::new(
        "End the head of the request with an empty line (CR LF CR LF); --crlf mends the line ends, and not a missing line.",
        "在请求头部之后加一个空行（CR LF CR LF）；--crlf 只修正行尾，不会补上缺少的行。",
    )))
}

/// What was asked, as the object of a sentence: "an HTTP request", "a greeting".
pub(super) fn question(heard: &Heard) -> Text {
    match heard.asked {
        None => Text::fixed("a greeting", "问候"),
        Some(Spoken::Tls) => Text::fixed("a TLS handshake", "TLS 握手"),
        Some(Spoken::Http) => Text::fixed("an HTTP request", "HTTP 请求"),
        Some(spoken) => {
            Text::new(format!("a question in the {} protocol", spoken.name()), format!("{} 协议的询问", spoken.name()))
        }
    }
}

/// The protocol that the target's service speaks.
pub(super) fn wanted(case: &Case) -> Option<&'static str> {
    match case.target.service {
        Service::Https => Some("HTTPS"),
        service => crate::case::own(service).map(Spoken::name),
    }
}

/// The service that speaks a protocol, where a target can name it.
pub(super) fn service(spoken: Spoken) -> Option<Service> {
    Some(match spoken {
        Spoken::Http => Service::Http,
        Spoken::Tls => Service::Https,
        Spoken::Ssh => Service::Ssh,
        Spoken::Smtp => Service::Smtp,
        Spoken::Ftp => Service::Ftp,
        Spoken::Imap => Service::Imap,
        Spoken::Pop3 => Service::Pop3,
        Spoken::Redis => Service::Redis,
        Spoken::Postgres => Service::Postgres,
        Spoken::Mysql => Service::Mysql,
        Spoken::Mongodb => Service::Mongodb,
        Spoken::Mqtt => Service::Mqtt,
        Spoken::Ldap => Service::Ldap,
        Spoken::Rdp => Service::Rdp,
        Spoken::Vnc => Service::Vnc,
        Spoken::Telnet => Service::Telnet,
        Spoken::Smb => Service::Smb,
        Spoken::Dns => Service::Dns,
        Spoken::Minecraft => Service::Minecraft,
        Spoken::Mcpi => Service::Mcpi,
        Spoken::Http2
        | Spoken::Amqp
        | Spoken::Nats
        | Spoken::Memcached
        | Spoken::Rsync
        | Spoken::Socks4
        | Spoken::Socks5 => return None,
    })
}
