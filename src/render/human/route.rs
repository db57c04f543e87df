//! The way to the target drawn as hops, with the break in it.

use std::net::IpAddr;

use colored::{ColoredString, Colorize};
use unicode_width::UnicodeWidthStr;

use crate::case::Case;
use crate::observation::{Connection, Hop, Path, Protocol, Reason, RouteOutcome, State};
use crate::render::paint::{Look, pad, safe};
use crate::report::Report;
use crate::text::Text;

/// The hops, one a line; none where no way was followed. Through a proxy they lead to that, and the target stands behind.
pub(crate) fn lines(report: &Report, look: &Look) -> Vec<String> {
    let case = Case { target: &report.target, seen: &report.observations };
    let Some(known) = case.via().and_then(|_| case.proxies().into_iter().next()) else {
        return draw(case, report, None, look);
    };
    let proxy = known.target();
    let behind = Row {
        number: "?".to_owned(),
        who: safe(&report.target.to_string()),
        said: match known.opens() {
            true => Text::fixed("behind the proxy", "在代理之后").get(look.lang).normal(),
            false => Text::fixed("not reached", "未到达").get(look.lang).dimmed(),
        },
        fault: None,
    };
    draw(Case { target: &proxy, seen: &known.seen }, report, Some(behind), look)
}

fn draw(case: Case, report: &Report, behind: Option<Row>, look: &Look) -> Vec<String> {
    let Some(shown) = attempt(&case) else { return Vec::new() };
    let Some((_, path)) = case.path(shown.address, shown.port, Protocol::Tcp) else { return Vec::new() };
    let at = report.verdict.at.as_ref().filter(|_| shown.state != State::Open).and_then(|at| at.hop);
    let drawing = Drawing { case, shown, look };
    let mut rows = vec![drawing.start()];
    let mut reached = false;
    for hop in hops(path) {
        match hop.answer {
            Reason::TimeExceeded | Reason::NoResponse => {
                rows.push(drawing.router(hop, (at == Some(hop.ttl)).then(|| drawing.fault())));
            }
            // A nearer machine speaks in the target's name, or again after its own hop: it is drawn already.
            _ if at.is_some_and(|at| at < hop.ttl) => {}
            _ => {
                rows.push(drawing.end(hop, at == Some(hop.ttl)));
                reached = hop.address.is_none_or(|address| address == shown.address);
            }
        }
    }
    if !reached {
        rows.push(drawing.unreached());
    }
    rows.extend(behind);
    let widest = rows.iter().map(|row| row.who.width()).max().unwrap_or(0);
    rows.iter().flat_map(|row| row.lines(widest, look.width)).collect()
}

/// One machine on the way.
struct Row {
    /// Its hop, or `?`.
    number: String,
    /// Its address and name.
    who: String,
    /// What it said.
    said: ColoredString,
    /// What breaks here.
    fault: Option<String>,
}

impl Row {
    /// The row as a line; what breaks gets one of its own where the terminal is too narrow.
    fn lines(&self, widest: usize, width: usize) -> Vec<String> {
        let (number, who, said) = (&self.number, pad(&self.who, widest), &self.said);
        let line = format!("  {number:>3}  {who}  {said}");
        let Some(fault) = self.fault.as_ref().map(|fault| format!("✗ {fault}")) else { return vec![line] };
        let painted = fault.as_str().red().bold();
        match 9 + widest + said.input.width() + 2 + fault.width() <= width {
            true => vec![format!("{line}  {painted}")],
            false => vec![line, format!("       {painted}")],
        }
    }
}

/// The attempt whose way is drawn: the open one, or the one that the verdict is about.
fn attempt<'a>(case: &Case<'a>) -> Option<&'a Connection> {
    let open = case.first_asked().map(|(_, c)| c).find(|c| c.state == State::Open);
    open.or_else(|| case.failed().map(|(_, c)| c))
}

/// The hops worth drawing: silence at the far end is said once.
fn hops(path: &Path) -> &[Hop] {
    let last = path.hops.iter().rposition(|hop| hop.answer != Reason::NoResponse);
    &path.hops[..last.map_or(0, |last| last + 1)]
}

struct Drawing<'a> {
    case: Case<'a>,
    shown: &'a Connection,
    look: &'a Look,
}

impl Drawing<'_> {
    fn start(&self) -> Row {
        let source = match self.case.route(self.shown.address) {
            Some((_, RouteOutcome::Way { source, .. })) => source.map(|a| a.to_string()),
            _ => None,
        };
        let label = Text::fixed("this machine", "本机");
        Row {
            number: "0".to_owned(),
            who: source.unwrap_or_default(),
            said: label.get(self.look.lang).normal(),
            fault: None,
        }
    }

    fn router(&self, hop: &Hop, fault: Option<String>) -> Row {
        let who = self.who(hop.address, hop.name.as_deref());
        let time = hop.rtt_ms.map(|ms| format!("{ms:.1} ms")).unwrap_or_default();
        let said = match hop.answer {
            Reason::NoResponse => Text::fixed("no answer", "无应答").get(self.look.lang).dimmed(),
            _ => time.normal(),
        };
        Row { number: hop.ttl.to_string(), who, said, fault }
    }

    fn end(&self, hop: &Hop, breaks: bool) -> Row {
        let who = self.who(Some(hop.address.unwrap_or(self.shown.address)), self.case.target.host.name());
        let said = match hop.answer {
            Reason::SynAck => Text::fixed("open", "开放").get(self.look.lang).green(),
            answer => answer.to_string().red(),
        };
        let fault = (breaks && hop.answer != Reason::SynAck).then(|| self.fault());
        Row { number: hop.ttl.to_string(), who, said, fault }
    }

    /// The target, where no probe of this port came.
    fn unreached(&self) -> Row {
        let who = self.who(Some(self.shown.address), self.case.target.host.name());
        let said = Text::fixed("not reached", "未到达").get(self.look.lang).dimmed();
        let far = self.case.distance(self.shown.address).map(|(_, hop)| hop);
        let number = far.map_or("?".to_owned(), |hop| hop.to_string());
        Row { number, who, said, fault: None }
    }

    fn fault(&self) -> String {
        let word = match self.shown.reason {
            Reason::NoResponse => Text::fixed("silence begins here", "自此无声"),
            Reason::Reset => Text::fixed("the reset comes from here", "RST 来自这里"),
            Reason::SynAck => Text::fixed("", ""),
            Reason::TimeExceeded => Text::fixed("goes in a circle", "在此打转"),
            _ => Text::fixed("says no", "在此拒绝"),
        };
        word.get(self.look.lang).to_owned()
    }

    fn who(&self, address: Option<IpAddr>, name: Option<&str>) -> String {
        match (address, name) {
            (Some(address), Some(name)) => format!("{address} ({})", safe(name)),
            (Some(address), None) => address.to_string(),
            (None, _) => "*".to_owned(),
        }
    }
}
