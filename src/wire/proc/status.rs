//! /proc/self/status and /proc/net/sockstat: lines of a name and what belongs to it.

/// True where the effective capability set holds the capability of that number (capabilities(7)).
pub fn has_capability(status: &str, number: u32) -> Option<bool> {
    let set = status.lines().find_map(|line| line.strip_prefix("CapEff:"))?;
    let set = u64::from_str_radix(set.trim(), 16).ok()?;
    Some(set.checked_shr(number)? & 1 == 1)
}

/// The number after the word `name` on the line that begins with the word `head`.
pub fn field(text: &str, head: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(head))?;
    let mut words = line.split_whitespace().skip_while(|word| *word != name);
    words.nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_effective_set_decides() {
        let status = "CapPrm:\t0000000000001000\nCapEff:\t0000000000001000\n";
        assert_eq!(has_capability(status, 12), Some(true));
        assert_eq!(has_capability(status, 13), Some(false));
        assert_eq!(has_capability("Name: x", 12), None);
    }

    #[test]
    fn the_number_after_its_name_is_read() {
        let text = "sockets: used 16\nTCP: inuse 3 orphan 0 tw 5 alloc 9 mem 2\n";
        assert_eq!((field(text, "TCP:", "inuse"), field(text, "TCP:", "tw")), (Some(3), Some(5)));
        assert_eq!(field(text, "TCP6:", "inuse"), None);
    }
}
