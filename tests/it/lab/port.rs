//! Is it the right port?

use crate::lab::{Certain, Likely, ME, Place, Possible, SERVER, SERVER_V6, ask, scenarios};

/// The second router, asked for as if it were the server.
const R2_ASKED: Place = Place { role: "target", hop: Some(2), address: Some("10.2.0.2") };

scenarios! {
    http_on_its_usual_other_port_v4 => ask("http://10.3.0.2/").on("server", "web 8080")
        .ends("refused").because("port.wrong", Likely, SERVER).quick();
    http_on_its_usual_other_port_v6 => ask("http://[fd00:3::2]/").on("server", "web 8080")
        .ends("refused").because("port.wrong", Likely, SERVER_V6).quick();
    // Something is open next door, but nothing says that it is what was asked for.
    something_on_the_neighbouring_port => ask("http://10.3.0.2:9001/").on("server", "web 9000")
        .ends("refused").because("server.not-listening", Likely, SERVER).because("port.wrong", Possible, SERVER).quick();
    http_on_another_own_port => ask("http://127.0.0.1:8080/").on("client", "web 8000")
        .ends("refused").because("server.not-listening", Certain, ME).because("port.wrong", Likely, ME).quick();
    not_forwarded => ask("http://10.2.0.2/").on("server", "web 80")
        .on("r2", "iptables -t nat -A PREROUTING -d 10.2.0.2 -p tcp --dport 8080 -j DNAT --to 10.3.0.2:80")
        .ends("refused").because("port.not-forwarded", Likely, R2_ASKED).quick();
}
