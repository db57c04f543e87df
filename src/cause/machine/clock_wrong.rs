//! `machine.clock-wrong`: this machine's time is far from a server's, so certificates seem invalid.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Clock, Connection, FactId, Os};
use crate::text::Text;

/// The `Date` of one or more servers is more than a day away.
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
    let off: Vec<(FactId, &Clock)> =
        case.seen.each::<Clock>().filter(|(_, c)| c.skew_s.unsigned_abs() > WIDE).collect();
    let (id, first) = off.first().copied()?;
    let others_right = case.seen.each::<Clock>().any(|(_, clock)| clock.skew_s.unsigned_abs() <= WIDE);
    let agreed = off.iter().any(|(_, c)| are_apart(case, c, first) && c.skew_s.abs_diff(first.skew_s) < AGREE);
    // RFC 3339 in UTC sorts by its characters.
    let impossible = first.own_time.as_str() < BEFORE_NETWHY;
    let confidence = match (impossible, agreed, others_right) {
        (true, ..) => Confidence::Certain,
        (_, true, false) => Confidence::Likely,
        _ => Confidence::Possible,
    };
    let (days, source) = (first.skew_s.unsigned_abs() / WIDE, first.source);
    let (en, zh) = match first.skew_s > 0 {
        true => ("ahead of", "快"),
        false => ("behind", "慢"),
    };
    let (doubt_en, doubt_zh) = match confidence {
        Confidence::Certain => ("; this machine's clock is wrong", "；本机时钟不准"),
        Confidence::Likely => {
            ("; several servers agree, so this machine's clock is wrong", "；多台服务器时间一致，因此是本机时钟不准")
        }
        Confidence::Possible => ("; one of the two clocks is wrong", "；两者之一的时钟不准"),
    };
    let summary = Text::new(
        format!(
            "This machine's clock is {days} day(s) {en} that of {source} (here {}, there {}){doubt_en}.",
            first.own_time, first.server_time
        ),
        format!(
            "本机时钟比 {source} {zh} {days} 天（本机 {}，对方 {}）{doubt_zh}。",
            first.own_time, first.server_time
        ),
    );
    let finding =
        Finding::because(id, confidence, Location::this_machine(), summary).and(off.iter().map(|(id, _)| *id));
    Some(finding.remedy(set(case.os())).remedy(Remedy::new(
        "If this machine is right, set the server's clock.",
        "若本机时间正确，请校准服务器的时钟。",
    )))
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
    fn hours_are_not_told() {
        assert_eq!(sure(&Scene::of("http://h").see(clock("192.0.2.9:80", "2027-01-01T08:00:00Z", 28_800))), None);
    }
}
