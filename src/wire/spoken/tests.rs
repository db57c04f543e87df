//! Real bytes of real servers, and bytes that are of nobody.

use crate::wire::spoken::{Spoken, question, recognise, recognise_answer};

/// What was asked, if anything; what came; what that is.
type Heard = (Option<Spoken>, &'static [u8], Spoken, Option<&'static str>);

const HEARD: &[Heard] = &[
    (None, b"HTTP/1.1 400 Bad Request\r\nServer: nginx/1.22.1\r\n\r\n<html>", Spoken::Http, Some("nginx/1.22.1")),
    (None, b"HTTP/1.0 200 OK\r\n\r\n", Spoken::Http, None),
    (
        None,
        b"HTTP/1.0 200 OK\r\n\r\nIt looks like you are trying to access MongoDB over HTTP on the native",
        Spoken::Mongodb,
        None,
    ),
    (None, b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80\0\x04\0\x01\0\0\0\x05\0\xff\xff\xff", Spoken::Http2, None),
    (None, b"\x15\x03\x01\x00\x02\x02\x46", Spoken::Tls, None),
    (None, b"\x16\x03\x03\x00\x3d\x02\x00\x00\x39\x03\x03", Spoken::Tls, None),
    (None, b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n", Spoken::Ssh, Some("OpenSSH_9.2p1")),
    (None, b"Welcome\r\nto the machine\r\nSSH-2.0-dropbear\r\n", Spoken::Ssh, Some("dropbear")),
    (None, b"Exceeded MaxStartups\r\n", Spoken::Ssh, Some("OpenSSH")),
    (
        None,
        b"220 mx.example.org ESMTP Postfix (Debian/GNU)\r\n",
        Spoken::Smtp,
        Some("mx.example.org ESMTP Postfix (Debian/GNU)"),
    ),
    (None, b"220 ftp.example.org ESMTP Exim 4.96\r\n", Spoken::Smtp, Some("ftp.example.org ESMTP Exim 4.96")),
    (None, b"220 smtp.example.org FTP server ready\r\n", Spoken::Ftp, Some("smtp.example.org FTP server ready")),
    (Some(Spoken::Smtp), b"220 hello\r\n250-hello\r\n250 HELP\r\n", Spoken::Smtp, Some("hello")),
    (None, b"220 (vsFTPd 3.0.3)\r\n", Spoken::Ftp, Some("(vsFTPd 3.0.3)")),
    (None, b"220-FileZilla Server 1.8\r\n220 Please visit\r\n", Spoken::Ftp, Some("FileZilla Server 1.8")),
    (Some(Spoken::Ftp), b"220 hello\r\n530 Please login with USER and PASS.\r\n", Spoken::Ftp, Some("hello")),
    (
        None,
        b"* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n",
        Spoken::Imap,
        Some("[CAPABILITY IMAP4rev1] Dovecot ready."),
    ),
    (None, b"+OK Dovecot ready.\r\n", Spoken::Pop3, Some("Dovecot ready.")),
    (Some(Spoken::Redis), b"+PONG\r\n", Spoken::Redis, None),
    (Some(Spoken::Redis), b"-NOAUTH Authentication required.\r\n", Spoken::Redis, None),
    (
        Some(Spoken::Http),
        b"-ERR unknown command 'HEAD', with args beginning with: '/' 'HTTP/1.0' \r\n",
        Spoken::Redis,
        None,
    ),
    (None, b"-DENIED Redis is running in protected mode because", Spoken::Redis, None),
    (Some(Spoken::Postgres), b"S", Spoken::Postgres, None),
    (Some(Spoken::Postgres), b"N", Spoken::Postgres, None),
    (None, b"E\0\0\0\x8cSFATAL\0VFATAL\0C0A000\0Munsupported frontend protocol\0", Spoken::Postgres, None),
    (None, b"\x4a\0\0\0\x0a8.0.36\0\x08\0\0\0", Spoken::Mysql, Some("8.0.36")),
    (None, b"\x6e\0\0\0\x0a5.5.5-10.11.6-MariaDB-0+deb12u1\0", Spoken::Mysql, Some("10.11.6-MariaDB-0+deb12u1")),
    (
        None,
        b"\x45\0\0\0\xff\x6a\x04Host '10.0.0.9' is not allowed to connect to this MariaDB server",
        Spoken::Mysql,
        None,
    ),
    (Some(Spoken::Mongodb), b"\x2b\x01\0\0\x05\0\0\0wten\x01\0\0\0\x08\0\0\0", Spoken::Mongodb, None),
    (Some(Spoken::Mqtt), b"\x20\x02\x00\x05", Spoken::Mqtt, None),
    (Some(Spoken::Http), b"AMQP\0\0\x09\x01", Spoken::Amqp, None),
    (Some(Spoken::Amqp), b"\x01\0\0\0\0\x01\xf4\0\x0a\0\x0a\0\x09", Spoken::Amqp, None),
    (None, b"INFO {\"server_id\":\"x\"} \r\n", Spoken::Nats, None),
    (None, b"@RSYNCD: 31.0\n", Spoken::Rsync, None),
    (Some(Spoken::Memcached), b"VERSION 1.6.18\r\n", Spoken::Memcached, Some("1.6.18")),
    (Some(Spoken::Ldap), b"\x30\x0c\x02\x01\x01\x65\x07\x0a\x01\x00\x04\x00\x04\x00", Spoken::Ldap, None),
    (Some(Spoken::Ldap), b"\x30\x84\0\0\0\x10\x02\x01\x01\x64\x84", Spoken::Ldap, None),
    (None, b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x02\0\0\0", Spoken::Rdp, None),
    (None, b"RFB 003.008\n", Spoken::Vnc, None),
    (None, b"\xff\xfd\x18\xff\xfd\x20", Spoken::Telnet, None),
    (None, b"\0\0\0\xb4\xfeSMB\x40\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0", Spoken::Smb, None),
    (Some(Spoken::Dns), b"\x00\x11nw\x81\x05\0\x01\0\0\0\0\0\0\0\0\x02\0\x01", Spoken::Dns, None),
    (
        None,
        b"\x31\0\x2f{\"version\":{\"name\":\"Paper 1.20.4\",\"protocol\":765",
        Spoken::Minecraft,
        Some("Paper 1.20.4"),
    ),
    (None, b"\x13\0\x11{\"text\":\"hello\"}", Spoken::Minecraft, None),
    (None, b"\xff\0\x04\0\xa7\0\x31\0\0\0\x34", Spoken::Minecraft, None),
    (Some(Spoken::Mcpi), b"417|418\n", Spoken::Mcpi, None),
    (Some(Spoken::Mcpi), b"Fail\n", Spoken::Mcpi, None),
    (Some(Spoken::Mcpi), b"\n", Spoken::Mcpi, None),
    (None, b"security.challenge 0123456789abcdef0123456789abcdef\n", Spoken::Mcpi, None),
    (Some(Spoken::Socks4), b"\0\x5b\0\0\0\0\0\0", Spoken::Socks4, None),
    (Some(Spoken::Socks5), b"\x05\xff", Spoken::Socks5, None),
];

#[test]
fn each_is_known_by_what_it_says() {
    for (asked, bytes, spoken, product) in HEARD {
        let heard = match asked {
            Some(asked) => recognise_answer(*asked, bytes),
            None => recognise(bytes),
        };
        assert_eq!(heard, Some((*spoken, product.map(str::to_owned))), "{}", String::from_utf8_lossy(bytes));
    }
    let never: Vec<_> = Spoken::ALL.iter().filter(|one| !HEARD.iter().any(|row| row.2 == **one)).collect();
    assert!(never.is_empty(), "{never:?} is never heard");
}

#[test]
fn what_anybody_might_say_is_nobodys() {
    for bytes in [
        &b""[..],
        b"S",
        b"Fail\n",
        b"220 hello\r\n",
        b"220 mail.example.org ready\r\n",
        b"220 ftp.example.org ready\r\n",
        b"+OK\r\n",
        b"\x05\x00",
        b"hello\n",
        b"HTTP",
        b"<html>",
        b"ERROR\r\n",
        b"\0\0\0\0\0\0\0\0\0",
        b"\x0f\x00\x2f\x09localhost",
    ] {
        assert_eq!(recognise(bytes), None, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn an_echo_is_no_answer() {
    for asked in Spoken::ALL {
        let Some(question) = question(*asked) else {
            assert!(asked.greets(), "{asked:?} neither greets nor is asked");
            continue;
        };
        assert_eq!(recognise_answer(*asked, question), None, "{asked:?}");
        let twice = [question, question].concat();
        assert_eq!(recognise_answer(*asked, &twice), None, "{asked:?}");
        let known = recognise(question);
        assert!(known.is_none() || *asked == Spoken::Amqp, "the question of {asked:?} passes for {known:?}");
    }
}

#[test]
fn the_lengths_within_questions_are_right() {
    let length = |spoken, at: std::ops::Range<usize>| {
        let question = question(spoken).expect("a question");
        let told = question[at.clone()].iter().fold(0usize, |sum, byte| sum * 256 + usize::from(*byte));
        (told, question.len() - at.end)
    };
    for (spoken, at) in [
        (Spoken::Tls, 3..5),
        (Spoken::Tls, 6..9),
        (Spoken::Smb, 0..4),
        (Spoken::Dns, 0..2),
        (Spoken::Ldap, 1..2),
        (Spoken::Ldap, 6..7),
        (Spoken::Mqtt, 1..2),
        (Spoken::Rdp, 4..5),
    ] {
        let (told, is) = length(spoken, at);
        assert_eq!(told, is, "{spoken:?}");
    }
    let whole = |spoken, told: usize| assert_eq!(question(spoken).map(<[u8]>::len), Some(told), "{spoken:?}");
    whole(Spoken::Rdp, 0x13);
    whole(Spoken::Postgres, 8);
    whole(Spoken::Mongodb, 0x3a);
    whole(Spoken::Minecraft, 1 + 0x0f + 2);
    // The extensions of the ClientHello.
    let hello = question(Spoken::Tls).expect("a question");
    assert_eq!(usize::from(hello[64]) * 256 + usize::from(hello[65]), hello.len() - 66);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>, asked in 0..Spoken::ALL.len()) {
        let asked = Spoken::ALL[asked];
        for heard in [recognise(&bytes), recognise_answer(asked, &bytes)] {
            let product = heard.and_then(|(_, product)| product).unwrap_or_default();
            proptest::prop_assert!(product.chars().count() <= 120 && !product.chars().any(char::is_control));
        }
    }

    #[test]
    fn real_answers_cut_anywhere_or_changed_are_survived(
        row in 0..HEARD.len(), keep in 0usize..80, at in 0usize..80, byte: u8, asked in 0..Spoken::ALL.len(),
    ) {
        let mut bytes = HEARD[row].1.to_vec();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        bytes.truncate(keep);
        let _ = (recognise(&bytes), recognise_answer(Spoken::ALL[asked], &bytes));
    }
}
