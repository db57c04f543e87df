//! `protocol.tls-wrong-name`: the server's certificate is for others than the one asked for.

use crate::case::{Case, Shown};
use crate::cause::protocol::shown::{place, see_it};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, Handshake, HandshakeEnd, PathTrust};
use crate::text::Text;

/// The names of the certificate do not hold the name asked for, or the server says that it has none for it.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.tls-wrong-name",
    title: Text::fixed("the server's certificate is for another name", "服务器证书属于其他名称"),
    masked_by: &[],
    recognise,
};

/// How many names a sentence lists.
const LISTED: usize = 5;

fn recognise(case: &Case) -> Option<Finding> {
    match case.shown().into_iter().find(|shown| !shown.trust.name_matches) {
        Some(shown) => Some(of_another(case, &shown)),
        None => case.handshakes().find_map(|(id, handshake)| unknown(case, id, handshake)),
    }
}

fn of_another(case: &Case, shown: &Shown) -> Finding {
    let (name, by) = (&shown.handshake.expected_name, shown.own.issuer_name());
    let (names, names_zh) = whose(shown);
    let summary = Text::new(
        format!("The certificate that {name} shows, issued by {by}, is for {names}, not for {name}."),
        format!("{name} 出示的证书（由 {by} 签发）属于 {names_zh}，而不是 {name}。"),
    );
    // Where no authority vouches for it, another machine may show it in the server's place.
    let confidence = if shown.trust.path == PathTrust::Trusted { Confidence::Certain } else { Confidence::Likely };
    let mut finding = Finding::because(shown.id, confidence, place(case, shown.handshake), summary);
    if let Some(other) = shown.own.names.iter().find(|name| !name.starts_with("*.")) {
        let service = case.target.service.scheme();
        let port = case.target.port;
        finding = finding.remedy(
            Remedy::new(
                format!("If {other} is who you want, ask for it by that name."),
                format!("如果你要找的是 {other}，请使用该名称。"),
            )
            .command(format!("netwhy {service}://{}:{port}", bracketed(other))),
        );
    }
    finding
        .remedy(Remedy::new(
            format!("If the server is yours, give it a certificate for {name} (a wildcard such as *.example.org stands for one label only), and see that it serves it for that name."),
            format!("如果服务器是你的，请为其配置包含 {name} 的证书（*.example.org 之类的通配符只代表一级），并确认服务器对该名称使用它。"),
        ))
        .remedy(see_it(shown.handshake))
}

/// The server ends the handshake because it knows nobody of that name (RFC 6066 section 3).
fn unknown(case: &Case, id: FactId, handshake: &Handshake) -> Option<Finding> {
    let name = handshake.server_name.as_ref()?;
    let refused = handshake.alert.as_ref().is_some_and(|alert| alert.name == "unrecognized_name");
    if handshake.ended != HandshakeEnd::Alert || !refused {
        return None;
    }
    let unnamed =
        case.further_handshakes(handshake).find(|(_, one)| one.server_name.is_none() && !one.chain.is_empty());
    let (other, other_zh) = match unnamed.and_then(|(_, one)| one.chain.first()) {
        Some(own) => (
            format!("; without a name it shows the certificate of {}", own.subject_name()),
            format!("；不带名称时它出示 {} 的证书", own.subject_name()),
        ),
        None => (String::new(), String::new()),
    };
    let summary = Text::new(
        format!(
            "The server has no certificate for {name}: it ends the handshake with the alert unrecognized_name{other}."
        ),
        format!("服务器没有 {name} 的证书：它以警报 unrecognized_name 结束握手{other_zh}。"),
    );
    Some(
        Finding::because(id, Confidence::Likely, place(case, handshake), summary)
            .and(unnamed.map(|(id, _)| id))
            .remedy(Remedy::new(
                format!("See that {name} leads to the right server, and that this server is set up for that name."),
                format!("请检查 {name} 是否指向正确的服务器，以及该服务器是否配置了这一名称。"),
            )),
    )
}

/// For whom a certificate is, in words.
fn whose(shown: &Shown) -> (String, String) {
    let names = &shown.own.names;
    let mut listed: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    match (names.len().saturating_sub(LISTED), listed.pop()) {
        (_, None) => (
            format!("nobody (its subject {} does not count: it names no subjectAltName)", shown.own.subject_name()),
            format!("无人（其主体 {} 不算数：证书没有 subjectAltName）", shown.own.subject_name()),
        ),
        (0, Some(last)) if listed.is_empty() => (last.to_owned(), last.to_owned()),
        (0, Some(last)) => {
            let first = listed.join(", ");
            (format!("{first} and {last}"), format!("{} 和 {last}", listed.join("、")))
        }
        (more, Some(last)) => {
            listed.push(last);
            (format!("{} and {more} more", listed.join(", ")), format!("{} 等另外 {more} 个名称", listed.join("、")))
        }
    }
}

/// A host as a URL has it.
fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::cause::protocol::scene::{alert, shaken, told};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;
    use crate::observation::PathTrust;

    #[test]
    fn another_name_is_sure_where_an_authority_vouches_for_it() {
        let other = |path| {
            shaken(move |trust, own| {
                (trust.name_matches, trust.path) = (false, path);
                own.names = vec!["*.example.net".to_owned(), "example.net".to_owned()];
            })
        };
        let sure = told(&Scene::of("https://app.example.org").see(other(PathTrust::Trusted)));
        assert_eq!(sure, [("protocol.tls-wrong-name".to_owned(), Confidence::Certain)]);
        let unsure = told(&Scene::of("https://app.example.org").see(other(PathTrust::UnknownIssuer)));
        assert!(unsure.contains(&("protocol.tls-wrong-name".to_owned(), Confidence::Likely)), "{unsure:?}");
        let refused = told(&Scene::of("https://app.example.org").see(alert(112)));
        assert_eq!(refused, [("protocol.tls-wrong-name".to_owned(), Confidence::Likely)]);
    }
}
