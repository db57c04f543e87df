//! The control: a host known to work elsewhere, asked at the same port and at one that should pass.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::{secure, web};
use crate::observation::{Protocol, Purpose, State};
use crate::probe::{self, HttpQuestion, TraceOptions};
use crate::target::{Host, Service, Target};

/// How long the control may stay silent.
const PATIENCE: Duration = Duration::from_millis(1900);

/// Looks at the control host's own port and at the target's port there, where a control was given.
pub(crate) async fn look(journal: &Journal, target: &Target, options: &Options, deadline: Instant) {
    let Some(control) = options.control.as_ref().filter(|_| !options.offline) else { return };
    let Some(address) = address(control, options, deadline).await else { return };
    let host = control.host.to_string();
    let patience = PATIENCE.min(deadline.saturating_duration_since(Instant::now()));
    let connect = |port: u16| {
        let to = SocketAddr::new(address.ip(), port);
        journal.look(probe::connect(&host, to, Purpose::Control, patience))
    };
    let same_port = async {
        if target.service == Service::Bedrock {
            return;
        }
        let seen = connect(target.port).await;
        if seen.state != State::Open && probe::can_trace() {
            let to = SocketAddr::new(address.ip(), target.port);
            let way = TraceOptions {
                protocol: Protocol::Tcp,
                ping: false,
                first: 8,
                last: 30,
                wait: Duration::from_millis(900),
                rounds: 1,
            };
            journal.look(probe::trace(to, &way, deadline)).await;
        }
    };
    let own_port = async {
        if control.port != target.port {
            connect(control.port).await;
        }
    };
    // A control with a path is a connectivity check: a page known to answer 204. Over TLS, whoever signs for it may
    // sign for the target, too.
    let page = async {
        let road = probe::Road::direct(address);
        let question = control.path.clone().map(|path| HttpQuestion {
            method: "GET",
            host: control.authority(),
            path,
            purpose: Purpose::Control,
        });
        match (control.service, question) {
            (Service::Http, Some(question)) => {
                web::ask(journal, &road, &question, deadline).await;
            }
            (Service::Https, question) if question.is_some() || target.service == Service::Https => {
                secure::control(journal, control, &road, &options.tls, question.as_ref(), deadline).await;
            }
            _ => {}
        }
    };
    futures_util::future::join3(same_port, own_port, page).await;
}

async fn address(control: &Target, options: &Options, deadline: Instant) -> Option<SocketAddr> {
    let found = match &control.host {
        Host::Address { address, .. } => return Some(SocketAddr::new(*address, control.port)),
        Host::Name(name) => tokio::net::lookup_host((name.as_str(), control.port)),
    };
    let mut found = tokio::time::timeout_at(deadline, found).await.ok()?.ok()?;
    found.find(|to| options.wants(to.ip()))
}
