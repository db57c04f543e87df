//! Every way in which a name server can answer or not, told apart.

use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use netwhy::observation::{Answer, Reason, Resolution, Source, Transport};
use netwhy::probe::resolve::{Ask, ask};
use netwhy::wire::dns::RecordType;

use crate::names::server::{dnsmasq, place};

/// Asks once, as the program does.
pub(crate) fn asked(server: SocketAddr, name: &str, record_type: &str, time: Duration) -> Resolution {
    let record_type: RecordType = record_type.parse().unwrap();
    let question = Ask::plain(server, Source::Given, name, record_type, time);
    crate::names::run(ask(&question))
}

const LONG: Duration = Duration::from_secs(10);

#[test]
fn answers_and_refusals_are_told_apart() {
    let Some(server) =
        dnsmasq(&["address=/here.test/192.0.2.7", "address=/gone.test/", "local=/test/", "txt-record=text.test,hello"])
    else {
        return;
    };
    let found = asked(server.at, "here.test", "A", LONG);
    assert_eq!(found.rcode(), Some("NOERROR"));
    assert_eq!(found.addresses().map(|a| a.to_string()).collect::<Vec<_>>(), ["192.0.2.7"]);
    assert_eq!(found.transport, Transport::Udp);
    let empty = asked(server.at, "text.test", "A", LONG);
    assert_eq!((empty.rcode(), empty.records.len()), (Some("NOERROR"), 0));
    assert_eq!(asked(server.at, "gone.test", "A", LONG).rcode(), Some("NXDOMAIN"));
    // dnsmasq has nobody to ask, and says so.
    let refused = asked(server.at, "other.example", "A", LONG);
    assert_eq!(refused.rcode(), Some("REFUSED"), "{refused:?}");
}

#[test]
fn a_truncated_answer_is_asked_again_over_tcp() {
    let options: Vec<String> = (0..200).map(|n| format!("host-record=many.test,192.0.2.{n}")).collect();
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let Some(server) = dnsmasq(&options) else { return };
    let found = asked(server.at, "many.test", "A", LONG);
    assert_eq!((found.transport, found.addresses().count()), (Transport::Tcp, 200));
}

#[test]
fn a_closed_port_is_seen_at_once_and_its_sender_named() {
    let at = place();
    let start = Instant::now();
    let closed = asked(at, "here.test", "A", LONG);
    assert!(start.elapsed() < LONG / 2, "waited {:?} for a port that refuses", start.elapsed());
    let Answer::Rejected { reason: Reason::PortUnreach, from: Some(from) } = &closed.answer else {
        panic!("{closed:?}")
    };
    assert_eq!(from.address, at.ip());
}

#[test]
fn silence_is_told_as_silence() {
    let silent = UdpSocket::bind(place()).unwrap();
    let answer = asked(silent.local_addr().unwrap(), "here.test", "A", Duration::from_millis(300));
    assert_eq!(answer.answer, Answer::Silent);
    // Asked twice within the time: a single lost datagram is no silence.
    silent.set_nonblocking(true).unwrap();
    let mut buffer = [0; 512];
    let heard = std::iter::from_fn(|| silent.recv(&mut buffer).ok()).count();
    assert_eq!(heard, 2);
}

#[test]
fn garbage_is_told_as_garbage() {
    for (what, reply) in
        [("text", b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), ("nothing", Vec::new()), ("ones", vec![0xff; 700])]
    {
        let socket = UdpSocket::bind(place()).unwrap();
        let at = socket.local_addr().unwrap();
        let thread = std::thread::spawn(move || {
            let mut buffer = [0; 512];
            let (_, from) = socket.recv_from(&mut buffer).unwrap();
            socket.send_to(&reply, from).unwrap();
        });
        let answer = asked(at, "here.test", "A", LONG);
        assert!(matches!(answer.answer, Answer::Garbled { .. }), "{what}: {answer:?}");
        thread.join().unwrap();
    }
}

#[test]
fn an_answer_to_another_question_is_passed_over_for_the_true_one() {
    let socket = UdpSocket::bind(place()).unwrap();
    let at = socket.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let mut buffer = [0; 512];
        let (length, from) = socket.recv_from(&mut buffer).unwrap();
        let mut reply = buffer[..length].to_vec();
        reply[2] |= 0x80;
        let mut forged = reply.clone();
        forged[0] ^= 0xff;
        forged[3] = 3;
        socket.send_to(&forged, from).unwrap();
        socket.send_to(&reply, from).unwrap();
    });
    let answer = asked(at, "here.test", "A", LONG);
    assert_eq!(answer.rcode(), Some("NOERROR"), "{answer:?}");
    thread.join().unwrap();
}

#[test]
fn a_server_that_drops_extended_questions_is_asked_plainly() {
    let socket = UdpSocket::bind(place()).unwrap();
    let at = socket.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let mut buffer = [0; 512];
        loop {
            let (length, from) = socket.recv_from(&mut buffer).unwrap();
            // The last count of the header is that of additional records: EDNS is one.
            if buffer[11] == 0 {
                buffer[2] |= 0x80;
                socket.send_to(&buffer[..length], from).unwrap();
                return;
            }
        }
    });
    let answer = asked(at, "here.test", "A", Duration::from_secs(4));
    assert_eq!(answer.rcode(), Some("NOERROR"), "{answer:?}");
    thread.join().unwrap();
}

#[test]
fn a_server_that_takes_the_question_and_says_nothing_is_not_silent() {
    let listener = std::net::TcpListener::bind(place()).unwrap();
    let at = listener.local_addr().unwrap();
    let plain = Ask::plain(at, Source::Given, "here.test", RecordType::A, Duration::from_millis(300));
    let answer = crate::names::run(ask(&Ask { transport: Transport::Tcp, ..plain }));
    assert_eq!(answer.answer, Answer::Unanswered);
    drop(listener);
}
