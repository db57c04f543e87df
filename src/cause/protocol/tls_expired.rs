//! `protocol.tls-expired`: the server's certificate no longer holds.

use crate::case::Case;
use crate::cause::protocol::shown::{between, day, place, see_it, sureness};
use crate::finding::{Cause, Finding, Remedy};
use crate::observation::TimeTrust;
use crate::text::Text;

/// The own clock stands behind the end of the certificate, or of one that vouches for it.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.tls-expired",
    title: Text::fixed("the server's certificate has expired", "服务器证书已过期"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if crate::cause::machine::is_clock_wrong(case) {
        return None;
    }
    let shown = case.shown().into_iter().find(|shown| shown.trust.time == TimeTrust::Expired)?;
    let (now, name) = (&shown.trust.checked_at, &shown.handshake.expected_name);
    let mut late = shown.handshake.chain.iter().filter(|one| one.not_after.as_str() < now.as_str());
    let late = late.next().unwrap_or(shown.own);
    let (ago, ago_zh) = between(&late.not_after, now);
    let (end, by) = (day(&late.not_after), late.issuer_name());
    let summary = match late.sha256 == shown.own.sha256 {
        true => Text::new(
            format!("The certificate of {name}, issued by {by}, expired on {end}, {ago} ago."),
            format!("{name} 的证书（由 {by} 签发）已于 {end} 过期，距今 {ago_zh}。"),
        ),
        false => Text::new(
            format!(
                "The certificate of {} that vouches for {name}'s expired on {end}, {ago} ago.",
                late.subject_name()
            ),
            format!("为 {name} 的证书作保的 {} 的证书已于 {end} 过期，距今 {ago_zh}。", late.subject_name()),
        ),
    };
    let finding = Finding::because(shown.id, sureness(case, &shown), place(case, shown.handshake), summary);
    Some(
        finding
            .and(case.clock_of(shown.handshake).map(|(id, _)| id))
            .remedy(Remedy::new(
                format!("If the server is yours, renew the certificate, and have the server load the new one: {by} issues it."),
                format!("如果服务器是你的，请续签证书（签发者 {by}），并让服务器加载新证书。"),
            ))
            .remedy(Remedy::new(
                "Otherwise tell whoever runs it, and do not send secrets until it is renewed.",
                "否则请告知其管理者，续签之前不要发送机密信息。",
            ))
            .remedy(see_it(shown.handshake)),
    )
}

#[cfg(test)]
mod tests {
    use crate::cause::protocol::scene::{clock, shaken, told};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;
    use crate::observation::{PathTrust, TimeTrust};

    #[test]
    fn the_servers_clock_makes_it_sure() {
        let old = || {
            shaken(|trust, own| {
                trust.time = TimeTrust::Expired;
                own.not_after = "2026-10-01T00:00:00Z".to_owned();
            })
        };
        let alone = Scene::of("https://app.example.org").see(old());
        assert_eq!(told(&alone), [("protocol.tls-expired".to_owned(), Confidence::Likely)]);
        assert_eq!(
            told(&alone.see(clock("2026-11-22T12:00:01Z"))),
            [("protocol.tls-expired".to_owned(), Confidence::Certain)]
        );
        // The server says that it is still September: this machine's clock is ahead, or the server's stands still.
        let other = told(&Scene::of("https://app.example.org").see(old()).see(clock("2026-09-30T00:00:00Z")));
        let both = ["machine.clock-wrong", "protocol.tls-expired"].map(|id| (id.to_owned(), Confidence::Possible));
        assert_eq!(other, both);
        let both = shaken(|trust, own| {
            (trust.time, trust.name_matches, trust.path) = (TimeTrust::Expired, false, PathTrust::SelfSigned);
            own.not_after = "2026-10-01T00:00:00Z".to_owned();
        });
        let all = told(&Scene::of("https://app.example.org").see(both));
        assert_eq!(all.len(), 4, "{all:?}");
    }
}
