//! /proc/net/snmp, /proc/net/netstat (a line of names over a line of numbers) and /proc/net/snmp6.

/// The counter `name` of `group` (`Ip`, `TcpExt`), where the kernel keeps it.
pub fn counter(text: &str, group: &str, name: &str) -> Option<u64> {
    let rows = |line: &&str| line.split_once(':').is_some_and(|(head, _)| head == group);
    let mut rows = text.lines().filter(rows);
    let (names, numbers) = (rows.next()?, rows.next()?);
    let at = names.split_whitespace().position(|word| word == name)?;
    numbers.split_whitespace().nth(at)?.parse().ok()
}

/// The counter `name` of a file with one counter a line.
pub fn plain_counter(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SNMP: &str = "Ip: Forwarding OutRequests OutTransmits\nIp: 2 10 9\nIcmp: InMsgs\nIcmp: 4\n";

    #[test]
    fn the_number_under_the_name_is_read() {
        assert_eq!(counter(SNMP, "Ip", "OutTransmits"), Some(9));
        assert_eq!(counter(SNMP, "Ip", "InMsgs"), None);
        assert_eq!(counter(SNMP, "Tcp", "OutTransmits"), None);
        assert_eq!(plain_counter("Ip6OutRequests   \t10\nIp6OutTransmits 8\n", "Ip6OutTransmits"), Some(8));
    }
}
