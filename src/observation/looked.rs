//! "Could not look" is never "saw nothing": a look that may be impossible says which it was.

use serde::{Deserialize, Serialize};

/// The result of a look that this system or this user's rights may forbid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Looked<T> {
    /// The look was made; this is all there was to see (it may be empty).
    Saw(T),
    /// The look was not made, for this reason. It says nothing about what is there.
    NotLooked(String),
}

impl<T> Looked<T> {
    /// What was seen, if the look was made.
    pub fn saw(&self) -> Option<&T> {
        match self {
            Looked::Saw(seen) => Some(seen),
            Looked::NotLooked(_) => None,
        }
    }
}
