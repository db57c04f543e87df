//! `protocol.tls-failed`: TLS is spoken, and comes to no agreement for a reason that no other cause explains.

use crate::case::Case;
use crate::cause::protocol::shown::place;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::HandshakeEnd;
use crate::text::Text;

/// The server ends the handshake with an alert, or sends what no client can take.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.tls-failed",
    title: Text::fixed("the TLS handshake fails", "TLS 握手失败"),
    masked_by: &[
        "protocol.mismatch",
        "protocol.tls-version",
        "protocol.tls-client-certificate",
        "protocol.tls-wrong-name",
        "restriction.name-filtered",
        "restriction.tls-intercepted",
        "restriction.intercepted",
        "restriction.captive-portal",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let fails = |ended| matches!(ended, HandshakeEnd::Alert | HandshakeEnd::Failed);
    let (id, asked) = case.handshakes().find(|(_, one)| fails(one.ended))?;
    let name = &asked.expected_name;
    let summary = match (&asked.alert, &asked.detail) {
        (Some(alert), _) => Text::new(
            format!("{name} ends the TLS handshake with the alert {} ({}).", alert.name, alert.code),
            format!("{name} 以警报 {}（{}）结束 TLS 握手。", alert.name, alert.code),
        ),
        (None, detail) => {
            let detail = detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            Text::new(
                format!("What {name} sends in the TLS handshake cannot be taken{detail}."),
                format!("{name} 在 TLS 握手中发来的内容无法接受{detail}。"),
            )
        }
    };
    let finding = Finding::because(id, Confidence::Likely, place(case, asked), summary).remedy(Remedy::new(
        "Read the server's log for this connection: it knows why it says no. Common are no certificate for the name, no cipher in common, and a service behind it that fails.",
        "查看服务器对该连接的日志：它知道拒绝的原因。常见的有：没有该名称的证书、没有共同的密码套件、后端服务出错。",
    ));
    let at = std::net::SocketAddr::new(asked.address, asked.port);
    let server_name = asked.server_name.as_ref().map(|name| format!(" -servername {name}")).unwrap_or_default();
    let compare = Remedy::new("See what another TLS library says of it.", "看看另一个 TLS 库怎么说。");
    Some(match asked.via {
        Some(_) => finding,
        None => finding.remedy(compare.command(format!("openssl s_client -connect {at}{server_name} </dev/null"))),
    })
}

#[cfg(test)]
mod tests {
    use crate::cause::protocol::scene::{alert, shaken, told};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;
    use crate::observation::Handshake;

    #[test]
    fn what_another_cause_explains_is_left_to_it() {
        let seen = |handshake| told(&Scene::of("https://app.example.org").see(handshake));
        assert_eq!(seen(alert(80)), [("protocol.tls-failed".to_owned(), Confidence::Likely)]);
        let wanted = Handshake { client_certificate_wanted: true, ..alert(116) };
        assert_eq!(seen(wanted), [("protocol.tls-client-certificate".to_owned(), Confidence::Certain)]);
        assert_eq!(seen(shaken(|_, _| {})), []);
    }
}
