//! Why a `--fault` cannot be done, and what to write instead.

/// Every part that `--fault` knows.
const PARTS: &str = "refuse, silent, close, reset, garbage[=SEED], slow=RATE, truncate=N, status=N, delay=D, first=N";

/// What is wrong with a `--fault`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// A word that is no fault.
    #[error("`{part}` is no fault; the faults are {PARTS}")]
    Unknown {
        /// The part as typed.
        part: String,
    },
    /// A value that is missing or of the wrong kind.
    #[error("`{part}` is not understood; write {like}")]
    Value {
        /// The part as typed.
        part: String,
        /// What it should look like.
        like: &'static str,
    },
    /// A value where none belongs.
    #[error("`{word}` takes no value; write `{word}` alone")]
    NoValue {
        /// The word.
        word: String,
    },
    /// The same part twice.
    #[error("`{word}` is given twice; keep one")]
    Twice {
        /// The word.
        word: String,
    },
    /// Two parts of which one makes the other impossible.
    #[error("`{one}` and `{other}` do not go together ({why}); leave one of them out")]
    Together {
        /// The one.
        one: &'static str,
        /// The other.
        other: &'static str,
        /// Why not.
        why: &'static str,
    },
    /// `first` with no fault to limit.
    #[error("`first` needs a fault to limit; write for example `reset,first=3`")]
    Alone,
}
