//! `netwhy http`: what it sends, what it tells, how it ends.

mod body;
mod ear;
mod failures;
mod proxies;
mod redirects;
mod requests;
mod secrets;
mod shown;
mod stopped;

use crate::contract::holds;
use crate::run::{Ran, command};

/// Runs `netwhy http` with `args`.
pub(crate) fn http(args: &[&str]) -> Ran {
    command().arg("http").args(args).output().unwrap().into()
}

/// The document of a run, which must keep to its schema and end with `code`.
pub(crate) fn document(args: &[&str], code: i32) -> serde_json::Value {
    let ran = http(&[args, &["--json"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(code), ""), "{args:?}: {ran:?}");
    let document = ran.document();
    holds(&document);
    document
}
