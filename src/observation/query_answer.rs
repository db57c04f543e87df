//! What a Minecraft server answers to Query.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Purpose, Reason, Sender, State};
use crate::text::Text;
use crate::wire::minecraft::Irregular;
use crate::wire::query::Queried;

/// Query's two questions to one UDP port, and what came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct QueryAnswer {
    /// The address.
    pub address: IpAddr,
    /// The UDP port.
    pub port: u16,
    /// Why it was asked.
    pub purpose: Purpose,
    /// nmap's word for what the port is; silence is `filtered`. Most servers have Query switched off.
    pub state: State,
    /// nmap's word for what says so.
    pub reason: Reason,
    /// Who sent the rejection, where one came and names its sender.
    pub from: Option<Sender>,
    /// The full answer.
    pub answer: Option<Queried>,
    /// What is odd about it.
    pub irregular: Vec<Irregular>,
    /// From the first question to the last answer, in milliseconds.
    pub took_ms: Option<f64>,
}

impl QueryAnswer {
    pub(crate) fn describe(&self) -> Text {
        let port = self.port;
        match (&self.answer, self.reason) {
            (Some(_), _) => {
                Text::new(format!("UDP port {port}: Query answers"), format!("UDP 端口 {port}：Query 应答"))
            }
            (None, Reason::NoResponse) => {
                Text::new(format!("UDP port {port}: no answer to Query"), format!("UDP 端口 {port}：Query 没有应答"))
            }
            (None, reason) => Text::new(
                format!("UDP port {port}: Query does not answer ({reason})"),
                format!("UDP 端口 {port}：Query 不应答（{reason}）"),
            ),
        }
    }
}
