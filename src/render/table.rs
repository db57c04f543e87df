//! Columns of text, as wide as what stands in them.

use colored::{Color, Colorize};
use unicode_width::UnicodeWidthStr;

use crate::render::paint::pad;

/// Spaces between two columns.
const GAP: &str = "  ";

/// One field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    text: String,
    color: Option<Color>,
}

/// Rows of fields under a line of titles. Columns in which nothing stands are left out.
#[derive(Debug)]
pub(crate) struct Table {
    titles: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Cell {
    /// A field without colour. The text must be safe for a terminal.
    pub(crate) fn plain(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), color: None }
    }

    /// A field in `color`.
    pub(crate) fn colored(text: impl Into<String>, color: Color) -> Cell {
        Cell { text: text.into(), color: Some(color) }
    }
}

impl Table {
    pub(crate) fn new(titles: impl IntoIterator<Item = impl Into<String>>) -> Table {
        Table { titles: titles.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// One more row, with as many fields as there are titles.
    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The lines, none wider than its fields need. Where they would be wider than `width`, the columns
    /// `moved` stand below their row instead, each in a line of its own with its title.
    pub(crate) fn lines(&self, width: usize, moved: &[usize]) -> Vec<String> {
        let widths: Vec<usize> = (0..self.titles.len()).map(|column| self.width(column)).collect();
        let mut columns: Vec<usize> = (0..widths.len()).filter(|column| widths[*column] > 0).collect();
        let mut below = Vec::new();
        for column in moved {
            let total: usize = columns.iter().map(|column| widths[*column] + GAP.len()).sum();
            if total > width + GAP.len() && columns.contains(column) {
                columns.retain(|kept| kept != column);
                below.push(*column);
            }
        }
        let titles: Vec<Cell> = self.titles.iter().map(Cell::plain).collect();
        let mut lines = vec![line(&titles, &columns, &widths).bold().to_string()];
        for row in &self.rows {
            lines.push(line(row, &columns, &widths));
            for column in &below {
                if !row[*column].text.is_empty() {
                    lines.push(format!("    {}: {}", self.titles[*column].to_lowercase(), row[*column].text));
                }
            }
        }
        lines
    }

    /// The width of a column; 0 where nothing stands in it.
    fn width(&self, column: usize) -> usize {
        let widest = self.rows.iter().map(|row| row[column].text.width()).max().unwrap_or(0);
        if widest == 0 { 0 } else { widest.max(self.titles[column].width()) }
    }
}

fn line(cells: &[Cell], columns: &[usize], widths: &[usize]) -> String {
    let mut out = String::new();
    for (at, column) in columns.iter().enumerate() {
        let cell = &cells[*column];
        // Spaces behind the last field that holds something would only be noise in a file.
        let is_last = columns[at + 1..].iter().all(|later| cells[*later].text.is_empty());
        let text = if is_last { cell.text.clone() } else { pad(&cell.text, widths[*column]) };
        match cell.color {
            Some(color) => out.push_str(&text.color(color).to_string()),
            None => out.push_str(&text),
        }
        if is_last {
            break;
        }
        out.push_str(GAP);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(["PORT", "NOTE", "FROM", "SERVICE"]);
        table.row(["22/tcp", "", "192.0.2.1", "ssh"].map(Cell::plain).to_vec());
        table.row(["8080/tcp", "", "", ""].map(Cell::plain).to_vec());
        table
    }

    #[test]
    fn empty_columns_are_left_out_and_lines_end_with_text() {
        colored::control::set_override(false);
        let lines = table().lines(80, &[2]);
        assert_eq!(lines, ["PORT      FROM       SERVICE", "22/tcp    192.0.2.1  ssh", "8080/tcp"]);
    }

    #[test]
    fn a_column_for_which_there_is_no_room_moves_below() {
        colored::control::set_override(false);
        let lines = table().lines(20, &[2]);
        assert_eq!(lines, ["PORT      SERVICE", "22/tcp    ssh", "    from: 192.0.2.1", "8080/tcp"]);
    }
}
