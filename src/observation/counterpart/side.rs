//! On which side attempts were lost, from what left and what arrived.

use serde::{Deserialize, Serialize};

use crate::wire::peer::{Answer, ArrivedAs, Attempt, Ended, Listening, Question, Sight};

/// Where attempts that failed for the client came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// None reached the server's kernel: they were stopped before it.
    BeforeServer,
    /// The server's kernel took packets in that it gave to nobody, and none for a while before: its own filter, most likely.
    InServer,
    /// None reached the listener, and whether its kernel took them in does not show.
    BeforeListener,
    /// Nobody listens at the port, and the server answers that with a reset.
    NobodyListens,
    /// The server's accept queue was full.
    QueueFull,
    /// They arrived and were answered, and the answers did not come back.
    WayBack,
    /// They arrived and were answered, and a reset that was not the client's met the answers.
    AnswersReset,
    /// The connection stood, and nothing arrived of what the client said on it.
    SaidNotHeard,
    /// The connection stood, what the client said arrived and was answered, and the answer did not come back.
    AnswerNotHeard,
    /// They arrived and were answered, and the answers came back; what the client sent after that did not arrive.
    AfterHandshake,
    /// They arrived, and the connection stood.
    Connected,
    /// Nothing failed, and the server saw none of it: another machine answered.
    AnsweredBefore,
    /// The facts do not settle it.
    Unsettled,
}

/// The side, from a question and its answer.
pub fn side(question: &Question, answer: &Answer) -> Side {
    let pairs: Vec<(&Attempt, &ArrivedAs)> = question.attempts.iter().zip(&answer.attempts).collect();
    let of = |ended: Ended| pairs.iter().filter(move |(left, _)| left.ended == ended);
    let (silent, reset) = (of(Ended::Silent).count(), of(Ended::Reset).count());
    let failed = |sight: Sight| {
        let lost = |left: &Attempt| matches!(left.ended, Ended::Silent | Ended::Reset);
        pairs.iter().filter(|(left, arrived)| lost(left) && arrived.seen == sight).count()
    };
    let rejected = of(Ended::Rejected).count();
    if silent + reset == 0 && rejected == pairs.len() && rejected > 0 {
        // A filter of the server's own takes in what it rejects.
        let is_before = answer.covers && answer.own_address == Some(true) && answer.kept_back == Some(0);
        let is_unseen = pairs.iter().all(|(_, arrived)| arrived.seen == Sight::Nothing);
        return if is_before && is_unseen { Side::BeforeServer } else { Side::Unsettled };
    }
    if silent + reset == 0 {
        return opened(&pairs, answer);
    }
    if failed(Sight::Connected) > 0 {
        return Side::Connected;
    }
    if failed(Sight::HalfOpen) > 0 {
        // A reset in answer to what the server took up is neither end's.
        return if silent > 0 { Side::WayBack } else { Side::Unsettled };
    }
    // From here on the server saw nothing, which says something only where it looked.
    if !answer.covers || answer.listening == Listening::Unknown {
        return Side::Unsettled;
    }
    if silent == 0 && answer.listening == Listening::Nobody {
        // Behind an address that is another machine's, the reset may be that machine's.
        return if answer.own_address == Some(true) { Side::NobodyListens } else { Side::Unsettled };
    }
    if answer.answers_reset && answer.listening != Listening::Nobody {
        return Side::AnswersReset;
    }
    if silent > 0 && answer.queue_full {
        return Side::QueueFull;
    }
    match answer.kept_back.map(usize::from) {
        // What a full queue turned away was taken in by the kernel, too, and not kept back.
        Some(0) if silent > 0 && may_overflow(answer) || may_be_reset(answer) => Side::BeforeListener,
        Some(0) => Side::BeforeServer,
        // Any machine on the internet keeps back strangers' packets all the time.
        Some(kept) if answer.quiet_before && kept >= silent + reset => Side::InServer,
        _ => Side::BeforeListener,
    }
}

/// True where the listener is one whose queue may have turned connections away meanwhile; netwhy's own takes all at once.
pub(super) fn may_overflow(answer: &Answer) -> bool {
    answer.listening == Listening::Other && answer.overflowed.is_some_and(|count| count > 0)
}

/// True where half-open connections were reset meanwhile, of these attempts or of strangers'.
pub(super) fn may_be_reset(answer: &Answer) -> bool {
    answer.listening != Listening::Nobody && answer.half_open_resets.is_some_and(|count| count > 0)
}

/// Of attempts that did not fail: did they come to this server at all?
fn opened(pairs: &[(&Attempt, &ArrivedAs)], answer: &Answer) -> Side {
    let open = || pairs.iter().filter(|(left, _)| left.ended.is_open());
    let saw = |sight: Sight| open().any(|(_, arrived)| arrived.seen == sight);
    if open().next().is_none() {
        return Side::Unsettled;
    }
    if saw(Sight::Connected) {
        let is_unheard = open().any(|(left, _)| left.ended == Ended::Unheard);
        return match (answer.heard, answer.said) {
            (Some(false), _) if is_unheard => Side::SaidNotHeard,
            (Some(true), Some(true)) if is_unheard => Side::AnswerNotHeard,
            _ => Side::Connected,
        };
    }
    if saw(Sight::HalfOpen) {
        // A full queue leaves unheard what ends the handshake, too.
        return if answer.queue_full { Side::QueueFull } else { Side::AfterHandshake };
    }
    // Only netwhy's own listener misses no connection, however short.
    match answer.covers && matches!(answer.listening, Listening::Netwhy | Listening::Nobody) {
        true => Side::AnsweredBefore,
        false => Side::Unsettled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(ended: Ended) -> Question {
        let attempt = |n: u16| Attempt { source_port: 40_000 + n, at_ms: 1000 * i64::from(n), ended, syns: 1 };
        Question { ipv6: false, port: 8080, to: 1, from: 2, attempts: (0..3).map(attempt).collect() }
    }

    fn answer(seen: Sight) -> Answer {
        let one = ArrivedAs { seen, source_port: None, by_time: false };
        Answer {
            question: 0,
            clock_ms: 0,
            covers: true,
            own_address: Some(true),
            listening: Listening::Netwhy,
            attempts: vec![one.clone(), one.clone(), one],
            from: None,
            ttl: None,
            mss: None,
            kept_back: None,
            quiet_before: true,
            overflowed: Some(0),
            queue_full: false,
            half_open_resets: Some(0),
            answers_reset: false,
            arrived_at: None,
            bound_elsewhere: None,
            heard: None,
            said: None,
            resets: None,
        }
    }

    #[test]
    fn what_left_and_what_arrived_give_the_side() {
        let nothing = || answer(Sight::Nothing);
        let other = || Answer { listening: Listening::Other, ..nothing() };
        for (ended, answer, expected) in [
            (Ended::Silent, answer(Sight::HalfOpen), Side::WayBack),
            (Ended::Silent, answer(Sight::Connected), Side::Connected),
            (Ended::Silent, nothing(), Side::BeforeListener),
            (Ended::Silent, Answer { kept_back: Some(0), ..nothing() }, Side::BeforeServer),
            (Ended::Silent, Answer { kept_back: Some(2), ..nothing() }, Side::BeforeListener),
            (Ended::Silent, Answer { kept_back: Some(3), ..nothing() }, Side::InServer),
            (Ended::Silent, Answer { kept_back: Some(9), quiet_before: false, ..nothing() }, Side::BeforeListener),
            (Ended::Reset, Answer { kept_back: Some(9), quiet_before: false, ..nothing() }, Side::BeforeListener),
            (Ended::Silent, Answer { kept_back: Some(0), quiet_before: false, ..nothing() }, Side::BeforeServer),
            (Ended::Silent, Answer { overflowed: Some(1), queue_full: true, ..nothing() }, Side::QueueFull),
            (Ended::Reset, Answer { overflowed: Some(1), queue_full: true, ..nothing() }, Side::BeforeListener),
            (Ended::Silent, Answer { overflowed: Some(9), kept_back: Some(0), ..other() }, Side::BeforeListener),
            (Ended::Reset, Answer { overflowed: Some(9), kept_back: Some(0), ..other() }, Side::BeforeServer),
            (Ended::Silent, Answer { overflowed: Some(9), kept_back: Some(0), ..nothing() }, Side::BeforeServer),
            (
                Ended::Silent,
                Answer { half_open_resets: Some(1), kept_back: Some(0), ..nothing() },
                Side::BeforeListener,
            ),
            (Ended::Silent, Answer { answers_reset: true, kept_back: Some(0), ..nothing() }, Side::AnswersReset),
            (Ended::Reset, Answer { answers_reset: true, kept_back: Some(0), ..nothing() }, Side::AnswersReset),
            (Ended::Unheard, answer(Sight::Connected), Side::Connected),
            (Ended::Unheard, Answer { heard: Some(false), ..answer(Sight::Connected) }, Side::SaidNotHeard),
            (Ended::Open, Answer { heard: Some(false), ..answer(Sight::Connected) }, Side::Connected),
            (
                Ended::Unheard,
                Answer { heard: Some(true), said: Some(false), ..answer(Sight::Connected) },
                Side::Connected,
            ),
            (
                Ended::Unheard,
                Answer { heard: Some(true), said: Some(true), ..answer(Sight::Connected) },
                Side::AnswerNotHeard,
            ),
            (Ended::Unheard, answer(Sight::HalfOpen), Side::AfterHandshake),
            (Ended::Silent, Answer { covers: false, ..nothing() }, Side::Unsettled),
            (Ended::Silent, Answer { listening: Listening::Unknown, ..nothing() }, Side::Unsettled),
            (
                Ended::Silent,
                Answer { listening: Listening::Nobody, kept_back: Some(0), ..nothing() },
                Side::BeforeServer,
            ),
            (Ended::Reset, Answer { listening: Listening::Nobody, ..nothing() }, Side::NobodyListens),
            (Ended::Reset, Answer { listening: Listening::Nobody, own_address: None, ..nothing() }, Side::Unsettled),
            (Ended::Reset, Answer { kept_back: Some(0), ..nothing() }, Side::BeforeServer),
            (Ended::Reset, Answer { kept_back: Some(9), ..nothing() }, Side::InServer),
            (Ended::Reset, answer(Sight::HalfOpen), Side::Unsettled),
            (Ended::Open, answer(Sight::Connected), Side::Connected),
            (Ended::Open, answer(Sight::HalfOpen), Side::AfterHandshake),
            (Ended::Open, Answer { queue_full: true, ..answer(Sight::HalfOpen) }, Side::QueueFull),
            (Ended::Open, nothing(), Side::AnsweredBefore),
            (Ended::Open, Answer { listening: Listening::Other, ..nothing() }, Side::Unsettled),
            (Ended::Rejected, nothing(), Side::Unsettled),
            (Ended::Rejected, Answer { kept_back: Some(0), ..nothing() }, Side::BeforeServer),
            (Ended::Rejected, Answer { kept_back: Some(1), ..nothing() }, Side::Unsettled),
        ] {
            assert_eq!(side(&question(ended), &answer), expected, "{ended:?} {answer:?}");
        }
    }
}
