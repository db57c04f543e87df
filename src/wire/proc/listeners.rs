//! /proc/net/tcp and /proc/net/tcp6: the listening rows, for kernels that have no sock_diag.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// One listening row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The address it is bound to.
    pub address: IpAddr,
    /// Its port.
    pub port: u16,
    /// The user that owns it.
    pub uid: u32,
    /// Its inode.
    pub inode: u32,
}

/// The listening rows of the file; `v6` for /proc/net/tcp6.
pub fn listeners(text: &str, v6: bool) -> Vec<Row> {
    text.lines().filter_map(|line| row(line, v6)).collect()
}

fn row(line: &str, v6: bool) -> Option<Row> {
    let words: Vec<&str> = line.split_whitespace().take(10).collect();
    // State 0A is LISTEN.
    if *words.get(3)? != "0A" {
        return None;
    }
    let (address, port) = words.get(1)?.split_once(':')?;
    let address = match v6 {
        false => IpAddr::V4(Ipv4Addr::from(group(address)?)),
        true => IpAddr::V6(Ipv6Addr::from(groups(address)?)).to_canonical(),
    };
    let port = u16::from_str_radix(port, 16).ok()?;
    Some(Row { address, port, uid: words.get(7)?.parse().ok()?, inode: words.get(9)?.parse().ok()? })
}

/// Eight digits hold four octets as one number of this machine's byte order.
fn group(digits: &str) -> Option<[u8; 4]> {
    u32::from_str_radix(digits, 16).ok().map(u32::to_ne_bytes)
}

fn groups(digits: &str) -> Option<[u8; 16]> {
    let mut octets = [0; 16];
    for (at, four) in octets.chunks_exact_mut(4).enumerate() {
        four.copy_from_slice(&group(digits.get(at * 8..at * 8 + 8)?)?);
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listening_rows_are_read() {
        let text = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1267 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12345 1 0000000000000000
   1: 0100007F:1267 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 12346 1 0000000000000000
";
        let expected = if cfg!(target_endian = "little") { [127, 0, 0, 1] } else { [1, 0, 0, 127] };
        assert_eq!(
            listeners(text, false),
            vec![Row { address: IpAddr::from(expected), port: 4711, uid: 1000, inode: 12345 }]
        );
    }

    #[test]
    fn the_unspecified_address_of_ipv6_is_read() {
        let line =
            "   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 7 1";
        assert_eq!(listeners(line, true).first().map(|r| (r.address.to_string(), r.port)), Some(("::".to_owned(), 80)));
    }
}
