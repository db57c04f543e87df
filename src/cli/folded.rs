//! A text that is pasted in pieces: mail and narrow terminals fold long lines.

use netwhy::wire::peer::Garbled;

/// More than a text has, however it was folded.
const MOST: usize = 1000;

/// The pieces so far.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    held: String,
}

impl Folded {
    /// What `line` is, by itself or behind the pieces before it; marks of quoted mail do not count.
    pub(crate) fn read<T>(&mut self, line: &str, read: impl Fn(&str) -> Result<T, Garbled>) -> Result<T, Garbled> {
        let line = line.trim_start_matches(['>', ' ', '|']);
        if !matches!(read(line), Err(Garbled::NotOne)) {
            self.held.clear();
        }
        if self.held.len() + line.len() <= MOST {
            self.held.push_str(line);
        }
        let found = read(&self.held);
        if !matches!(found, Err(Garbled::Mangled)) {
            self.held.clear();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<u8, Garbled> {
        match text.strip_prefix("NW") {
            None => Err(Garbled::NotOne),
            Some("QAB") => Ok(1),
            Some(_) => Err(Garbled::Mangled),
        }
    }

    #[test]
    fn pieces_are_put_together_and_rubbish_is_forgotten() {
        let mut folded = Folded::default();
        assert_eq!(folded.read("> NWQAB", read), Ok(1));
        assert_eq!(folded.read("> NWQ", read), Err(Garbled::Mangled));
        assert_eq!(folded.read("> AB", read), Ok(1));
        assert_eq!(folded.read("hello", read), Err(Garbled::NotOne));
        assert_eq!(folded.read("NWQ", read), Err(Garbled::Mangled));
        assert_eq!(folded.read("NWQA", read), Err(Garbled::Mangled), "begun anew");
        assert_eq!(folded.read("B", read), Ok(1));
    }
}
