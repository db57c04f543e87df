//! Looks that speak, by roads through real proxies.

use std::net::SocketAddr;
use std::time::Duration;

use netwhy::observation::{HttpEnd, ProxySource, Purpose, Question, SpeechEnd};
use netwhy::probe::{HttpQuestion, Road, ask_http, speech, tls};
use netwhy::target::{Host, Proxy};

use crate::passage::ask::{Greeter, closed};
use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, Squid};

const PATIENCE: Duration = Duration::from_secs(8);

fn road(proxy: &str, to: SocketAddr) -> Road {
    let proxy: Proxy = proxy.parse().unwrap();
    let at = SocketAddr::new(proxy.host.address().unwrap(), proxy.port);
    let host = Host::parse(&to.ip().to_string()).unwrap();
    Road::through(at, &proxy, &ProxySource::Option, (&host, to.port()), &[], &tls::Settings::default())
}

#[tokio::test]
async fn a_page_and_a_greeting_come_through() {
    let (Some(nginx), Some(squid), Some(dante)) = (Nginx::start(), Squid::start(LOGIN), Dante::start("username", ""))
    else {
        return;
    };
    let greeter = Greeter::new("SSH-2.0-greeter\r\n");
    for proxy in [format!("http://user:secret@{}", squid.at), format!("socks5h://user:secret@{}", dante.at)] {
        let question =
            HttpQuestion { method: "GET", host: "x.test".to_owned(), path: "/404".to_owned(), purpose: Purpose::Asked };
        let (answer, _) = ask_http(&road(&proxy, nginx.at(At::Plain)), &question, PATIENCE).await.unwrap();
        assert_eq!((answer.ended, answer.status), (HttpEnd::Answered, Some(404)), "{proxy}");
        assert_eq!(answer.via.as_deref(), Some(proxy.replace("user:secret", "***").as_str()));
        let heard = speech(&road(&proxy, greeter.at), Question::Listen, Purpose::Asked, PATIENCE).await.unwrap();
        assert_eq!((heard.ended, heard.excerpt.as_str()), (SpeechEnd::Answered, "SSH-2.0-greeter\\r\\n"), "{proxy}");
    }
}

#[tokio::test]
async fn a_way_that_stays_shut_is_no_connection() {
    let (Some(squid), Some(dante)) = (Squid::start(LOGIN), Dante::start("none", "")) else { return };
    for proxy in
        [format!("http://{}", squid.at), format!("http://user:secret@{}", squid.at), format!("socks5://{}", dante.at)]
    {
        assert!(road(&proxy, closed()).open(PATIENCE).await.is_none(), "{proxy}");
    }
}
