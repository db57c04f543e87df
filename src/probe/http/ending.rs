//! How a conversation ends.

use std::io::ErrorKind;

use crate::observation::{Alert, ExchangeEnd};
use crate::probe::http::Settings;
use crate::probe::http::talk::{Sink, Talk};
use crate::wire::http1::State;

impl Talk {
    /// The TLS alert that came in place of an answer, if one.
    pub(super) fn late_alert(&self) -> Option<Alert> {
        let error = self.error.as_ref().filter(|_| self.received == 0)?;
        match error.get_ref()?.downcast_ref::<rustls::Error>()? {
            rustls::Error::AlertReceived(alert) => Some(Alert::of(u8::from(*alert))),
            _ => None,
        }
    }

    /// Whether a state of the reader ends the exchange.
    pub(super) fn ended_by(&self, state: State, settings: &Settings, sink: &dyn Sink) -> Option<ExchangeEnd> {
        let is_too_long = settings.most_body.is_some_and(|most| self.reader.body_bytes() > most);
        match state {
            State::Done { .. } => Some(ExchangeEnd::Answered),
            State::NotHttp => Some(ExchangeEnd::NotHttp),
            State::TooBig => Some(ExchangeEnd::Bounded),
            State::Broken => Some(ExchangeEnd::Misframed),
            State::Cut => Some(ExchangeEnd::Incomplete),
            State::NeedMore if is_too_long || sink.is_full() => Some(ExchangeEnd::Bounded),
            State::NeedMore => None,
        }
    }

    /// The connection ended.
    pub(super) fn hear_the_end(&mut self, is_clean: bool, error: Option<std::io::Error>) -> ExchangeEnd {
        // TLS cut off without its own goodbye (RFC 9112 section 9.8) was closed, not reset.
        let was_reset = error.as_ref().is_some_and(|error| error.kind() != ErrorKind::UnexpectedEof);
        self.error = error;
        match self.reader.closed(is_clean) {
            State::Done { .. } => ExchangeEnd::Answered,
            State::NotHttp => ExchangeEnd::NotHttp,
            State::TooBig => ExchangeEnd::Bounded,
            State::Broken => ExchangeEnd::Misframed,
            State::NeedMore | State::Cut if self.reader.is_head_whole() => ExchangeEnd::Incomplete,
            State::NeedMore | State::Cut if was_reset => ExchangeEnd::Reset,
            State::NeedMore | State::Cut => ExchangeEnd::Closed,
        }
    }

    /// The time is over: nothing came, or not all.
    pub(super) fn out_of_time(&self) -> ExchangeEnd {
        match self.received {
            0 => ExchangeEnd::Silent,
            _ if self.reader.is_head_whole() && self.reader.is_length_unknowable() => ExchangeEnd::Misframed,
            _ => ExchangeEnd::TimedOut,
        }
    }
}
