//! `protocol.tls-version`: the server speaks only versions or ciphers of TLS that clients of today do not.

use crate::case::Case;
use crate::cause::protocol::shown::place;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, Handshake, HandshakeEnd};
use crate::text::Text;

/// A hello of today is turned down, and an older one is answered with an older version or suite.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.tls-version",
    title: Text::fixed("the server speaks only an old kind of TLS", "服务器只支持旧版 TLS"),
    masked_by: &["protocol.tls-client-certificate", "restriction.name-filtered", "protocol.mismatch"],
    recognise,
};

/// What clients of today offer (RFC 8996 forbids the versions before).
const TODAY: [&str; 2] = ["TLSv1.3", "TLSv1.2"];

fn recognise(case: &Case) -> Option<Finding> {
    case.handshakes().find_map(|(id, asked)| {
        let older = case.further_handshakes(asked).find(|(_, one)| one.ended == HandshakeEnd::Answered);
        match (asked.ended, older) {
            (HandshakeEnd::Done | HandshakeEnd::NotTls | HandshakeEnd::Answered, _) => None,
            (_, Some((older_id, older))) => Some(of_old(case, (id, asked), (older_id, older))),
            (HandshakeEnd::Alert, None) => turned_down(case, id, asked),
            _ => None,
        }
    })
}

fn of_old(case: &Case, (id, asked): (FactId, &Handshake), (older_id, older): (FactId, &Handshake)) -> Finding {
    let name = &asked.expected_name;
    let (version, cipher) = (older.version.as_deref().unwrap_or("?"), older.cipher.as_deref().unwrap_or("?"));
    let is_old = !TODAY.contains(&version);
    let finding = if is_old {
        let summary = Text::new(
            format!(
                "{name} speaks {version} at most ({cipher}); clients of today want TLSv1.2 or TLSv1.3, so no handshake succeeds."
            ),
            format!("{name} 最高只支持 {version}（{cipher}）；如今的客户端要求 TLSv1.2 或 TLSv1.3，因此握手无法成功。"),
        );
        Finding::because(older_id, Confidence::Certain, place(case, asked), summary)
    } else {
        let summary = Text::new(
            format!(
                "{name} knows {version}, but agrees only on ciphers of old: to a hello of today it says no, to an older one it chooses {cipher}."
            ),
            format!("{name} 支持 {version}，但只接受旧的加密套件：它拒绝如今的握手请求，对旧式请求则选择 {cipher}。"),
        );
        Finding::because(older_id, Confidence::Likely, place(case, asked), summary)
    };
    let finding = finding.and([id]).remedy(match is_old {
        true => Remedy::new(
            "If the server is yours, bring it up to date and switch TLS 1.2 and 1.3 on (nginx: ssl_protocols TLSv1.2 TLSv1.3).",
            "如果服务器是你的，请升级并启用 TLS 1.2 和 1.3（nginx：ssl_protocols TLSv1.2 TLSv1.3）。",
        ),
        false => Remedy::new(
            "If the server is yours, allow ECDHE with AES-GCM or ChaCha20 (Mozilla's \"intermediate\" list). Clients built on OpenSSL may get through meanwhile.",
            "如果服务器是你的，请允许 ECDHE 加 AES-GCM 或 ChaCha20（Mozilla 的“intermediate”列表）。在此之前，基于 OpenSSL 的客户端也许能连接。",
        ),
    });
    finding.remedy(Remedy::new(
        "A device that cannot be brought up to date belongs behind a proxy that speaks TLS of today for it.",
        "无法升级的设备应放在支持新版 TLS 的反向代理之后。",
    ))
}

/// The server names the version as the reason, and what it does speak was not found out.
fn turned_down(case: &Case, id: FactId, asked: &Handshake) -> Option<Finding> {
    let alert = asked
        .alert
        .as_ref()
        .filter(|alert| matches!(alert.name.as_str(), "protocol_version" | "insufficient_security"))?;
    let (name, alert, offered) = (&asked.expected_name, &alert.name, asked.offered.join(", "));
    let summary = Text::new(
        format!("{name} turns {offered} down with the alert {alert}; which kind of TLS it speaks was not found out."),
        format!("{name} 以警报 {alert} 拒绝 {offered}；未能查明它支持哪种 TLS。"),
    );
    Some(Finding::because(id, Confidence::Likely, place(case, asked), summary).remedy(Remedy::new(
        "See on the server which versions and ciphers of TLS it allows.",
        "在服务器上检查它允许的 TLS 版本和加密套件。",
    )))
}

#[cfg(test)]
mod tests {
    use crate::cause::protocol::scene::{alert, older, told};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;

    #[test]
    fn the_answer_to_an_older_hello_is_the_proof() {
        let sure = |scene: Scene| told(&scene).into_iter().find(|row| row.0 == "protocol.tls-version").map(|row| row.1);
        let scene = || Scene::of("https://app.example.org").see(alert(70));
        assert_eq!(sure(scene()), Some(Confidence::Likely));
        assert_eq!(sure(scene().see(older("TLSv1.1", "TLS_RSA_WITH_AES_128_CBC_SHA"))), Some(Confidence::Certain));
        let odd = Scene::of("https://app.example.org").see(alert(40));
        assert_eq!(sure(odd.see(older("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA"))), Some(Confidence::Likely));
        assert_eq!(sure(Scene::of("https://app.example.org").see(alert(80))), None);
    }
}
