//! The plan, read from the table of rooms in docs/house.md.

use std::collections::{BTreeMap, BTreeSet};

/// The rooms by name.
pub(crate) struct Plan {
    pub(crate) rooms: BTreeMap<String, Room>,
}

/// One row of the table.
pub(crate) struct Room {
    /// Its place in the table; imports run from later rows to earlier ones.
    pub(crate) row: usize,
    pub(crate) pure: bool,
    pub(crate) uses: BTreeSet<String>,
}

impl Plan {
    pub(crate) fn read() -> Plan {
        let text = std::fs::read_to_string("docs/house.md").unwrap();
        let rows = text.lines().skip_while(|line| !line.starts_with("| room |")).skip(2);
        let rooms: BTreeMap<String, Room> = rows
            .take_while(|line| line.starts_with('|'))
            .enumerate()
            .map(|(row, line)| {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                let uses = cells[4].split('`').skip(1).step_by(2).map(str::to_owned).collect();
                (cells[1].trim_matches('`').to_owned(), Room { row, pure: cells[3] == "pure", uses })
            })
            .collect();
        assert!(rooms.len() >= 14, "the table of rooms in docs/house.md was not read: {} rows", rooms.len());
        assert!(rooms["cause"].pure && !rooms["probe"].pure, "the column `pure` was not read");
        Plan { rooms }
    }
}
