//! The options that say which answer is wanted.

use netwhy::diagnose::http::{Expect, ExpectError};

use crate::cli::exit::Failure;

/// What the answer must be; missed, the exit code is 1.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Expectations")]
pub(crate) struct ExpectOptions {
    /// Expect one of these statuses, such as 200,204,3xx or 400-499
    #[arg(long, value_name = "LIST")]
    expect_status: Option<String>,
    /// Expect a header, with this value where one is given; may be repeated
    #[arg(long, value_name = "NAME[: VALUE|: /REGEX/]")]
    expect_header: Vec<String>,
    /// Expect the body to hold this text, in its first MiB; may be repeated
    #[arg(long, value_name = "TEXT|/REGEX/")]
    expect_body: Vec<String>,
}

impl ExpectOptions {
    /// The expectations, in the order in which they are judged.
    pub(crate) fn read(&self) -> Result<Vec<Expect>, Failure> {
        let told = |option: &'static str| move |error: ExpectError| Failure::usage(format!("{option}: {error}"));
        let status = self.expect_status.iter().map(|text| Expect::status(text).map_err(told("--expect-status")));
        let header = self.expect_header.iter().map(|text| Expect::header(text).map_err(told("--expect-header")));
        let body = self.expect_body.iter().map(|text| Expect::body(text).map_err(told("--expect-body")));
        status.chain(header).chain(body).collect()
    }
}
