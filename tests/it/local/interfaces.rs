//! Interfaces against `ip addr`.

use netwhy::observation::Looked;

use crate::local::private::{json, run};

#[test]
fn agree_with_ip_addr() {
    run(
        "local::interfaces::inside",
        "
        ip link add a0 mtu 1400 type veth peer name b0; ip link set a0 up
        ip link add d0 type veth peer name quiet0; ip link set d0 up; ip addr add 10.7.0.1/28 dev d0
        ip addr add 10.8.0.1 peer 10.8.0.2/32 dev d0; ip -6 addr add fd08::1/72 dev d0 nodad
        ",
    );
}

#[test]
#[ignore = "the inner half"]
fn inside() {
    let Looked::Saw(all) = netwhy::probe::interfaces().interfaces else { panic!("not looked") };
    let said = json("ip -j addr");
    let said = said.as_array().expect("a list");
    assert_eq!(all.len(), said.len());
    for one in said {
        let name = one["ifname"].as_str().expect("a name");
        let own = all.iter().find(|own| own.name == name).unwrap_or_else(|| panic!("{name} was not seen"));
        let flag = |flag: &str| one["flags"].as_array().expect("flags").iter().any(|f| f == flag);
        assert_eq!(own.up, flag("UP"), "{name}");
        assert_eq!(own.carrier, Some(flag("LOWER_UP")), "{name}");
        assert_eq!(own.loopback, flag("LOOPBACK"), "{name}");
        assert_eq!(own.mtu.map(u64::from), one["mtu"].as_u64(), "{name}");
        let addresses: Vec<(String, u64)> =
            own.addresses.iter().map(|n| (n.address.to_string(), u64::from(n.prefix))).collect();
        let expected: Vec<(String, u64)> = one["addr_info"]
            .as_array()
            .expect("addresses")
            .iter()
            .map(|a| (a["local"].as_str().unwrap_or_default().to_owned(), a["prefixlen"].as_u64().unwrap_or(0)))
            .collect();
        assert_eq!(addresses, expected, "{name}");
    }
    assert!(all.iter().any(|one| one.name == "a0" && one.up && one.carrier == Some(false)), "{all:?}");
}
