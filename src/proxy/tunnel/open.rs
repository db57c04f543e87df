//! CONNECT: a tunnel to where the client says (RFC 9110 section 9.3.6).

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper::{Request, Response, StatusCode};

use crate::proxy::asked;
use crate::proxy::body::TellBody;
use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::forward::tell;
use crate::proxy::tunnel::switch;
use crate::proxy::{intercept, reach};

/// Opens a tunnel, or tells why not.
pub(crate) async fn connect(
    context: Context,
    mut request: Request<Incoming>,
    mut exchange: Box<Exchange>,
) -> Response<TellBody> {
    let asked = match asked::of_tunnel(request.uri()) {
        Ok(asked) => asked,
        Err(trouble) => return tell(&context, &trouble, request.headers(), exchange),
    };
    // Where a rule leads it elsewhere, who is asked for is what counts: each request out of it is led there itself.
    let meant = exchange.url.parse().ok().and_then(|url| asked::of_tunnel(&url).ok());
    if let Some(meant) = meant.filter(|meant| intercept::concerns(&context, &meant.host, meant.port)) {
        let upgrade = hyper::upgrade::on(&mut request);
        exchange.status = Some(StatusCode::OK);
        switch::to_interception(context, upgrade, meant, asked, exchange);
        return established();
    }
    let opening = context.pulse.opening();
    let way = reach::wire(&context, &asked.host, asked.port, &mut exchange).await;
    drop(opening);
    let wire = match way {
        Ok((wire, _)) => wire,
        Err(trouble) => return tell(&context, &trouble, request.headers(), exchange),
    };
    exchange.status = Some(StatusCode::OK);
    exchange.phases.first_byte = Some(exchange.began.elapsed());
    switch::to(context, hyper::upgrade::on(&mut request), wire.into(), exchange);
    established()
}

fn established() -> Response<TellBody> {
    let mut answer = Response::new(TellBody::own(Bytes::new(), None));
    answer.extensions_mut().insert(ReasonPhrase::from_static(b"Connection established"));
    answer
}
