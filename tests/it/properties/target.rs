//! Whatever is typed, a target is read or refused, and a target reads the same when written out.

use netwhy::target::Target;
use proptest::prelude::*;

proptest! {
    #[test]
    fn nothing_typed_is_too_much(text in any::<String>()) {
        if let Err(error) = text.parse::<Target>() {
            let message = error.to_string();
            prop_assert!(!message.contains(|c: char| c.is_control()), "{message:?}");
        }
    }

    #[test]
    fn what_looks_like_a_target_is_read_alike(text in "([a-z]{2,6}://)?([a-z%:@]{0,4}@)?(\\[[0-9a-f:%.]{0,12}\\]|[a-zA-Z0-9.:_äİʸ¸\u{ad}あ。-]{0,14})(:[0-9+]{0,6})?(/.{0,6})?") {
        if let Ok(target) = text.parse::<Target>() {
            prop_assert_ne!(target.port, 0);
            let again: Target = target.to_string().parse().unwrap();
            prop_assert_eq!((&again.host, again.port), (&target.host, target.port), "{}", target);
        }
    }

    #[test]
    fn host_and_port_are_kept(host in "[a-z]{1,8}(\\.[a-z]{1,8}){0,3}", port in 1u16..) {
        let target: Target = format!("{host}:{port}").parse().unwrap();
        prop_assert_eq!((target.host.to_string(), target.port, target.assumed), (host, port, false));
    }

    #[test]
    fn addresses_are_kept(address in any::<std::net::SocketAddr>(), port in 1u16..) {
        let mut address = address;
        address.set_port(port);
        let target: Target = format!("tcp://{address}").parse().unwrap();
        prop_assert_eq!((target.host.address(), target.port), (Some(address.ip()), port));
    }

    #[test]
    fn a_password_is_struck_out(password in "[!-~&&[^/?#@]]{8,20}") {
        for text in [format!("http://me:{password}@localhost:8080/"), format!("http://me:{password}@localhost:0")] {
            let told = match text.parse::<Target>() {
                Ok(target) => serde_json::to_string(&target).unwrap(),
                Err(error) => error.to_string(),
            };
            prop_assert!(!told.contains(&password), "{}", told);
        }
    }
}
