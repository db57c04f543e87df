//! `netwhy http` side by side with curl, against the same real servers: where both succeed, they sent the same, got the
//! same and shared the same connections; where curl gives up with an exit code, netwhy names the cause.

mod failures;
mod proxies;
mod requests;
mod side;

use crate::curl::side::Side;
use crate::peers::nginx::{At, Nginx};

/// A request: what it shows, curl's arguments, and netwhy's where they differ. Words at the beginning that set a variable
/// set it.
pub(crate) type Row = (&'static str, &'static str, &'static str);

/// Splits at spaces, outside of '…'.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => (quoted, any) = (!quoted, true),
            ' ' | '\n' if !quoted => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => word.push(c),
        }
    }
    assert!(!quoted, "an open quote: {line}");
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}

/// What `{place}` stands for in a row, and the nginx that was asked.
pub(crate) struct Places<'a> {
    known: Vec<(String, String)>,
    pub(crate) nginx: &'a Nginx,
}

impl Places<'_> {
    /// nginx's listeners and files.
    pub(crate) fn of(nginx: &Nginx) -> Places<'_> {
        let mut places = Places { known: Vec::new(), nginx };
        for (place, at) in [
            ("{plain}", At::Plain),
            ("{twice}", At::Twice),
            ("{once}", At::Once),
            ("{tls}", At::Tls),
            ("{tls12}", At::Tls12),
            ("{tls11}", At::Tls11),
            ("{expired}", At::Expired),
            ("{early}", At::Early),
            ("{other-name}", At::OtherName),
            ("{self-signed}", At::SelfSigned),
            ("{untrusted}", At::Untrusted),
            ("{client-wanted}", At::ClientWanted),
        ] {
            places.add(place, &nginx.url(at, ""));
        }
        places.add("{ip}", &nginx.at(At::Plain).ip().to_string());
        places.add("{page}", &nginx.path("files/page"));
        places.add("{large}", &nginx.path("files/large"));
        for (place, file) in [("{ca}", "ca.pem"), ("{client.pem}", "client.pem"), ("{client.key}", "client.key")] {
            places.add(place, &nginx.certificates.path(file));
        }
        places
    }

    /// One more.
    pub(crate) fn add(&mut self, place: &str, value: &str) {
        self.known.push((place.to_owned(), value.to_owned()));
    }

    /// The words of `line`, filled in.
    pub(crate) fn fill(&self, line: &str) -> Vec<String> {
        let filled = |word: String| self.known.iter().fold(word, |word, (place, value)| word.replace(place, value));
        words(line).into_iter().map(filled).collect()
    }
}

/// Asserts for each row that both sides succeed, and did the same.
pub(crate) fn alike(rows: &[Row], places: &Places<'_>) {
    let mut faults = Vec::new();
    for (name, curl, netwhy) in rows {
        let netwhy = if netwhy.is_empty() { curl } else { netwhy };
        let one = Side::curl(&places.fill(curl), places.nginx);
        let other = Side::netwhy(&places.fill(netwhy), places.nginx);
        if (one.code, other.code) != (Some(0), Some(0)) {
            faults.push(format!("{name}: both should succeed:\n curl {}\n netwhy {}", one.said, other.said));
            continue;
        }
        let mut differ = |what: &str, one: &dyn std::fmt::Debug, other: &dyn std::fmt::Debug| {
            let (one, other) = (format!("{one:?}"), format!("{other:?}"));
            if one != other {
                faults.push(format!("{name}: {what}:\n curl   {one:.600}\n netwhy {other:.600}"));
            }
        };
        differ("the status", &one.status, &other.status);
        differ("the body", &String::from_utf8_lossy(&one.body), &String::from_utf8_lossy(&other.body));
        differ("the length of the body", &one.body.len(), &other.body.len());
        differ("what the server was asked, connection by connection", &one.asked, &other.asked);
        differ("how many connections were opened", &one.connections, &other.connections);
        assert!(!one.asked.is_empty(), "{name}: nothing was asked");
    }
    assert!(faults.is_empty(), "{} of {} rows:\n{}", faults.len(), rows.len(), faults.join("\n"));
}
