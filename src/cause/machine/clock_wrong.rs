//! `machine.clock-wrong`: this machine's time is far from a server's, so certificates seem invalid.

use crate::case::Case;
use crate::cause::protocol::shown::holds_at;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Clock, Connection, FactId, Handshake, Os, PathTrust, TimeTrust};
use crate::text::Text;

/// The `Date` of one or more servers is more than a day away; or certificates that are out of date by this machine's
/// clock hold by the server's own, or are out of date at several unrelated hosts.
pub(super) const CAUSE: Cause = Cause {
    id: "machine.clock-wrong",
    title: Text::fixed("this machine's clock is wrong", "本机时钟不准"),
    masked_by: &[],
    recognise,
};

/// Time zones set wrongly make up to 26 hours; less than a day upsets few certificates.
const WIDE: u64 = 24 * 60 * 60;
/// How far two servers may differ and still say the same.
const AGREE: u64 = 5 * 60;
/// netwhy was not yet written then, so a clock that says so is wrong.
const BEFORE_NETWHY: &str = "2026-11";

fn recognise(case: &Case) -> Option<Finding> {
    by_date(case).or_else(|| by_certificates(case))
}

fn by_date(case: &Case) -> Option<Finding> {
    let signed = signed_time(case);
    let far = |c: &Clock| c.skew_s.unsigned_abs() > WIDE;
    let off: Vec<(FactId, &Clock)> =
        case.seen.each::<Clock>().filter(|(_, c)| far(c) || signed.is_some_and(|(_, by)| by == *c)).collect();
    let (id, first) = off.first().copied()?;
    let others_right = case.seen.each::<Clock>().any(|(_, clock)| !off.iter().any(|(_, one)| *one == clock));
    let agreed = off.iter().any(|(_, c)| are_apart(case, c, first) && c.skew_s.abs_diff(first.skew_s) < AGREE);
    // RFC 3339 in UTC sorts by its characters.
    let impossible = first.own_time.as_str() < BEFORE_NETWHY;
    let confidence = match (impossible, agreed, others_right) {
        (true, ..) => Confidence::Certain,
        (_, true, false) => Confidence::Likely,
        // No authority signs what is to hold later only, so this machine's clock is behind. (An expired certificate
        // and a server whose own clock stands still look like a clock that is ahead.)
        _ if signed.is_some() && !others_right && first.skew_s < 0 => Confidence::Likely,
        _ => Confidence::Possible,
    };
    let (source, skew) = (first.source, first.skew_s.unsigned_abs());
    let (by, by_zh) = match skew / WIDE {
        0 => (format!("{} hour(s)", skew.div_ceil(3600)), format!("{} 小时", skew.div_ceil(3600))),
        days => (format!("{days} day(s)"), format!("{days} 天")),
    };
    let (en, zh) = match first.skew_s > 0 {
        true => ("ahead of", "快"),
        false => ("behind", "慢"),
    };
    let (doubt_en, doubt_zh) = match confidence {
        Confidence::Certain => ("; this machine's clock is wrong", "；本机时钟不准"),
        Confidence::Likely if !agreed => (
            "; the server's certificate holds by its clock and not by this one, so this machine's is wrong",
            "；按对方时钟证书有效，按本机时钟则无效，因此是本机时钟不准",
        ),
        Confidence::Likely => {
            ("; several servers agree, so this machine's clock is wrong", "；多台服务器时间一致，因此是本机时钟不准")
        }
        Confidence::Possible => ("; one of the two clocks is wrong", "；两者之一的时钟不准"),
    };
    let summary = Text::new(
        format!(
            "This machine's clock is {by} {en} that of {source} (here {}, there {}){doubt_en}.",
            first.own_time, first.server_time
        ),
        format!("本机时钟比 {source} {zh} {by_zh}（本机 {}，对方 {}）{doubt_zh}。", first.own_time, first.server_time),
    );
    let finding = Finding::because(id, confidence, Location::this_machine(), summary);
    let finding = finding.and(off.iter().map(|(id, _)| *id)).and(signed.map(|(id, _)| id));
    Some(remedies(case, finding))
}

fn remedies(case: &Case, finding: Finding) -> Finding {
    finding.remedy(set(case.os())).remedy(Remedy::new(
        "If this machine is right, set the server's clock.",
        "若本机时间正确，请校准服务器的时钟。",
    ))
}

/// A chain that a trusted authority vouches for, that does not hold by this machine's clock, and does by the clock of
/// the server that shows it.
fn signed_time<'a>(case: &Case<'a>) -> Option<(FactId, &'a Clock)> {
    let vouched = case.shown().into_iter().filter(|one| one.trust.path == PathTrust::Trusted);
    vouched.filter(|one| one.trust.time != TimeTrust::Valid).find_map(|one| {
        let (_, clock) = case.clock_of(one.handshake)?;
        holds_at(&one, &clock.server_time).then_some((one.id, clock))
    })
}

/// Certificates of unrelated hosts, each vouched for by a trusted authority, are all not valid yet, or all expired.
fn by_certificates(case: &Case) -> Option<Finding> {
    let seen = || case.seen.each::<Handshake>().filter_map(|(id, one)| Some((id, one, one.trust.saw()?)));
    let vouched = || seen().filter(|(_, _, trust)| trust.path == PathTrust::Trusted);
    let (id, first, trust) = vouched().find(|(_, _, trust)| trust.time != TimeTrust::Valid)?;
    let unrelated = |one: &Handshake| one.address != first.address && one.expected_name != first.expected_name;
    let (other_id, other, _) = vouched().find(|(_, one, other)| unrelated(one) && other.time == trust.time)?;
    if vouched().any(|(_, _, one)| one.time == TimeTrust::Valid) || case.seen.first::<Clock>().is_some() {
        return None;
    }
    let (how, how_zh) = match trust.time {
        TimeTrust::Expired => ("no longer valid", "已经过期"),
        _ => ("not valid yet", "尚未生效"),
    };
    let summary = Text::new(
        format!(
            "By this machine's clock ({}) the certificates of {} and {} are both {how}: the clock is wrong.",
            trust.checked_at, first.expected_name, other.expected_name
        ),
        format!(
            "按本机时钟（{}），{} 和 {} 的证书都{how_zh}：是本机时钟不准。",
            trust.checked_at, first.expected_name, other.expected_name
        ),
    );
    let finding = Finding::because(id, Confidence::Likely, Location::this_machine(), summary).and([other_id]);
    Some(remedies(case, finding))
}

/// True where two times come from different hosts: the addresses of one host (an A and an AAAA record, say) are
/// often one machine with one clock.
fn are_apart(case: &Case, one: &Clock, other: &Clock) -> bool {
    let host = |clock: &Clock| {
        let at = |c: &Connection| c.address == clock.source.ip() && c.port == clock.source.port();
        case.seen.each::<Connection>().find(|(_, c)| at(c)).map(|(_, c)| c.host.as_str())
    };
    let differ = |(one, other): (&str, &str)| !one.eq_ignore_ascii_case(other);
    one.source.ip() != other.source.ip() && host(one).zip(host(other)).is_some_and(differ)
}

fn set(os: Os) -> Remedy {
    let remedy = Remedy::new(
        "Compare with a clock you trust, and have the system set its own.",
        "与可信的时钟比较，并让系统自动校时。",
    );
    match os {
        Os::Linux => remedy.command("timedatectl; sudo timedatectl set-ntp true"),
        Os::Macos => remedy.command("date; sudo sntp -sS time.apple.com"),
        Os::Windows => remedy.command("w32tm /query /status & w32tm /resync"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, open, purpose};
    use crate::observation::Purpose;

    fn clock(source: &str, own_time: &str, skew_s: i64) -> Clock {
        let server_time = "2027-01-01T00:00:00Z".to_owned();
        Clock { source: source.parse().expect("a source"), server_time, own_time: own_time.to_owned(), skew_s }
    }

    fn sure(scene: &Scene) -> Option<Confidence> {
        recognise(&scene.case()).map(|found| found.confidence)
    }

    #[test]
    fn one_server_alone_may_be_wrong_itself() {
        let day = 86_400;
        let of = |host: &str, connection| Connection { host: host.to_owned(), ..connection };
        let one = || {
            let scene = Scene::of("http://h").see(of("h", open("192.0.2.9", 80)));
            let scene = scene.see(of("h", open("2001:db8::9", 80)));
            let scene = scene.see(of("c", purpose(Purpose::Control, open("192.0.2.8", 80))));
            scene.see(clock("192.0.2.9:80", "2027-03-01T00:00:00Z", 59 * day))
        };
        assert_eq!(sure(&one()), Some(Confidence::Possible));
        assert_eq!(
            sure(&one().see(clock("192.0.2.8:80", "2027-03-01T00:00:01Z", 59 * day + 1))),
            Some(Confidence::Likely)
        );
        let same_host = one().see(clock("[2001:db8::9]:80", "2027-03-01T00:00:01Z", 59 * day));
        assert_eq!(sure(&same_host), Some(Confidence::Possible), "two addresses of one host are one clock");
        let unknown = one().see(clock("192.0.2.7:80", "2027-03-01T00:00:01Z", 59 * day));
        assert_eq!(sure(&unknown), Some(Confidence::Possible), "whose that is was not seen");
        assert_eq!(sure(&one().see(clock("192.0.2.8:80", "2027-03-01T00:00:01Z", 3))), Some(Confidence::Possible));
    }

    #[test]
    fn a_time_before_netwhy_was_written_is_wrong() {
        let scene = Scene::of("http://h").see(clock("192.0.2.9:80", "1970-01-01T00:12:00Z", -1_798_760_880));
        assert_eq!(sure(&scene), Some(Confidence::Certain));
    }

    #[test]
    fn certificates_of_unrelated_hosts_tell() {
        let early = |name: &str, address: &str, purpose: Purpose| {
            let seen = crate::cause::protocol::scene::shaken(|trust, own| {
                trust.time = TimeTrust::NotYetValid;
                own.not_before = "2030-01-01T00:00:00Z".to_owned();
            });
            let address = crate::cause::scene::ip(address);
            Handshake { expected_name: name.to_owned(), address, purpose, ..seen }
        };
        let scene = || Scene::of("https://app.example.org").see(early("app.example.org", "192.0.2.9", Purpose::Asked));
        assert_eq!(sure(&scene()), None);
        let other = early("www.example.net", "192.0.2.8", Purpose::Control);
        assert_eq!(sure(&scene().see(other)), Some(Confidence::Likely));
        let same = early("app.example.org", "192.0.2.8", Purpose::Asked);
        assert_eq!(sure(&scene().see(same)), None, "two addresses of one host are one host");
    }

    #[test]
    fn hours_are_not_told() {
        assert_eq!(sure(&Scene::of("http://h").see(clock("192.0.2.9:80", "2027-01-01T08:00:00Z", 28_800))), None);
    }
}
