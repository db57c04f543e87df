//! `protocol.tls-client-certificate`: the server wants to see a certificate of the client.

use crate::case::Case;
use crate::cause::protocol::shown::place;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, Handshake, HandshakeEnd, HttpAnswer, HttpEnd, Purpose};
use crate::text::Text;

/// The server asks for a client certificate, and ends the handshake or answers with an error without one, or with
/// one that it does not take.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.tls-client-certificate",
    title: Text::fixed("the server wants a client certificate", "服务器要求客户端证书"),
    masked_by: &[],
    recognise,
};

/// Alerts that judge a certificate (RFC 8446 section 6.2), 42 to 49; and the one that misses it, 116.
fn judges_certificate(code: u8) -> bool {
    (42..=49).contains(&code) || code == 116
}

fn recognise(case: &Case) -> Option<Finding> {
    case.handshakes().filter(|(_, one)| one.client_certificate_wanted).find_map(|(id, asked)| {
        let alert = asked.alert.as_ref();
        let judged = alert.is_some_and(|alert| judges_certificate(alert.code));
        match asked.ended {
            HandshakeEnd::Alert if judged => Some(told(case, id, asked, Confidence::Certain, None)),
            HandshakeEnd::Alert | HandshakeEnd::Reset | HandshakeEnd::Closed => {
                Some(told(case, id, asked, Confidence::Likely, None))
            }
            // Some servers finish the handshake, and say no in HTTP: nginx with 400, others with 403.
            HandshakeEnd::Done => {
                let (answer, status, for_it) = turned_away(case, asked)?;
                // Where a certificate is welcome and not needed, an error may have any reason.
                let confidence = if for_it { Confidence::Likely } else { Confidence::Possible };
                Some(told(case, id, asked, confidence, Some((answer, status))))
            }
            _ => None,
        }
    })
}

/// The status with which the request was turned away, and whether that is for the certificate by its own word.
fn turned_away(case: &Case, asked: &Handshake) -> Option<(FactId, u16, bool)> {
    let mut answers = case.seen.each::<HttpAnswer>().filter(|(_, a)| a.tls && a.purpose == Purpose::Asked);
    let (id, answer) = answers.rfind(|(_, a)| a.address == asked.address && a.ended == HttpEnd::Answered)?;
    let status = answer.status.filter(|status| matches!(status, 400 | 401 | 403 | 495 | 496))?;
    let says_so =
        |text: &Option<String>| text.as_ref().is_some_and(|text| text.to_ascii_lowercase().contains("certificate"));
    // nginx's own statuses for it, 495 and 496, and the words that others say with 400 and 403.
    Some((id, status, status > 494 || says_so(&answer.excerpt) || says_so(&answer.reason)))
}

fn told(case: &Case, id: FactId, asked: &Handshake, confidence: Confidence, http: Option<(FactId, u16)>) -> Finding {
    let name = &asked.expected_name;
    let (how, how_zh) = match (&asked.alert, http) {
        (_, Some((_, status))) => (format!("answers {status}"), format!("应答 {status}")),
        (Some(alert), None) => {
            (format!("ends the handshake with the alert {}", alert.name), format!("以警报 {} 结束握手", alert.name))
        }
        (None, None) => ("cuts the connection".to_owned(), "切断连接".to_owned()),
    };
    let takes = asked.client_authorities.join("; ");
    let (of, of_zh) = match asked.client_authorities.is_empty() {
        true => (String::new(), String::new()),
        false => (format!(", one issued by {takes}"), format!("（由 {takes} 签发）")),
    };
    let summary = match asked.client_certificate_given {
        false => Text::new(
            format!("{name} asks for a client certificate{of}; none was given, and it {how}."),
            format!("{name} 要求客户端证书{of_zh}；没有提供，于是它{how_zh}。"),
        ),
        true => Text::new(
            format!("{name} asks for a client certificate{of}; it does not take the one that was given, and {how}."),
            format!("{name} 要求客户端证书{of_zh}；它不接受所提供的证书，{how_zh}。"),
        ),
    };
    let finding = Finding::because(id, confidence, place(case, asked), summary).and(http.map(|(id, _)| id));
    match asked.client_certificate_given {
        false => finding.remedy(
            Remedy::new(
                "Give the certificate that whoever runs the server issued to you, with its key.",
                "提供服务器管理者发给你的证书及其私钥。",
            )
            .command(format!("netwhy --cert client.pem --key client.key {}://{}", case.target.service.scheme(), case.target)),
        ),
        true => finding.remedy(Remedy::new(
            "See that the certificate given is of an authority that the server takes, still holds, and comes with its whole chain.",
            "请确认所提供的证书由服务器认可的机构签发、仍在有效期内，并附有完整证书链。",
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::cause::protocol::scene::{alert, shaken, told};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;
    use crate::observation::Handshake;

    #[test]
    fn an_alert_about_certificates_is_sure_and_others_are_not() {
        for (code, wanted) in [(116, Confidence::Certain), (42, Confidence::Certain), (40, Confidence::Likely)] {
            let seen = Handshake { client_certificate_wanted: true, ..alert(code) };
            let told = told(&Scene::of("https://app.example.org").see(seen));
            assert_eq!(told, [("protocol.tls-client-certificate".to_owned(), wanted)], "{code}");
        }
        let content = Handshake { client_certificate_wanted: true, ..shaken(|_, _| {}) };
        assert_eq!(told(&Scene::of("https://app.example.org").see(content)), []);
    }
}
