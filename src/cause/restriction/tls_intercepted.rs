//! `restriction.tls-intercepted`: a machine on the way shows certificates of its own in the server's place.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::public::{is_private_address, is_public_name};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Certificate, FactId, Handshake, Looked, PathTrust, Purpose, Resolution};
use crate::text::Text;

/// A public name with a certificate that no public authority vouches for: of an authority that this system was given,
/// or of one that signs for an unrelated host as well.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.tls-intercepted",
    title: Text::fixed("something on the way replaces the server's certificate", "途中有设备替换了服务器证书"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    case.handshakes().find_map(|(id, asked)| of(case, id, asked))
}

fn of(case: &Case, id: FactId, asked: &Handshake) -> Option<Finding> {
    let (trust, own) = (asked.trust.saw()?, asked.chain.first()?);
    let name = case.target.host.name()?;
    let is_private = addresses(case, asked).into_iter().any(is_private_address);
    // Networks sign for themselves as they like, and so do servers for their owners.
    if trust.public != Looked::Saw(false) || !is_public_name(name) || is_private || asked.expected_name != name {
        return None;
    }
    let by = own.issuer_name();
    let twin = control(case).find(|(_, other)| signed_alike(own, asked, other));
    let given_to_the_system = trust.path == PathTrust::Trusted && trust.store == "system";
    let (confidence, why, why_zh) = match twin {
        Some((_, other)) => (
            Confidence::Likely,
            format!(", and {by} signs for {}, too", other.expected_name),
            format!("，且 {by} 也为 {} 签发", other.expected_name),
        ),
        None if given_to_the_system => (
            Confidence::Likely,
            ", which this system was told to trust".to_owned(),
            "，而本系统被设为信任它".to_owned(),
        ),
        // A file of authorities that the user gives is the user's own.
        None if trust.path == PathTrust::Trusted => return None,
        None => (
            Confidence::Possible,
            "; either it is the server's own, or a machine on the way has put it in its place".to_owned(),
            "；它或是服务器自己的，或是途中设备换上的".to_owned(),
        ),
    };
    let summary = Text::new(
        format!("The certificate of {name} is issued by {by}, which is no public authority{why}."),
        format!("{name} 的证书由 {by} 签发，它不是公共签发机构{why_zh}。"),
    );
    // A proxy may but relay: that it signs itself shows only where it signs for another host as well.
    let is_proxy = twin.is_some_and(|(_, other)| asked.via.is_some() && other.via == asked.via);
    let at = Location::of(if is_proxy { Role::Proxy } else { Role::Path });
    let finding = Finding::because(id, confidence, at, summary).and(twin.map(|(id, _)| id));
    let finding = finding.remedy(Remedy::new(
        format!("Ask who runs this network (or the security program on this machine) about {by}: whoever holds its key reads what passes."),
        format!("请向当前网络的管理者（或检查本机的安全软件）询问 {by}：持有其密钥者可以读取经过的内容。"),
    ));
    Some(match twin {
        Some(_) => finding.remedy(another_network()),
        None => finding
            .remedy(
                Remedy::new(
                    "See who signs for an unrelated host from here: the same authority would be in between.",
                    "看看从这里访问无关主机时由谁签发：若是同一机构，它就在中间。",
                )
                .command(format!("netwhy --control https://www.wikipedia.org https://{name}")),
            )
            .remedy(another_network()),
    })
}

fn another_network() -> Remedy {
    Remedy::new(
        "Compare the fingerprint from another network, or through a VPN.",
        "换一个网络或通过 VPN 比较证书指纹。",
    )
}

/// The handshakes with a control host.
fn control<'a>(case: &Case<'a>) -> impl Iterator<Item = (FactId, &'a Handshake)> + use<'a> {
    case.seen.each::<Handshake>().filter(|(_, one)| one.purpose == Purpose::Control)
}

/// True where the authority that signs for the target, and is no public one, signs for an unrelated host.
fn signed_alike(own: &Certificate, asked: &Handshake, other: &Handshake) -> bool {
    let private = other.trust.saw().is_some_and(|trust| trust.public == Looked::Saw(false));
    let alike = other.chain.first().is_some_and(|one| one.issuer == own.issuer && !one.is_self_signed);
    let apart = other.address != asked.address && family(&other.expected_name) != family(&asked.expected_name);
    private && alike && apart && is_public_name(&other.expected_name) && !is_private_address(other.address)
}

/// The last two labels of a name: those who share them may well share an owner.
fn family(name: &str) -> String {
    let mut labels: Vec<&str> = name.trim_end_matches('.').rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".")
}

/// The addresses of the target: the one spoken to, or what its name leads to where a proxy is spoken to.
fn addresses(case: &Case, asked: &Handshake) -> Vec<IpAddr> {
    match asked.via {
        None => vec![asked.address],
        Some(_) => case.seen.each::<Resolution>().flat_map(|(_, one)| one.addresses().collect::<Vec<_>>()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::protocol::scene::shaken;
    use crate::cause::scene::{Scene, ip};

    fn private(name: &str, address: &str, purpose: Purpose, store: &str) -> Handshake {
        let seen = shaken(|trust, _| (trust.public, trust.store) = (Looked::Saw(false), store.to_owned()));
        Handshake { expected_name: name.to_owned(), address: ip(address), purpose, ..seen }
    }

    fn sure(scene: &Scene) -> Option<Confidence> {
        recognise(&scene.case()).map(|found| found.confidence)
    }

    #[test]
    fn only_public_names_are_held_to_public_authorities() {
        let seen = |target: &str, address: &str, store: &str| {
            let name = target.trim_start_matches("https://");
            sure(&Scene::of(target).see(private(name, address, Purpose::Asked, store)))
        };
        assert_eq!(seen("https://app.example.org", "192.0.2.9", "system"), Some(Confidence::Likely));
        assert_eq!(seen("https://app.example.org", "192.0.2.9", "own.pem"), None);
        assert_eq!(seen("https://app.example.org", "10.3.0.2", "system"), None);
        assert_eq!(seen("https://nas.lan", "192.0.2.9", "system"), None);
        assert_eq!(seen("https://192.0.2.9", "192.0.2.9", "system"), None);
        let public = shaken(|_, _| {});
        assert_eq!(sure(&Scene::of("https://app.example.org").see(public)), None);
    }

    #[test]
    fn a_proxy_that_may_only_relay_is_not_blamed() {
        let via = |one: Handshake| Handshake { via: Some("http://192.0.2.3:3128".to_owned()), ..one };
        let role = |scene: Scene| recognise(&scene.case()).map(|found| found.at.role);
        let asked = || via(private("app.example.org", "192.0.2.9", Purpose::Asked, "system"));
        let scene = || Scene::of("https://app.example.org").see(asked());
        assert_eq!(role(scene()), Some(Role::Path));
        let twin = private("www.example.net", "192.0.2.8", Purpose::Control, "system");
        assert_eq!(role(scene().see(twin.clone())), Some(Role::Path), "its own way leads past the proxy");
        assert_eq!(role(scene().see(via(twin))), Some(Role::Proxy));
    }

    #[test]
    fn an_unrelated_host_of_the_same_authority_tells() {
        let unknown = |name: &str, address: &str, purpose| {
            let seen = shaken(|trust, _| trust.path = PathTrust::UnknownIssuer);
            Handshake { expected_name: name.to_owned(), address: ip(address), purpose, ..seen }
        };
        let scene =
            || Scene::of("https://app.example.org").see(unknown("app.example.org", "192.0.2.9", Purpose::Asked));
        assert_eq!(sure(&scene()), Some(Confidence::Possible));
        let with = |name, address| sure(&scene().see(unknown(name, address, Purpose::Control)));
        assert_eq!(with("www.example.net", "192.0.2.8"), Some(Confidence::Likely));
        assert_eq!(with("www.example.org", "192.0.2.8"), Some(Confidence::Possible), "one owner, one authority");
        assert_eq!(with("www.example.net", "10.0.0.8"), Some(Confidence::Possible));
    }
}
