//! `protocol.mismatch`: another protocol answers than the one asked for.

use crate::case::{Case, Heard, HeardEnd};
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{BedrockStatus, HttpAnswer, Purpose, Spoken};
use crate::target::{Service, Target};
use crate::text::Text;

/// Bytes of another protocol in answer to the own question, or to a further one.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.mismatch",
    title: Text::fixed("another protocol answers at this port", "该端口应答的是另一种协议"),
    masked_by: &["restriction.name-filtered", "port.mcpi-on-game-port"],
    recognise,
};

/// What web servers say to plain HTTP where they speak TLS (nginx, Apache, Go, Tomcat, Jetty and kin).
const PLAIN_TO_TLS: &[&str] = &[
    "plain HTTP request was sent to HTTPS port",
    "speaking plain HTTP to an SSL-enabled server port",
    "sent an HTTP request to an HTTPS server",
    "combination of host and port requires TLS",
];

fn recognise(case: &Case) -> Option<Finding> {
    if case.target.service == Service::Bedrock {
        return other_datagrams(case);
    }
    let wanted = words::wanted(case)?;
    let heard = words::unanswered(case, &[HeardEnd::Other])?;
    let target = case.target.to_string();
    let at = words::place(case, &heard);
    let Some(spoken) = heard.spoken else {
        let excerpt = heard.excerpt.unwrap_or_default();
        let summary = Text::new(
            format!("What answers at {target} is not {wanted}; it says `{excerpt}`."),
            format!("{target} 的应答不是 {wanted}；它说 `{excerpt}`。"),
        );
        let finding = Finding::because(heard.id, Confidence::Likely, at, summary).remedy(see_the_port(wanted));
        return Some(elsewhere(finding, case, &heard));
    };
    let name = spoken.name();
    let product = heard.product.filter(|product| !product.is_empty());
    let (who, who_zh) = match product {
        Some(product) => (format!("{name} ({product})"), format!("{name}（{product}）")),
        None => (name.to_owned(), name.to_owned()),
    };
    let summary = match heard.found_by {
        None => Text::new(
            format!("{target} speaks {who}, not {wanted}."),
            format!("{target} 使用的是 {who_zh}，而不是 {wanted}。"),
        ),
        Some(_) => Text::new(
            format!("{target} does not answer {wanted} as such; asked for {name}, it answers as {who}."),
            format!("{target} 没有以 {wanted} 应答；以 {name} 询问时，它以 {who_zh} 应答。"),
        ),
    };
    let finding = Finding::because(heard.id, sureness(case, &heard), at, summary).and(heard.found_by);
    let finding = remedies(finding, case, spoken).remedy(see_the_port(wanted));
    Some(elsewhere(finding, case, &heard))
}

/// A datagram that is no pong came back.
fn other_datagrams(case: &Case) -> Option<Finding> {
    let asked = || case.seen.each::<BedrockStatus>().filter(|(_, one)| one.purpose == Purpose::Asked);
    let (id, one) = asked().find(|(_, one)| one.excerpt.is_some())?;
    if asked().any(|(_, one)| one.pong.is_some()) {
        return None;
    }
    let (target, excerpt) = (case.target.to_string(), one.excerpt.as_deref().unwrap_or_default());
    let summary = Text::new(
        format!("What answers at UDP {target} is no Bedrock server; it says `{excerpt}`."),
        format!("UDP {target} 的应答者不是 Bedrock 服务器；它说 `{excerpt}`。"),
    );
    let at = Location::machine(case, one.address, one.address);
    Some(Finding::because(id, Confidence::Likely, at, summary).remedy(see_the_port("Bedrock")))
}

/// Where the service answered as itself at another port of the host, that is the first thing to do. It cannot move to
/// the port asked for, which another program holds.
fn elsewhere(finding: Finding, case: &Case, heard: &Heard) -> Finding {
    match case.same_elsewhere(heard.address, heard.port) {
        Some(there) => advise(finding.and([there.id]), case, Trouble::HeldFrom(there.port)),
        None => finding,
    }
}

/// What the other end says of itself unasked, or in answer to the own question, is sure. Behind one that answers a
/// further question only, several services may share the port.
fn sureness(case: &Case, heard: &Heard) -> Confidence {
    let said_so = |answer: &HttpAnswer| {
        let text = answer.excerpt.as_deref().unwrap_or_default();
        answer.address == heard.address && PLAIN_TO_TLS.iter().any(|said| text.contains(said))
    };
    let told_in_words = heard.spoken == Some(Spoken::Tls) && case.seen.each::<HttpAnswer>().any(|(_, a)| said_so(a));
    if heard.found_by.is_none() || told_in_words { words::surely(case, heard.address) } else { Confidence::Likely }
}

fn remedies(finding: Finding, case: &Case, spoken: Spoken) -> Finding {
    let target = case.target;
    let scheme = |service: Service| {
        let to = Target { service, path: None, ..target.clone() };
        format!("netwhy {}://{to}", service.scheme())
    };
    match (target.service, spoken) {
        (Service::Http, Spoken::Tls) => finding.remedy(
            Remedy::new("Write https:// in place of http://.", "把 http:// 改为 https://。").command(scheme(Service::Https)),
        ),
        (Service::Https, Spoken::Http) => finding.remedy(
            Remedy::new(
                "Write http:// in place of https://, or let the server speak TLS at this port.",
                "把 https:// 改为 http://，或让服务器在该端口启用 TLS。",
            )
            .command(scheme(Service::Http)),
        ),
        (_, Spoken::Tls) => finding.remedy(Remedy::new(
            "Have the client speak TLS from the start (often a switch of its own, or another scheme: imaps, smtps, rediss …).",
            "让客户端一开始就使用 TLS（通常是一个选项或另一种写法：imaps、smtps、rediss 等）。",
        )),
        (_, spoken) => match words::service(spoken) {
            Some(service) => finding.remedy(
                Remedy::new(
                    format!("If {} is what you want, ask for it.", spoken.name()),
                    format!("如果需要的正是 {}，请以它来连接。", spoken.name()),
                )
                .command(scheme(service)),
            ),
            None => finding,
        },
    }
}

fn see_the_port(wanted: &str) -> Remedy {
    Remedy::new(
        format!("See on the server at which port its {wanted} service listens, and use that one in the client."),
        format!("在服务器上查看其 {wanted} 服务监听哪个端口，并在客户端改用该端口。"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::{java, java_closes, mcpi, mcpi_silent};
    use crate::cause::scene::{Scene, open, purpose};
    use crate::observation::{JavaStatus, McpiAnswer, Meaning, SpeechEnd};
    use crate::text::Lang;

    /// What another program holds, a server cannot take.
    #[test]
    fn nothing_is_moved_to_a_port_that_another_program_holds() {
        let (http, at) = (Some(Spoken::Http), "192.0.2.9");
        let remedies = |scene: &Scene| {
            let found = recognise(&scene.case()).expect("a finding");
            found.remedies.iter().map(|one| one.action.get(Lang::En).to_owned()).collect::<Vec<String>>()
        };
        let elsewhere = |port| purpose(Purpose::OtherPort, open(at, port));
        let api = McpiAnswer { spoken: http, ..mcpi(Purpose::Asked, at, 25565, Meaning::Other) };
        let scene = Scene::of("mcpi://192.0.2.9:25565").see(open(at, 25565)).see(api).see(elsewhere(4711));
        let api = remedies(&scene.see(mcpi(Purpose::OtherPort, at, 4711, Meaning::Nobody)));
        assert!(api[0].contains("Minecraft.create(\"192.0.2.9\", 4711)"), "{api:?}");
        let excerpt = Some("HTTP/1.1 400".to_owned());
        let game = JavaStatus { ended: SpeechEnd::Answered, spoken: http, excerpt, ..java_closes(at) };
        let scene = Scene::of("minecraft://192.0.2.9").see(open(at, 25565)).see(game).see(elsewhere(25566));
        let game = remedies(&scene.see(java(Purpose::OtherPort, at, 25566)));
        assert!(game[0].contains("`192.0.2.9:25566`"), "{game:?}");
        for one in api.iter().chain(&game) {
            assert!(!one.contains("server-port") && !one.contains("config.yml"), "{one}");
        }
        let silent = Scene::of("mcpi://192.0.2.9").see(open(at, 4711)).see(mcpi_silent(at, 4711));
        assert_eq!(recognise(&silent.case()), None);
    }
}
