//! `protocol.tls-not-yet-valid`: the server's certificate does not hold yet.

use crate::case::Case;
use crate::cause::protocol::shown::{between, day, place, see_it, sureness};
use crate::finding::{Cause, Finding, Remedy};
use crate::observation::TimeTrust;
use crate::text::Text;

/// The own clock stands before the beginning of the certificate, or of one that vouches for it.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.tls-not-yet-valid",
    title: Text::fixed("the server's certificate is not valid yet", "服务器证书尚未生效"),
    masked_by: &["machine.clock-wrong"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let shown = case.shown().into_iter().find(|shown| shown.trust.time == TimeTrust::NotYetValid)?;
    let (now, name) = (&shown.trust.checked_at, &shown.handshake.expected_name);
    let mut early = shown.handshake.chain.iter().filter(|one| one.not_before.as_str() > now.as_str());
    let early = early.next().unwrap_or(shown.own);
    let (ahead, ahead_zh) = between(now, &early.not_before);
    let (start, by) = (day(&early.not_before), early.issuer_name());
    let summary = match early.sha256 == shown.own.sha256 {
        true => Text::new(
            format!("The certificate of {name}, issued by {by}, is valid from {start} on, which is {ahead} ahead."),
            format!("{name} 的证书（由 {by} 签发）自 {start} 起才生效，还有 {ahead_zh}。"),
        ),
        false => Text::new(
            format!(
                "The certificate of {} that vouches for {name}'s is valid from {start} on, which is {ahead} ahead.",
                early.subject_name()
            ),
            format!("为 {name} 的证书作保的 {} 的证书自 {start} 起才生效，还有 {ahead_zh}。", early.subject_name()),
        ),
    };
    let finding = Finding::because(shown.id, sureness(case, &shown), place(case, shown.handshake), summary);
    Some(
        finding
            .and(case.clock_of(shown.handshake).map(|(id, _)| id))
            .remedy(Remedy::new(
                "Compare this machine's clock with one that you trust: authorities rarely issue certificates ahead of time.",
                "请将本机时钟与可信的时钟比较：签发机构很少提前签发证书。",
            ))
            .remedy(Remedy::new(
                "If the server is yours, have it serve the certificate of today until then.",
                "如果服务器是你的，在此之前请使用当前有效的证书。",
            ))
            .remedy(see_it(shown.handshake)),
    )
}

#[cfg(test)]
mod tests {
    use crate::cause::protocol::scene::{clock, shaken, told};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;
    use crate::observation::TimeTrust;

    #[test]
    fn a_server_that_lives_in_the_time_of_its_certificate_blames_the_clock() {
        let early = || {
            shaken(|trust, own| {
                trust.time = TimeTrust::NotYetValid;
                own.not_before = "2027-01-01T00:00:00Z".to_owned();
            })
        };
        let agreed = told(&Scene::of("https://app.example.org").see(early()).see(clock("2026-11-22T12:00:00Z")));
        assert_eq!(agreed, [("protocol.tls-not-yet-valid".to_owned(), Confidence::Certain)]);
        let ahead = told(&Scene::of("https://app.example.org").see(early()).see(clock("2027-02-01T00:00:00Z")));
        assert_eq!(ahead, [("machine.clock-wrong".to_owned(), Confidence::Likely)]);
    }
}
