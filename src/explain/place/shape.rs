//! Targets in the sentences of known tools, one row a sentence.

use std::sync::LazyLock;

use crate::explain::index::Index;
use crate::explain::place::{Candidate, PROXY, host, host_and_port, port};

/// A sentence with a target in it: `{h}` a host, `{p}` a port, `{a}` host and port together, `{_}` anything.
#[derive(Debug)]
struct Shape {
    sentence: &'static str,
    scheme: Option<&'static str>,
    rank: u8,
}

const fn sure(sentence: &'static str) -> Shape {
    Shape { sentence, scheme: None, rank: 30 }
}

const fn of(scheme: &'static str, sentence: &'static str) -> Shape {
    Shape { sentence, scheme: Some(scheme), rank: 30 }
}

/// Right where the line tells the condition, and elsewhere anything.
const fn near(sentence: &'static str) -> Shape {
    Shape { sentence, scheme: None, rank: NEAR }
}

/// The rank of shapes that count only in a line that tells the condition.
const NEAR: u8 = 18;

const SHAPES: &[Shape] = &[
    // curl, ssh, nc, telnet
    sure("connect to host {h} port {p}"),
    sure("connect to address {h} port {p}"),
    sure("failed to connect to {h} port {p}"),
    sure("failed to connect to {h} ({_}) port {p}"),
    sure("connect to {h} port {p}"),
    sure("connect to {h} ({_}) port {p}"),
    sure("connection to {h} port {p}"),
    sure("connection to {h} {p} port"),
    sure("connection closed by {h} port {p}"),
    sure("connection reset by {h} port {p}"),
    sure("connection timed out during banner exchange connection to {h} port {p}"),
    sure("in connection to {a}"),
    sure("/dev/tcp/{h}/{p}"),
    sure("ssh_exchange_identification: {h} port {p}"),
    // Go
    sure("dial tcp {a}"),
    sure("dial tcp4 {a}"),
    sure("dial tcp6 {a}"),
    sure("->{a}: "),
    near("lookup {h} on "),
    near("lookup {h}: "),
    // Node
    sure("connect econnrefused {a}"),
    sure("connect etimedout {a}"),
    sure("connect ehostunreach {a}"),
    sure("connect enetunreach {a}"),
    sure("connect econnreset {a}"),
    sure("connect eacces {a}"),
    sure("connect eperm {a}"),
    sure("connect eaddrnotavail {a}"),
    sure("connect unknown {a}"),
    sure("address: '{h}', port: {p}"),
    sure("host: '{h}', port: {p}"),
    sure("remoteaddress: '{h}', remoteport: {p}"),
    sure("listen eaddrinuse: address already in use {a}"),
    near("getaddrinfo enotfound {a}"),
    near("getaddrinfo enotfound {h}"),
    near("getaddrinfo eai_again {a}"),
    near("getaddrinfo eai_again {h}"),
    // Python
    of("https", "httpsconnectionpool(host='{h}', port={p})"),
    of("http", "httpconnectionpool(host='{h}', port={p})"),
    sure("host='{h}', port={p}"),
    sure("host=\"{h}\", port={p}"),
    sure("host={h}, port={p}"),
    sure("('{h}', {p})"),
    sure("(\"{h}\", {p})"),
    sure("('{h}', {p}, "),
    sure("create_connection('{h}', {p}"),
    sure("open_connection('{h}', {p}"),
    sure("open_connection(\"{h}\", {p}"),
    of("https", "cannot connect to host {a} ssl:default"),
    of("https", "cannot connect to host {a} ssl:true"),
    sure("cannot connect to host {a}"),
    near("failed to resolve '{h}'"),
    // Rust
    sure("host: some(domain(\"{h}\")), port: some({p})"),
    sure("host: some(ipv4({h})), port: some({p})"),
    // Java, Kotlin
    sure("connect to {a} ["),
    sure("failed to connect to {h}/{_} (port {p})"),
    sure("failed to connect to /{h} (port {p})"),
    sure("{h}/<unresolved>:{p}"),
    near("unknownhostexception: {h}"),
    near("unable to resolve host \"{h}\""),
    // Databases
    of("postgres", "connection to server at \"{h}\", port {p}"),
    of("postgres", "connection to server at \"{h}\" ({_}), port {p}"),
    of("postgres", "server running on host \"{h}\" ({_}) and accepting tcp/ip connections on port {p}"),
    of("postgres", "server running on host \"{h}\" and accepting tcp/ip connections on port {p}"),
    of("postgres", "connection to {a} refused"),
    of("postgres", "could not translate host name \"{h}\""),
    of("mysql", "mysql server on '{a}'"),
    of("mysql", "connect to server on '{a}'"),
    of("mysql", "mysql server on '{h}'"),
    of("mysql", "unknown mysql server host '{h}'"),
    of("redis", "redis at {a}"),
    sure("connecting to {a}. "),
    sure(" connecting to {a}."),
    // Minecraft's own log
    of("minecraft", "[render thread/info]: connecting to {h}, {p}"),
    of("minecraft", "[client thread/info]: connecting to {h}, {p}"),
    near("unknown host \"{h}\""),
    // PHP, Ruby, Perl
    sure("unable to connect to {a} ("),
    sure("for \"{h}\" port {p}"),
    sure("tcp connection to {a} ("),
    sure("can't connect to {a}"),
    // wget, git
    sure("connecting to {h} ({_})|{_}|:{p}"),
    sure("connecting to {h}|{_}|:{p}"),
    sure("正在连接{h} ({_})|{_}|:{p}"),
    sure("正在连接{h}|{_}|:{p}"),
    near("resolve host address '{h}'"),
    near("无法解析主机地址'{h}'"),
    of("tcp", "unable to look up {h} (port {p})"),
    // .NET, Windows, browsers
    near("({a})"),
    sure("server at {a}."),
    sure("无法建立到{a}服务器的连接"),
    sure("tcp connect to ({h} : {p})"),
    near("{h}'s server ip address could not be found"),
    near("找不到{h}的服务器ip地址"),
    near("could not find host {h}."),
    near("the remote name could not be resolved: '{h}'"),
    // Names
    of("ssh", "could not resolve hostname {h}"),
    near("could not resolve host: {h}"),
    near("couldn't resolve host '{h}'"),
    near("couldn't resolve host name '{h}'"),
    near("could not resolve host name {h}"),
    near("ping: {h}: "),
    near("getaddrinfo for {h} failed"),
];

/// Every shape by its first words.
static INDEX: LazyLock<Index<&'static Shape>> = LazyLock::new(|| {
    let first = |shape: &'static Shape| {
        let words = shape.sentence.strip_prefix("{h}").unwrap_or(shape.sentence);
        words.split('{').next().unwrap_or(words)
    };
    Index::new(SHAPES.iter().map(|shape| (shape, first(shape))))
});

/// Adds every target that a sentence in `line` (which `next` may finish) names.
pub(crate) fn find(line: &str, next: &str, telling: bool, found: &mut Vec<Candidate>) {
    // A sentence begins in this line; only its end may stand in the next one.
    let next: String = next.chars().take(200).collect();
    let both = format!("{line} {next}");
    for shape in INDEX.candidates(&both).filter(|shape| telling || shape.rank != NEAR) {
        if let Some(candidate) = read(&both, line.len(), shape) {
            found.push(candidate);
        }
    }
}

/// The first target of this shape that begins before `limit`.
fn read(text: &str, limit: usize, shape: &Shape) -> Option<Candidate> {
    let (first, rest) = shape.sentence.split_once('{').unwrap_or((shape.sentence, ""));
    if first.is_empty() {
        return backward(text, limit, shape);
    }
    let starts = text.match_indices(first).map(|(at, _)| at).take_while(|at| *at < limit).take(16);
    let glued = |at: &usize| {
        first.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    starts.filter(|at| !glued(at)).find_map(|at| {
        // Behind that word stands the way and not the end of it.
        let rank = if text[..at].contains("proxyconnect") { PROXY } else { shape.rank };
        let mut candidate = Candidate { host: String::new(), port: None, scheme: shape.scheme, rank, at };
        fields(&text[at + first.len()..], rest, &mut candidate)?;
        is_plausible(&candidate, shape, &text[..at]).then_some(candidate)
    })
}

/// Reads the fields of `pattern` (which begins inside a `{`) from `text`.
fn fields(mut text: &str, mut pattern: &str, candidate: &mut Candidate) -> Option<()> {
    loop {
        let (field, after) = pattern.split_once('}')?;
        let (literal, next) = match after.split_once('{') {
            Some((literal, next)) => (literal, Some(next)),
            None => (after, None),
        };
        text = match field {
            "h" => {
                let (host, rest) = host(text)?;
                candidate.host = host;
                rest
            }
            "p" => {
                let (port, rest) = port(text)?;
                candidate.port = Some(port);
                rest
            }
            "a" => {
                let (host, port, rest) = host_and_port(text)?;
                candidate.host = host;
                candidate.port = Some(port);
                rest
            }
            // Anything, up to the words that follow it.
            _ => {
                let at = text.find(literal).filter(|at| *at <= 120)?;
                &text[at..]
            }
        };
        text = text.strip_prefix(literal)?;
        match next {
            Some(next) => pattern = next,
            None => return Some(()),
        }
    }
}

/// Reads a shape that begins with its host.
fn backward(text: &str, limit: usize, shape: &Shape) -> Option<Candidate> {
    let words = shape.sentence.strip_prefix("{h}")?;
    let (literal, rest) = words.split_once('{').unwrap_or((words, ""));
    let at = text.find(literal).filter(|at| *at <= limit)?;
    let host =
        text[..at].char_indices().rev().take(254).take_while(|(_, c)| crate::explain::place::is_host(*c)).last()?;
    let mut candidate =
        Candidate { host: text[host.0..at].to_owned(), port: None, scheme: shape.scheme, rank: shape.rank, at };
    if !rest.is_empty() {
        fields(&text[at + literal.len()..], rest, &mut candidate)?;
    }
    is_plausible(&candidate, shape, &text[..host.0]).then_some(candidate)
}

/// True where what was read can be a host in that sentence.
fn is_plausible(candidate: &Candidate, shape: &Shape, before: &str) -> bool {
    let host = candidate.host.as_str();
    let known = crate::explain::place::is_address(host) || host == "localhost" || host.contains('.');
    let ending = host.rsplit('.').next().unwrap_or(host);
    let file = host.contains('.')
        && matches!(
            ending,
            "py" | "java"
                | "kt"
                | "js"
                | "ts"
                | "rs"
                | "go"
                | "rb"
                | "php"
                | "c"
                | "cpp"
                | "cs"
                | "scala"
                | "jl"
                | "dart"
                | "swift"
                | "mjs"
                | "cjs"
        );
    match shape.sentence {
        // "lookup NAME on SERVER:53: read udp HERE->SERVER:53" names the name server.
        "->{a}: " => !before.contains("lookup "),
        // A pair of a word and a number is common; only an address or a dotted name makes it a target.
        "('{h}', {p})" | "(\"{h}\", {p})" | "('{h}', {p}, " => known || before.ends_with("connect"),
        "({a})" => !file,
        // "No such host" may be said of no host at all, and an article is none.
        _ => {
            !file
                && !matches!(
                    host,
                    "" | "the"
                        | "a"
                        | "host"
                        | "server"
                        | "remote"
                        | "unable"
                        | "http"
                        | "https"
                        | "none"
                        | "null"
                        | "tcp"
                        | "udp"
                )
        }
    }
}
