//! TLS with the target: what was agreed on, whether it is trusted, and the certificates shown.

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::{Certificate, Exchange, Handshake, PathTrust, TimeTrust, Trust};
use crate::render::human::http::line;
use crate::render::human::report;
use crate::render::paint::{Look, safe, wrap};
use crate::text::Text;

/// The lines about TLS, where it was spoken.
pub(crate) fn lines(exchange: &Exchange, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let Some(tls) = &exchange.tls else { return Ok(()) };
    report::heading(&Text::fixed("TLS", "TLS"), look, out)?;
    line(&agreed(tls, look), look, out)?;
    if let Some(trust) = tls.trust.saw() {
        let said = trusted(trust, &tls.expected_name);
        let said = wrap(&safe(said.get(look.lang)), look.width, "  ", "    ");
        match tls.is_trusted() && !trust.ignored {
            true => writeln!(out, "{}", said.green())?,
            false => writeln!(out, "{}", said.yellow())?,
        }
    }
    if tls.client_certificate_wanted {
        let said = match tls.client_certificate_given {
            true => Text::fixed(
                "The server asks for a client certificate, and one was given.",
                "服务器要求客户端证书，已提供。",
            ),
            false => Text::fixed(
                "The server asks for a client certificate, and none was given.",
                "服务器要求客户端证书，未提供。",
            ),
        };
        line(said.get(look.lang), look, out)?;
    }
    let is_told = tls.is_trusted() && look.verbose == 0;
    // The own certificate always; those above it where they matter.
    for (at, certificate) in tls.chain.iter().enumerate().take(if is_told { 1 } else { usize::MAX }) {
        one(at + 1, certificate, look, out)?;
    }
    Ok(())
}

/// Version, cipher, group and application protocol; or how the handshake ended.
fn agreed(tls: &Handshake, look: &Look) -> String {
    let parts = [&tls.version, &tls.cipher, &tls.group].into_iter().flatten();
    let mut said = parts.map(String::as_str).collect::<Vec<_>>().join(", ");
    if let Some(alpn) = &tls.alpn {
        said.push_str(&format!(", ALPN {alpn}"));
    }
    if tls.ended != crate::observation::HandshakeEnd::Done || said.is_empty() {
        return tls.describe().get(look.lang).to_owned();
    }
    said
}

/// Whether the chain is trusted, and by whom; every reason where it is not.
fn trusted(trust: &Trust, name: &str) -> Text {
    let mut faults = Vec::new();
    match trust.path {
        PathTrust::Trusted => {}
        PathTrust::UnknownIssuer => {
            faults.push(Text::fixed("no authority known here vouches for it", "没有已知的机构为其担保"))
        }
        PathTrust::SelfSigned => faults.push(Text::fixed("it vouches for itself", "自签名证书")),
        PathTrust::Revoked => faults.push(Text::fixed("it was revoked", "证书已被吊销")),
        PathTrust::Invalid => faults.push(Text::fixed("its chain does not hold", "证书链无效")),
    }
    if !trust.name_matches {
        faults.push(Text::new(format!("it is not for {name}"), format!("证书不属于 {name}")));
    }
    match trust.time {
        TimeTrust::Valid => {}
        TimeTrust::Expired => faults.push(Text::fixed("it has expired", "证书已过期")),
        TimeTrust::NotYetValid => faults.push(Text::fixed("it is not yet valid", "证书尚未生效")),
    }
    let store = &trust.store;
    if faults.is_empty() && !trust.ignored {
        return Text::new(
            format!("The certificate is trusted (authorities: {store})."),
            format!("证书可信（机构来源：{store}）。"),
        );
    }
    let (en, zh): (Vec<_>, Vec<_>) = faults
        .iter()
        .map(|fault| (fault.get(crate::text::Lang::En).to_owned(), fault.get(crate::text::Lang::Zh).to_owned()))
        .unzip();
    let (en, zh) = (en.join("; "), zh.join("；"));
    match (trust.ignored, faults.is_empty()) {
        (true, true) => Text::fixed(
            "INSECURE: by --insecure nothing was demanded of the certificate; it would have been trusted.",
            "不安全：因 --insecure 未要求证书可信；不过该证书本来可信。",
        ),
        (true, false) => Text::new(
            format!("INSECURE: the certificate is not trusted ({en}), and --insecure goes on all the same."),
            format!("不安全：证书不可信（{zh}），因 --insecure 仍然继续。"),
        ),
        (false, _) => Text::new(format!("The certificate is not trusted: {en}."), format!("证书不可信：{zh}。")),
    }
}

/// One certificate in a few lines.
fn one(number: usize, certificate: &Certificate, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    line(&format!("{number}. {}", certificate.subject), look, out)?;
    let names = certificate.names.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = certificate.names.len().saturating_sub(8);
    let more = if more > 0 { format!(" (+{more})") } else { String::new() };
    let (from, until) = (day(&certificate.not_before), day(&certificate.not_after));
    let rows = [
        (!names.is_empty()).then(|| Text::new(format!("for {names}{more}"), format!("用于 {names}{more}"))),
        Some(Text::new(format!("by {}", certificate.issuer), format!("签发者 {}", certificate.issuer))),
        Some(Text::new(
            format!("from {from} until {until}, {}", certificate.key),
            format!("有效期 {from} 至 {until}，{}", certificate.key),
        )),
    ];
    for row in rows.iter().flatten() {
        writeln!(out, "{}", wrap(&safe(row.get(look.lang)), look.width, "     ", "       ").dimmed())?;
    }
    Ok(())
}

/// The day of a time in RFC 3339.
fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or(time)
}
