//! Finds in one pass which of many sentences a line can hold at all, so that a log of a megabyte is read quickly.

use aho_corasick::AhoCorasick;

/// Rows of a table by a piece that each of them must have.
#[derive(Debug)]
pub(crate) struct Index<Row> {
    rows: Vec<Row>,
    /// `None` only where the automaton would grow too large; then every row is a candidate.
    pieces: Option<AhoCorasick>,
}

impl<Row: Copy> Index<Row> {
    /// Every row with a piece that a text must hold for the row to fit.
    pub(crate) fn new(rows: impl IntoIterator<Item = (Row, &'static str)>) -> Index<Row> {
        let (rows, pieces): (Vec<Row>, Vec<&str>) = rows.into_iter().unzip();
        Index { rows, pieces: AhoCorasick::new(pieces).ok() }
    }

    /// The rows whose piece stands in `text`, in their own order.
    pub(crate) fn candidates(&self, text: &str) -> impl Iterator<Item = Row> + '_ {
        let mut here: Vec<usize> = match &self.pieces {
            Some(pieces) => pieces.find_overlapping_iter(text).map(|hit| hit.pattern().as_usize()).collect(),
            None => (0..self.rows.len()).collect(),
        };
        here.sort_unstable();
        here.dedup();
        here.into_iter().filter_map(|row| self.rows.get(row).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_whose_piece_is_there_is_a_candidate_once() {
        let index = Index::new([(1, "refused"), (2, "fused"), (3, "reset"), (4, "refused")]);
        assert_eq!(index.candidates("refused, refused").collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(index.candidates("").count(), 0);
    }
}
