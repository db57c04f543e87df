//! Targets written as a bare `HOST:PORT`, which much else looks like: times, versions, file:line, stack frames.

use crate::explain::place::{Candidate, PROXY, is_address, is_host, port};

/// Last labels of names that are hosts. Those that are common file endings too (`rs`, `py`, `sh`) are left out.
const ENDINGS: &[&str] = &[
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "biz",
    "dev",
    "app",
    "cloud",
    "online",
    "site",
    "xyz",
    "top",
    "club",
    "tech",
    "shop",
    "fun",
    "live",
    "world",
    "games",
    "game",
    "network",
    "server",
    "host",
    "space",
    "store",
    "website",
    "work",
    "vip",
    "wang",
    "ren",
    "link",
    "pro",
    "wiki",
    "local",
    "localdomain",
    "lan",
    "home",
    "internal",
    "intranet",
    "corp",
    "private",
    "test",
    "example",
    "invalid",
    "localhost",
    "arpa",
    "onion",
    "docker",
    "svc",
    "consul",
    "node",
    "asia",
    "cafe",
    "craft",
    "zone",
    "run",
    "page",
];

/// Two-letter file endings that are country codes too.
const FILES: &[&str] = &[
    "rs", "py", "sh", "pl", "md", "cc", "so", "js", "ts", "go", "cs", "rb", "kt", "jl", "hs", "ml", "vb", "ps", "mm",
    "in", "am", "ac", "lu", "la",
];

/// Adds every bare `HOST:PORT` of a normalised line.
pub(crate) fn find(line: &str, found: &mut Vec<Candidate>) {
    for (at, _) in line.match_indices(':').take(64) {
        let Some((port, rest)) = port(&line[at + 1..]) else { continue };
        // `file.js:10:5` and `10:20:30` go on; `a:1->b:2` is this machine's own end.
        if rest.starts_with("->")
            || rest.strip_prefix([':', '.']).is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()))
        {
            continue;
        }
        let Some((host, before)) = host_before(&line[..at]).filter(|(host, before)| is_target(host, before, line))
        else {
            continue;
        };
        let rank = if before.contains("proxyconnect") { PROXY } else { 20 };
        // Java writes NAME/ADDRESS:PORT; the name is what was asked for.
        if let Some(name) = before.strip_suffix('/').and_then(|before| name_before(before)) {
            found.push(Candidate { host: name.to_owned(), port: Some(port), scheme: None, rank, at });
        }
        found.push(Candidate { host: host.to_owned(), port: Some(port), scheme: None, rank, at });
    }
}

/// The name that ends `text`, where it stands for itself.
fn name_before(text: &str) -> Option<&str> {
    let (name, before) = host_before(text)?;
    let stands = before.is_empty() || before.ends_with([' ', '(', '[', ',', '"', '\'']);
    (stands && name.starts_with(|c: char| c.is_alphabetic())).then_some(name)
}

/// The host that ends `text`, and what stands before it.
fn host_before(text: &str) -> Option<(&str, &str)> {
    if let Some(inside) = text.strip_suffix(']') {
        let (before, host) = inside.rsplit_once('[')?;
        return is_address(host).then_some((host, before));
    }
    let start = text.char_indices().rev().take(254).take_while(|(_, c)| is_host(*c)).last()?.0;
    Some((&text[start..], &text[..start]))
}

fn is_target(host: &str, before: &str, line: &str) -> bool {
    let address = is_address(host) || host == "localhost";
    let glued = match before.chars().next_back() {
        Some(':' | '\\' | '$' | '~' | '=' | '+') => {
            !before.ends_with("addr=") && !before.ends_with("address=") && !before.ends_with("host=")
        }
        // Java writes `name/address:port` and `/address:port`.
        Some('/') => !address,
        _ => false,
    };
    let own = ["local (", "laddr=", "local=", "laddr: ", "from /", "from ", "listening on ", "client: "]
        .iter()
        .any(|word| before.ends_with(word));
    // "lookup NAME on SERVER:53" names the name server.
    let resolver = before.ends_with(" on ") && line.contains("lookup ")
        || line.contains("lookup ") && line.contains("udp ") && line.contains(":53");
    let proxy = ["proxy ", "proxy: ", "proxy=", "proxy at "].iter().any(|word| before.ends_with(word));
    !glued && !own && !resolver && !proxy && (address || is_dotted_name(host))
}

fn is_dotted_name(host: &str) -> bool {
    let Some((rest, last)) = host.rsplit_once('.') else { return false };
    let country = last.len() == 2 && last.bytes().all(|b| b.is_ascii_alphabetic()) && !FILES.contains(&last);
    rest.contains(|c: char| c.is_alphabetic()) && (country || ENDINGS.contains(&last) || last.starts_with("xn--"))
}
