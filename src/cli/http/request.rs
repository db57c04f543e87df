//! The options that make the request: what curl's options of the same names mean.

use std::path::PathBuf;

use netwhy::target::Login;
use netwhy::wire::http1::{Version, Wish, mend_line_ends};

use crate::cli::exit::Failure;
use crate::cli::http::input::Input;

/// What to send.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Request")]
pub(crate) struct RequestOptions {
    /// The method, any token; GET, or POST with -d or --data-file, where not given
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    method: Option<String>,
    /// Add a header or replace a default one; `NAME:` leaves it out, `NAME;` sends it empty, @FILE reads lines
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// A form as body; several are joined by &; @FILE and @- are read without their line ends
    #[arg(short = 'd', long = "data", value_name = "TEXT", conflicts_with = "data_file", allow_hyphen_values = true)]
    data: Vec<String>,
    /// A file as body, byte for byte; - is standard input
    #[arg(long, value_name = "FILE|-")]
    data_file: Option<PathBuf>,
    /// User and password for HTTP Basic
    #[arg(short = 'u', long = "user", value_name = "USER[:PASSWORD]")]
    user: Option<String>,
    /// Keep /./ and /../ in the path
    #[arg(long)]
    pub(crate) path_as_is: bool,
    /// The request target as it stands in the request line, such as * or a whole URL
    #[arg(long, value_name = "TARGET")]
    pub(crate) request_target: Option<String>,
    /// The Host header
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Option<String>,
    /// Speak HTTP/1.0
    #[arg(long = "http1.0", conflicts_with = "http11")]
    http10: bool,
    /// Speak HTTP/1.1, as is done where neither is given
    #[arg(long = "http1.1")]
    http11: bool,
    /// Send these bytes as they are, in place of a request made here; - is standard input
    #[arg(long, value_name = "FILE|-", conflicts_with_all = [
        "method", "headers", "data", "data_file", "user", "path_as_is", "request_target", "host", "http10", "http11",
        "location",
    ])]
    raw: Option<PathBuf>,
    /// With --raw: end each line of the head in CRLF; the body is left alone
    #[arg(long, requires = "raw")]
    crlf: bool,
}

/// The parts of a request, read and checked.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) method: Option<String>,
    pub(crate) wishes: Vec<Wish>,
    pub(crate) login: Option<Login>,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) is_form: bool,
    pub(crate) raw: Option<Vec<u8>>,
}

impl RequestOptions {
    /// The version to speak.
    pub(crate) fn version(&self) -> Version {
        if self.http10 { Version::V10 } else { Version::V11 }
    }

    /// Reads everything that the options name, files and standard input included.
    pub(crate) fn parts(&self, input: &mut Input) -> Result<Parts, Failure> {
        let raw = self.raw.as_deref().map(|path| input.read("--raw", path)).transpose()?;
        let raw = raw.map(|bytes| if self.crlf { mend_line_ends(&bytes) } else { bytes });
        if raw.as_ref().is_some_and(Vec::is_empty) {
            return Err(Failure::usage("--raw: there are no bytes to send"));
        }
        let file = self.data_file.as_deref().map(|path| input.read("--data-file", path)).transpose()?;
        let is_form = !self.data.is_empty();
        let body = if is_form { Some(self.form(input)?) } else { file };
        Ok(Parts {
            method: self.method.clone(),
            wishes: wishes("-H", &self.headers, input)?,
            login: self.user.as_deref().map(login),
            body,
            is_form,
            raw,
        })
    }

    /// The parts of the form, joined as curl joins them.
    fn form(&self, input: &mut Input) -> Result<Vec<u8>, Failure> {
        let mut form = Vec::new();
        for (at, text) in self.data.iter().enumerate() {
            if at > 0 {
                form.push(b'&');
            }
            match text.strip_prefix('@') {
                None => form.extend(text.as_bytes()),
                Some(file) => {
                    let bytes = input.read("-d", file.as_ref())?;
                    form.extend(bytes.into_iter().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)));
                }
            }
        }
        Ok(form)
    }
}

/// Reads header wishes; `@FILE` holds one a line.
pub(crate) fn wishes(option: &str, texts: &[String], input: &mut Input) -> Result<Vec<Wish>, Failure> {
    let mut wishes = Vec::new();
    let mut read = |text: &str| match Wish::read(text) {
        Ok(wish) => {
            wishes.push(wish);
            Ok(())
        }
        Err(error) => Err(Failure::usage(format!("{option}: {error}"))),
    };
    for text in texts {
        match text.strip_prefix('@') {
            None => read(text)?,
            Some(file) => {
                let bytes = input.read(option, file.as_ref())?;
                let lines = String::from_utf8(bytes);
                let lines = lines.map_err(|_| Failure::usage(format!("{option}: `{file}` is not UTF-8")))?;
                lines.lines().filter(|line| !line.is_empty()).try_for_each(&mut read)?;
            }
        }
    }
    Ok(wishes)
}

/// `USER[:PASSWORD]` as it is, without escapes.
pub(crate) fn login(text: &str) -> Login {
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    Login { user: user.to_owned(), password: password.to_owned() }
}
