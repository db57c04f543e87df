//! What two netwhys tell each other of the same attempts: what left, and what of it arrived.
//!
//! Both are short texts, to be pasted by people; over a connection the same texts travel. See `text` for how they are
//! spelled, `question` and `answer` for what they hold.

mod answer;
mod bytes;
mod question;
mod text;

pub use answer::{Answer, ArrivedAs, BoundElsewhere, Listening, Sight};
pub use question::{Attempt, Ended, Question, digest};
pub use text::Garbled;

/// How many attempts are compared at most; a text must stay short.
pub const MOST_ATTEMPTS: usize = 8;
