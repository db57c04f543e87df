//! Whether a client may use the proxy: by its address, by its login, and since it is not the proxy itself.

use hyper::header::{HeaderMap, PROXY_AUTHORIZATION};

use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::fields;
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::Text;

/// Whether the client may use the proxy; who it is goes into the record.
pub(crate) fn admit(context: &Context, fields: &HeaderMap, exchange: &mut Exchange) -> Result<(), Trouble> {
    let logins = &context.core.settings.logins;
    if fields::has_passed(fields, &context.core.name) {
        let text = Text::fixed(
            "the request has passed through this proxy before: it goes round in circles",
            "该请求已经过本代理：它在循环转发",
        );
        return Err(Trouble::new(Kind::Loop, text));
    }
    by_address(context)?;
    if logins.is_empty() || context.user.is_some() {
        return Ok(());
    }
    let given = fields.get(PROXY_AUTHORIZATION);
    match given.and_then(|value| logins.basic(value.as_bytes())) {
        Some(name) => {
            exchange.user = Some(name.to_owned());
            Ok(())
        }
        None => Err(Trouble::new(
            Kind::LoginRequired,
            match given {
                None => Text::fixed("the proxy asks for a name and a password", "代理要求用户名和密码"),
                Some(_) => Text::fixed("the proxy does not know this name and password", "代理不认识该用户名和密码"),
            },
        )),
    }
}

/// Whether the client is at an address that may use the proxy.
pub(crate) fn by_address(context: &Context) -> Result<(), Trouble> {
    if !context.stranger {
        return Ok(());
    }
    let client = context.client.ip().to_canonical();
    let text = Text::new(
        format!("the proxy does not serve clients at {client} (--allow {client} lets it)"),
        format!("代理不为 {client} 的客户端服务（--allow {client} 可放行）"),
    );
    Err(Trouble::new(Kind::ClientForbidden, text))
}
