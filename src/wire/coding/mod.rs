//! Content codings (RFC 9110 section 8.4.1) undone as the bytes come, within bounds: what a few bytes swell to may be more
//! than any memory holds.

mod brotli;
mod deflate;
mod gzip;
mod zstd;

/// The most codings upon each other that are undone.
pub const MOST_STACKED: usize = 4;

/// The most of them that remember megabytes (br and zstd, 8 to 16 each).
const MOST_LARGE: usize = 2;

/// How much is put out at once, in bytes.
const PIECE: usize = 32 * 1024;

/// Why a body cannot be decoded, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodingFault {
    /// A coding that netwhy does not know.
    #[error("the content coding `{0}` is not known")]
    Unknown(String),
    /// More codings upon each other than anybody needs.
    #[error("{0} content codings stand upon each other")]
    TooMany(usize),
    /// The decoded body is larger than allowed.
    #[error("the decoded body is larger than {0} bytes")]
    TooLarge(u64),
    /// The bytes are not of the coding.
    #[error("the bytes are not {0}, or are damaged: {1}")]
    Damaged(&'static str, String),
    /// The bytes end early.
    #[error("the {0} data ends early")]
    Cut(&'static str),
}

/// Takes decoded bytes.
pub(crate) type Out<'a> = dyn FnMut(&[u8]) -> Result<(), CodingFault> + 'a;

/// One coding being undone.
trait Stage: Send {
    /// Takes the next bytes, and puts out what they stand for.
    fn push(&mut self, bytes: &[u8], out: &mut Out<'_>) -> Result<(), CodingFault>;

    /// No more bytes come.
    ///
    /// # Errors
    /// Where more are due.
    fn finish(&self) -> Result<(), CodingFault>;
}

/// One coding, and how many bytes came out of it.
struct Counted {
    stage: Box<dyn Stage>,
    bytes: u64,
}

/// A body being decoded.
pub struct Decoder {
    /// The outermost first.
    stages: Vec<Counted>,
    most: u64,
    bytes: u64,
    fault: Option<CodingFault>,
    has_begun: bool,
}

impl Decoder {
    /// For a body in these codings, the outermost last; at most `most` bytes come out, and as many of each coding within.
    ///
    /// # Errors
    /// Where one is not known, or they are too many.
    pub fn new<S: AsRef<str>>(codings: &[S], most: u64) -> Result<Decoder, CodingFault> {
        let names: Vec<String> = codings.iter().map(|name| name.as_ref().trim().to_ascii_lowercase()).collect();
        let names: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| !matches!(*name, "" | "identity")).collect();
        let large = names.iter().filter(|name| matches!(**name, "br" | "zstd")).count();
        if names.len() > MOST_STACKED || large > MOST_LARGE {
            return Err(CodingFault::TooMany(names.len()));
        }
        let stages = names
            .iter()
            .rev()
            .map(|name| stage(name).map(|stage| Counted { stage, bytes: 0 }))
            .collect::<Result<_, _>>()?;
        Ok(Decoder { stages, most, bytes: 0, fault: None, has_begun: false })
    }

    /// Takes the next bytes, and hands over what they stand for.
    ///
    /// # Errors
    /// Where they cannot be decoded; then, and ever after. What came before was handed over.
    pub fn push(&mut self, bytes: &[u8], out: &mut dyn FnMut(&[u8])) -> Result<(), CodingFault> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        self.has_begun |= !bytes.is_empty();
        let (most, count) = (self.most, &mut self.bytes);
        let result = through(&mut self.stages, bytes, most, &mut |piece| {
            let room = usize::try_from(most - *count).unwrap_or(usize::MAX).min(piece.len());
            *count += room as u64;
            out(&piece[..room]);
            if room < piece.len() { Err(CodingFault::TooLarge(most)) } else { Ok(()) }
        });
        self.fault = result.as_ref().err().cloned();
        result
    }

    /// No more bytes come. A body without a byte is whole in any coding.
    ///
    /// # Errors
    /// Where more are due, or an error was met before.
    pub fn finish(&self) -> Result<(), CodingFault> {
        match &self.fault {
            Some(fault) => Err(fault.clone()),
            None if self.has_begun => self.stages.iter().try_for_each(|one| one.stage.finish()),
            None => Ok(()),
        }
    }

    /// How many bytes came out.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

fn stage(name: &str) -> Result<Box<dyn Stage>, CodingFault> {
    Ok(match name {
        "gzip" | "x-gzip" => Box::new(gzip::Gzip::default()),
        "deflate" => Box::new(deflate::Deflate::default()),
        "br" => Box::new(brotli::Brotli::new()),
        "zstd" => Box::new(zstd::Zstd::new()),
        other => return Err(CodingFault::Unknown(crate::wire::excerpt::excerpt(other.as_bytes(), 40))),
    })
}

/// Sends bytes through the stages that are left. What comes out of each is bounded, so that no coding within swells
/// unseen.
fn through(stages: &mut [Counted], bytes: &[u8], most: u64, out: &mut Out<'_>) -> Result<(), CodingFault> {
    let Some((first, rest)) = stages.split_first_mut() else { return out(bytes) };
    let (stage, count) = (&mut first.stage, &mut first.bytes);
    stage.push(bytes, &mut |piece| {
        *count += piece.len() as u64;
        match rest.is_empty() || *count <= most {
            true => through(rest, piece, most, out),
            false => Err(CodingFault::TooLarge(most)),
        }
    })
}

#[cfg(test)]
mod tests;
