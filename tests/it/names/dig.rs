//! Every record type is shown as dig shows it, asked of the same server.

use std::process::Command;
use std::time::Duration;

use crate::names::answers::asked;
use crate::names::server::{find, unbound};

/// Record data of many types, in the form of a zone file.
const RECORDS: &[(&str, &str)] = &[
    ("A", "192.0.2.7"),
    ("AAAA", "2001:db8::7"),
    ("NS", "ns.other.test."),
    ("SOA", "ns.zone.test. host\\.master.zone.test. 2026112201 7200 3600 1209600 300"),
    ("HINFO", "\"RISC-V 64\" \"Li\\\"nux\""),
    ("MX", "10 mx.zone.test."),
    ("TXT", "\"v=spf1 -all\" \"second string; with \\\"quotes\\\" and \\\\ \\200\\001\""),
    ("AFSDB", "1 db.zone.test."),
    ("RP", "hans.zone.test. txt.zone.test."),
    ("SRV", "5 10 25565 game.zone.test."),
    ("NAPTR", "100 50 \"s\" \"SIP+D2U\" \"!^.*$!sip:x@zone.test!\" _sip._udp.zone.test."),
    ("DS", "31560 8 2 3FA6C1F1A3A8B0F4A8A4A7F5F2F5F7D5A4B1C9E8D7F60514233241506F7E8D9C"),
    ("SSHFP", "4 2 123456789ABCDEF67890123456789ABCDEF67890123456789ABCDEF123456789"),
    ("TLSA", "3 1 1 D2ABDE240D7CD3EE6B4B28C54DF034B97983A1D16E8A410E4561CB106618E971"),
    ("DNSKEY", "257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=="),
    ("CAA", "128 issue \"ca.example; policy=ev\""),
    ("HTTPS", "1 . alpn=\"h2,h3\" port=8443 ipv4hint=192.0.2.1,192.0.2.2 ech=AEX+DQA= ipv6hint=2001:db8::1"),
    ("SVCB", "3 svc.zone.test. mandatory=port no-default-alpn alpn=\"doq\" port=853 key667=\"hello\\210qoo\""),
    ("LOC", "52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m"),
    ("URI", "10 1 \"https://zone.test/a\\\"b\""),
    ("TYPE4711", "\\# 4 DEADBEEF"),
];

#[test]
fn records_of_every_type_are_shown_as_dig_shows_them() {
    let Some(dig) = find("dig") else { return };
    let mut lines = String::from(" local-zone: \"test.\" static\n module-config: \"iterator\"\n");
    for (record_type, data) in RECORDS {
        lines.push_str(&format!(
            " local-data: 'zone{}.test. 321 IN {record_type} {data}'\n",
            record_type.to_lowercase()
        ));
    }
    let Some(server) = unbound(&lines, "") else { return };
    for (record_type, data) in RECORDS {
        let name = format!("zone{}.test", record_type.to_lowercase());
        let at = format!("@{}", server.at.ip());
        let port = server.at.port().to_string();
        let output = Command::new(&dig)
            .args(["+noall", "+answer", "+nosplit", "+noidnin", "+noidnout", "-p", &port, &at, &name, record_type])
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let words: Vec<&str> = told.split_ascii_whitespace().take(4).collect();
        let shown = told.trim_end().splitn(5, ['\t', ' ']).last().unwrap_or_default();
        // dig pads with tabs; the data is what stands behind the type.
        let shown = told.split_once(&format!("\t{record_type}\t")).map_or(shown, |(_, data)| data).trim_end();
        let by_number = if *record_type == "LOC" { "TYPE29" } else { record_type };
        let ours = asked(server.at, &name, by_number, Duration::from_secs(5));
        assert_eq!(ours.records.len(), 1, "{record_type} {data}: {ours:?}\n{told}");
        let record = &ours.records[0];
        assert_eq!(words[..2], [format!("{}.", record.name).as_str(), "321"], "{record_type}");
        assert_eq!(record.ttl, 321, "{record_type}");
        if *record_type == "LOC" {
            // netwhy does not draw coordinates: types it does not know are shown raw, and lose nothing.
            assert!(record.data.starts_with("\\# 16 "), "{}", record.data);
            continue;
        }
        assert_eq!(record.data, shown, "{record_type}");
    }
}
