//! What went wrong with an exchange: the status it is answered with, the word of RFC 9209, and a plain sentence.

pub(crate) mod hyper_word;
pub(crate) mod io_word;
pub(crate) mod unanswered;
pub(crate) mod unreadable;

use hyper::StatusCode;

use crate::text::Text;

/// Declares every kind once: its name, the status, the error type of RFC 9209 section 2.3, the SOCKS reply (RFC 1928
/// section 6).
macro_rules! kinds {
    ($($(#[$note:meta])* $name:ident $status:literal $error:literal $reply:literal;)*) => {
        /// A kind of trouble.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$note])* $name,)*
        }

        impl Kind {
            fn row(self) -> (u16, &'static str, u8) {
                match self {
                    $(Kind::$name => ($status, $error, $reply),)*
                }
            }
        }
    };
}

kinds! {
    /// The request is none that a proxy can pass on.
    BadRequest 400 "http_request_error" 1;
    /// The client may not use the proxy.
    ClientForbidden 403 "http_request_denied" 2;
    /// The request is forbidden by a rule.
    Denied 403 "http_request_denied" 2;
    /// The address may not be connected to.
    AddressForbidden 403 "destination_ip_prohibited" 2;
    /// A login is wanted.
    LoginRequired 407 "http_request_denied" 2;
    /// The request took too long to come.
    RequestTimeout 408 "http_request_error" 1;
    /// The client left before its request was whole.
    ClientLeft 400 "http_request_error" 1;
    /// The request line is too long.
    TargetTooLong 414 "http_request_error" 1;
    /// The head is too large.
    HeadTooLarge 431 "http_request_error" 1;
    /// The version is none that the proxy speaks.
    OtherVersion 505 "http_request_error" 1;
    /// An address of a kind that there is not.
    AddressKind 400 "http_request_error" 8;
    /// The proxy does not do what is asked.
    NotImplemented 501 "http_request_error" 7;
    /// The name leads to no address.
    NameUnknown 502 "dns_error" 4;
    /// No name server answers.
    NameTimeout 504 "dns_timeout" 4;
    /// The port refuses.
    Refused 502 "connection_refused" 5;
    /// There is no way there.
    Unroutable 502 "destination_ip_unroutable" 3;
    /// No answer to the attempts to connect.
    ConnectTimeout 504 "connection_timeout" 4;
    /// The certificate is not to be trusted.
    Certificate 502 "tls_certificate_error" 1;
    /// TLS does not come about.
    Tls 502 "tls_protocol_error" 1;
    /// The connection ended before an answer.
    Terminated 502 "connection_terminated" 1;
    /// The connection stood still.
    ReadTimeout 504 "connection_read_timeout" 1;
    /// No answer came in time.
    AnswerTimeout 504 "http_response_timeout" 1;
    /// The answer broke off.
    Incomplete 502 "http_response_incomplete" 1;
    /// The head of the answer is too large.
    AnswerHeadTooLarge 502 "http_response_header_section_size" 1;
    /// The answer is no HTTP.
    Protocol 502 "http_protocol_error" 1;
    /// The answer comes in a transfer coding that cannot be undone.
    TransferCoding 502 "http_response_transfer_coding" 1;
    /// The next proxy may not be used for this, by its own rules.
    PassageDenied 403 "http_request_denied" 2;
    /// The next proxy fails.
    Upstream 502 "destination_unavailable" 1;
    /// The request came from the proxy itself.
    Loop 508 "proxy_loop_detected" 2;
    /// As many connections as there may be.
    Full 503 "connection_limit_reached" 1;
    /// The proxy ends.
    Ending 503 "proxy_internal_response" 1;
    /// Its own failure.
    Internal 500 "proxy_internal_error" 1;
}

impl Kind {
    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().0).unwrap_or(StatusCode::BAD_GATEWAY)
    }

    /// The error type for `Proxy-Status`.
    pub fn error(self) -> &'static str {
        self.row().1
    }

    /// The code of the SOCKS reply.
    pub fn socks(self) -> u8 {
        self.row().2
    }
}

/// What a diagnosis found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The cause, as `diagnose` names it.
    pub cause: String,
    /// The verdict's sentence: what the proxy's machine sees.
    pub summary: Text,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Which kind it is.
    pub kind: Kind,
    /// What happened.
    pub sentence: Text,
    /// What a diagnosis found, where one found something.
    pub found: Option<Found>,
    /// What to do about it, where that is known.
    pub mend: Option<Text>,
    /// Host and port of the proxy behind, where that is what fails.
    pub behind: Option<String>,
    /// The status that the proxy behind answered, where it answered one.
    pub received: Option<u16>,
}

impl Trouble {
    /// Trouble of a kind, told in a sentence.
    pub fn new(kind: Kind, sentence: Text) -> Trouble {
        Trouble { kind, sentence, found: None, mend: None, behind: None, received: None }
    }

    /// The cause where one was found, else the error type.
    pub fn word(&self) -> &str {
        self.found.as_ref().map_or(self.kind.error(), |found| found.cause.as_str())
    }

    /// The sentence that tells the most.
    pub fn summary(&self) -> &Text {
        self.found.as_ref().map_or(&self.sentence, |found| &found.summary)
    }

    /// The code of the SOCKS reply. That the proxy behind cannot be reached says nothing of where the client wants to go.
    pub fn socks(&self) -> u8 {
        let is_of_the_way = self.behind.is_some() && self.word() == "proxy.unreachable";
        if is_of_the_way { Kind::Upstream.socks() } else { self.kind.socks() }
    }

    /// The same with what to do about it.
    pub fn with_mend(self, mend: Text) -> Trouble {
        Trouble { mend: Some(mend), ..self }
    }
}
