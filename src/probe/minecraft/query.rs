//! Asks a Minecraft server by Query.

use std::hash::{BuildHasher, Hasher};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::observation::{Purpose, QueryAnswer, Reason, State};
use crate::probe::minecraft::datagrams::{Line, Unanswered};
use crate::probe::minecraft::hear::ms_since;
use crate::wire::query;

/// Asks `to` for a token and, with it, for everything, within `patience`.
pub async fn query_answer(to: SocketAddr, purpose: Purpose, patience: Duration) -> QueryAnswer {
    let (start, deadline) = (Instant::now(), Instant::now() + patience);
    let mut irregular = Vec::new();
    // An outsider cannot foresee how the standard library keys its hashers.
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    let session = query::session(random as u32);
    let asked = async {
        let line = Line::open(to).await?;
        let question = query::handshake(session);
        let token = line.ask(&question, deadline, |bytes| query::token(bytes, session, &mut irregular)).await?;
        let question = query::question(session, token);
        // A server that gave a token is there, whatever becomes of the rest.
        let answer = line.ask(&question, deadline, |bytes| query::answer(bytes, session, &mut irregular)).await;
        Ok::<_, Unanswered>(answer.ok())
    };
    let asked = asked.await;
    let (state, reason, from) = match &asked {
        Ok(_) => (State::Open, Reason::UdpResponse, None),
        Err(why) => (why.state, why.reason, why.from.clone()),
    };
    let answer = asked.ok().flatten();
    QueryAnswer {
        address: to.ip(),
        port: to.port(),
        purpose,
        state,
        reason,
        from,
        took_ms: answer.is_some().then(|| ms_since(start)),
        answer,
        irregular,
    }
}
