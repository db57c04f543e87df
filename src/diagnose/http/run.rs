//! The exchanges of a run, one after the other: redirects followed, repeats counted.

use tokio::time::Instant;

use crate::diagnose::http::keeper::{HELD, Keeper};
use crate::diagnose::http::step::Step;
use crate::diagnose::http::{Keep, Order, reuse};
use crate::observation::{Exchange, ExchangeEnd, Payload, ProxyChoice, ProxySource};
use crate::probe;
use crate::probe::http::{Client, Request, Settings, Stop};
use crate::report::{Expectation, HttpDocument, Redirect, Report};
use crate::target::{Proxy, Url, is_redirect};
use crate::text::Text;
use crate::wire::http1::Secrets;

/// The most of a body that is decoded, in bytes.
const MOST_DECODED: u64 = 1 << 28;
/// The most of a body that the document tells, in bytes.
const TOLD: usize = 64 * 1024;
/// How long one address may stay silent: the kernel gives a neighbour up after 3 s, and then says so.
const CONNECT_PATIENCE: std::time::Duration = std::time::Duration::from_millis(4000);

/// A run in the making.
pub(crate) struct Run<'a> {
    order: &'a Order,
    keep: &'a mut dyn Keep,
    step: Step,
    client: Option<Client>,
    proxy: Option<(Proxy, ProxySource)>,
    choice: Option<ProxyChoice>,
    first_choice: Option<ProxyChoice>,
    exchanges: Vec<Exchange>,
    /// When each of them began.
    begun: Vec<Instant>,
    redirects: Vec<Redirect>,
    /// Why the last redirect was not followed, where it should have been.
    stuck: Option<Text>,
    body: (Vec<u8>, u64),
    /// What was sent and must not be shown, wherever it comes back.
    secrets: Secrets,
    stop: Stop,
    /// True where the last exchange had used up all of its time.
    is_late: bool,
}

impl<'a> Run<'a> {
    pub(crate) fn new(order: &'a Order, keep: &'a mut dyn Keep) -> Run<'a> {
        let step = Step::first(order);
        Run {
            order,
            keep,
            step,
            client: None,
            proxy: None,
            choice: None,
            first_choice: None,
            exchanges: Vec::new(),
            begun: Vec::new(),
            redirects: Vec::new(),
            stuck: None,
            body: (Vec::new(), 0),
            secrets: Secrets::default(),
            stop: Stop::default(),
            is_late: false,
        }
    }

    /// The cord that ends it early.
    pub(crate) fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Makes every exchange of the run.
    pub(crate) async fn all(&mut self) {
        let wanted = self.order.repeat.unwrap_or(1);
        for at in 1..=wanted {
            if !self.one(at < wanted).await {
                return;
            }
        }
        while let Some(step) = self.next() {
            if step.url.origin() != self.step.url.origin() {
                self.client = None;
            }
            self.step = step;
            if !self.one(false).await {
                return;
            }
        }
    }

    /// Makes one exchange; false where it came to no whole answer.
    async fn one(&mut self, is_passed: bool) -> bool {
        if self.client.is_none() {
            self.client = Some(Client::new(self.settings()));
        }
        let is_absolute = self.is_asked_in_absolute_form();
        let proxy = self.proxy.as_ref().map(|(proxy, _)| proxy).filter(|_| is_absolute);
        // The first request was written before; those after redirects have nothing new but the URL.
        let (Ok(written), Some(client)) = (self.step.write(self.order, proxy), self.client.as_mut()) else {
            return false;
        };
        if !self.order.show_secrets {
            self.secrets.add_request(&written.head);
            for login in
                self.order.secret_logins().chain(self.proxy.as_ref().and_then(|(proxy, _)| proxy.login.as_ref()))
            {
                self.secrets.add(login.password.as_bytes());
            }
        }
        let url = if self.order.show_secrets { self.step.url.whole() } else { self.step.url.to_string() };
        let mut request = Request::new(self.step.url.target.clone(), url, &written.method, written.head);
        request.body = written.body;
        request.awaits_continue = self.order.say.raw.is_none()
            && self.order.say.wishes.iter().any(|wish| {
                wish.is("Expect") && wish.value().is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
            });
        let follows = self.order.follow.is_some_and(|most| self.redirects.len() < most as usize);
        let mut keeper = Keeper::new(self.keep, follows, is_passed);
        self.begun.push(Instant::now());
        let deadline = Instant::now() + self.order.max_time;
        let exchange = client.exchange(&request, &mut keeper, deadline).await;
        self.is_late = Instant::now() >= deadline;
        self.body = keeper.into_body();
        let is_whole = exchange.ended == ExchangeEnd::Answered;
        self.exchanges.push(exchange);
        is_whole && !self.stop.is_pulled()
    }

    /// How the next exchanges are made: by the proxy that the rules choose for the URL. To another origin nothing goes
    /// that says who one is.
    fn settings(&mut self) -> Settings {
        let (order, url) = (self.order, &self.step.url);
        let way = &order.way;
        let variables = if way.no_proxy { Vec::new() } else { probe::proxy_settings() };
        let (choice, proxies) = probe::choose(way.proxy.as_ref(), way.no_proxy, &variables, &url.target);
        self.proxy = proxies.into_iter().next().filter(|_| choice.used().is_some()).map(|(mut proxy, from)| {
            proxy.login = way.proxy_login.clone().or(proxy.login);
            (proxy, from)
        });
        self.first_choice.get_or_insert_with(|| choice.clone());
        self.choice = Some(choice);
        let tls = way.tls.clone().offering(&["http/1.1"]);
        let tls = if self.step.is_own { tls } else { tls.for_another() };
        let fields =
            way.proxy_wishes.iter().filter_map(|wish| Some((wish.name().to_owned(), wish.value()?.to_owned())));
        Settings {
            ipv4: order.options.ipv4,
            ipv6: order.options.ipv6,
            pinned: way.pinned.clone(),
            detours: way.detours.clone(),
            proxy: self.proxy.clone(),
            tunnel: way.tunnel,
            proxy_fields: fields.collect(),
            tls,
            decode: order.decode.then_some(MOST_DECODED),
            connect_patience: CONNECT_PATIENCE.min(order.options.timeout),
            patience: Some(order.options.timeout),
            stop: self.stop.clone(),
            ..Settings::default()
        }
    }

    /// True where the last request named the whole URL to an HTTP proxy.
    pub(crate) fn is_asked_in_absolute_form(&self) -> bool {
        let speaks_http = self.proxy.as_ref().is_some_and(|(proxy, _)| !proxy.scheme.is_socks());
        speaks_http && !self.step.url.is_secure() && !self.order.way.tunnel
    }

    /// The step that the last answer redirects to, where it is to be followed. Notes the redirect either way.
    fn next(&mut self) -> Option<Step> {
        let last = self.exchanges.last()?;
        let head = last.head.as_ref().filter(|head| is_redirect(head.status))?;
        let (mut told, next) = self.step.redirected(self.order, &last.method, head);
        let Some(most) = self.order.follow else {
            self.redirects.push(told);
            return None;
        };
        if next.is_none() {
            self.stuck = Some(Text::new(
                format!("where {} leads cannot be followed", head.status),
                format!("{} 所指之处无法跟随", head.status),
            ));
        } else if self.redirects.len() >= most as usize {
            let loops = self.redirects.iter().any(|before| Some(&before.from) == told.to.as_ref());
            let (en, zh) = if loops { (", and they lead in a circle", "，且重定向成环") } else { ("", "") };
            self.stuck = Some(Text::new(
                format!("{} is answered after {most} redirects were followed{en}", head.status),
                format!("跟随 {most} 次重定向之后仍返回 {}{zh}", head.status),
            ));
            told.notes.push(Text::new(
                format!("Not followed: {most} redirects were followed already{en}."),
                format!("未跟随：已跟随 {most} 次重定向{zh}。"),
            ));
            self.redirects.push(told);
            return None;
        }
        told.followed = next.is_some();
        self.redirects.push(told);
        next
    }

    /// The URL asked for last.
    pub(crate) fn url(&self) -> &Url {
        &self.step.url
    }

    /// The proxy of the last exchange.
    pub(crate) fn proxy(&self) -> Option<&(Proxy, ProxySource)> {
        self.proxy.as_ref()
    }

    /// Why that proxy, or none.
    pub(crate) fn choice(&self) -> Option<&ProxyChoice> {
        self.choice.as_ref()
    }

    /// The `Host` that was sent last.
    pub(crate) fn host(&self) -> String {
        let own = self.order.say.host.clone().filter(|_| self.step.is_own);
        own.unwrap_or_else(|| self.step.url.target.authority())
    }

    /// True where the last exchange had used up all of its time.
    pub(crate) fn is_late(&self) -> bool {
        self.is_late
    }

    pub(crate) fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// When the exchange at that place began.
    pub(crate) fn began(&self, at: usize) -> Option<Instant> {
        self.begun.get(at).copied()
    }

    /// The beginning of the last body.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body.0
    }

    /// Every expectation, judged by the last answer.
    pub(crate) fn expectations(&self) -> Vec<Expectation> {
        let head = self.exchanges.last().and_then(|last| last.head.as_ref());
        let is_whole = self.body.1 <= HELD as u64;
        let judged =
            self.order.expect.iter().map(|one| one.judge(head, &self.body.0, is_whole, self.order.show_secrets));
        let shown = |one: Expectation| Expectation {
            expected: self.secrets.strike_text(&one.expected),
            got: one.got.map(|got| self.secrets.strike_text(&got)),
            ..one
        };
        judged.map(shown).collect()
    }

    /// What was sent and must not be shown; nothing where secrets were asked for.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// True where bytes given to be sent as they are lack the blank line that ends a head (RFC 9112 section 2.1).
    pub(crate) fn is_unfinished(&self) -> bool {
        let ends = |raw: &[u8]| {
            let lines = raw.trim_ascii_start().split(|byte| *byte == b'\n').collect::<Vec<_>>();
            // What stands behind the last line end is a line that did not end.
            lines.split_last().is_some_and(|(_, whole)| whole.iter().any(|line| line.trim_ascii().is_empty()))
        };
        self.order.say.raw.as_ref().is_some_and(|raw| !ends(raw))
    }

    /// What was missed, in words.
    pub(crate) fn missed(&self, expectations: &[Expectation]) -> Vec<Text> {
        let missed = expectations.iter().filter(|one| !one.met).map(Expectation::tell);
        // To decode was asked for, so what cannot be decoded is missed.
        let body = self.exchanges.last().and_then(|last| last.body.as_ref());
        let fault = body.and_then(|body| body.decode_fault.as_ref()).map(|fault| {
            Text::new(format!("the body cannot be decoded ({fault})"), format!("正文无法解码（{fault}）"))
        });
        missed.chain(self.stuck.clone()).chain(fault).collect()
    }

    /// The document that the run amounts to.
    pub(crate) fn document(self, report: Report, expectations: Vec<Expectation>) -> HttpDocument {
        let order = self.order;
        let body = order.tell_body.then(|| {
            let told = &self.body.0[..self.body.0.len().min(TOLD)];
            // A character cut in half would make the whole no text.
            let end = (0..4)
                .map(|less| told.len().saturating_sub(less))
                .find(|end| std::str::from_utf8(&told[..*end]).is_ok());
            Payload::of(&told[..end.unwrap_or(told.len())], self.body.1).map(|bytes| self.secrets.strike(bytes))
        });
        let reuse = order.repeat.map(|wanted| reuse::judge(&self.exchanges, wanted));
        let shown =
            |exchange: Exchange| if order.show_secrets { exchange } else { exchange.without_secrets(&self.secrets) };
        HttpDocument {
            schema: HttpDocument::SCHEMA.to_owned(),
            netwhy: report.netwhy,
            started_at: report.started_at,
            took_ms: report.took_ms,
            interrupted: report.interrupted,
            url: if order.show_secrets { order.url.whole() } else { order.url.to_string() },
            target: report.target,
            outcome: report.outcome,
            verdict: report.verdict,
            findings: report.findings,
            checks: report.checks,
            proxy: self.first_choice,
            exchanges: self.exchanges.into_iter().map(shown).collect(),
            redirects: self.redirects,
            reuse,
            expectations,
            body,
            saved: None,
            observations: report.observations,
        }
    }
}
