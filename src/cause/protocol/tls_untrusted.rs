//! `protocol.tls-untrusted`: nobody who is trusted here vouches for the server's certificate.

use crate::case::{Case, Shown};
use crate::cause::protocol::shown::{place, see_it};
use crate::cause::public::{is_private_address, is_public_name};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::PathTrust;
use crate::text::Text;

/// No path leads from the certificate to an authority of the store asked.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.tls-untrusted",
    title: Text::fixed("the server's certificate is not trusted here", "本机不信任服务器证书"),
    masked_by: &["restriction.tls-intercepted"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let shown = case.shown().into_iter().find(|shown| shown.trust.path != PathTrust::Trusted)?;
    let (name, by) = (&shown.handshake.expected_name, shown.own.issuer_name());
    let (why, why_zh) = why(&shown);
    let (store, store_zh) = store(&shown.trust.store);
    let summary = Text::new(
        format!("The certificate of {name} is not trusted: {why}, and {store}."),
        format!("{name} 的证书不受信任：{why_zh}，而{store_zh}。"),
    );
    // At a public name, a machine on the way may show its own in the server's place.
    let named_so = name.parse::<std::net::IpAddr>().is_ok() || is_public_name(name);
    let public = named_so && !is_private_address(shown.handshake.address) || shown.handshake.via.is_some();
    let confidence = if public { Confidence::Likely } else { Confidence::Certain };
    let finding = Finding::because(shown.id, confidence, place(case, shown.handshake), summary);
    let finding = match shown.trust.path {
        PathTrust::SelfSigned => finding.remedy(Remedy::new(
            "If the server is yours, get it a certificate of an authority that its clients know; or give them this one (--cacert FILE).",
            "如果服务器是你的，请向客户端认识的签发机构申请证书；或把这份证书交给客户端（--cacert 文件）。",
        )),
        PathTrust::UnknownIssuer if shown.handshake.chain.len() == 1 => finding
            .remedy(Remedy::new(
                format!("If the server is yours, see that it sends the intermediate certificate of {by} along with its own (the \"full chain\")."),
                format!("如果服务器是你的，请确认它把 {by} 的中间证书与自己的证书一起发送（即“完整证书链”）。"),
            ))
            .remedy(trust_it(by)),
        _ => finding.remedy(trust_it(by)),
    };
    Some(finding.remedy(see_it(shown.handshake)))
}

fn trust_it(by: &str) -> Remedy {
    Remedy::new(
        format!("If {by} is an authority of your own, trust it: --cacert FILE, or add it to the system's store."),
        format!("如果 {by} 是你自己的签发机构，请信任它：使用 --cacert 文件，或加入系统证书库。"),
    )
}

/// Why no path was found, in words.
fn why(shown: &Shown) -> (String, String) {
    let by = shown.own.issuer_name();
    let top = shown.handshake.chain.last().unwrap_or(shown.own);
    match shown.trust.path {
        PathTrust::SelfSigned => ("it vouches for itself".to_owned(), "它为自己作保".to_owned()),
        PathTrust::Revoked => (format!("{by} has revoked it"), format!("{by} 已将其吊销")),
        PathTrust::UnknownIssuer | PathTrust::Trusted if top.is_self_signed => {
            let top = top.subject_name();
            (
                format!("its chain ends at {top}, an authority that vouches for itself"),
                format!("其证书链止于自签的签发机构 {top}"),
            )
        }
        PathTrust::UnknownIssuer | PathTrust::Trusted if shown.handshake.chain.len() == 1 => (
            format!("it is issued by {by}, and the server shows no certificate of {by}"),
            format!("它由 {by} 签发，但服务器没有出示 {by} 的证书"),
        ),
        PathTrust::UnknownIssuer | PathTrust::Trusted => {
            let top = top.issuer_name();
            (format!("its chain leads to {top}"), format!("其证书链通向 {top}"))
        }
        PathTrust::Invalid => {
            let detail = shown.trust.detail.as_deref().unwrap_or("it does not hold");
            (format!("the chain does not hold ({detail})"), format!("证书链不成立（{detail}）"))
        }
    }
}

fn store(store: &str) -> (String, String) {
    match store {
        "system" => {
            ("none of the system's authorities vouches for it".to_owned(), "系统信任的签发机构都不为其作保".to_owned())
        }
        "mozilla" => {
            ("none of Mozilla's authorities vouches for it".to_owned(), "Mozilla 信任的签发机构都不为其作保".to_owned())
        }
        file => (format!("no authority in {file} vouches for it"), format!("{file} 中的签发机构都不为其作保")),
    }
}

#[cfg(test)]
mod tests {
    use crate::cause::protocol::scene::{shaken, told};
    use crate::cause::scene::{Scene, ip};
    use crate::finding::Confidence;
    use crate::observation::{Handshake, PathTrust};

    #[test]
    fn at_a_private_name_it_is_the_servers_own() {
        let unknown = |name: &str, address: &str| {
            let seen = shaken(|trust, _| trust.path = PathTrust::UnknownIssuer);
            Handshake {
                expected_name: name.to_owned(),
                server_name: Some(name.to_owned()),
                address: ip(address),
                ..seen
            }
        };
        for (target, address) in [("https://nas.lan", "192.0.2.9"), ("https://app.example.org", "10.3.0.2")] {
            let told = told(&Scene::of(target).see(unknown(target.trim_start_matches("https://"), address)));
            assert_eq!(told, [("protocol.tls-untrusted".to_owned(), Confidence::Certain)], "{target}");
        }
        let public = told(&Scene::of("https://app.example.org").see(unknown("app.example.org", "192.0.2.9")));
        let (untrusted, intercepted) = ("protocol.tls-untrusted".to_owned(), "restriction.tls-intercepted".to_owned());
        assert_eq!(public, [(untrusted, Confidence::Likely), (intercepted, Confidence::Possible)]);
    }
}
