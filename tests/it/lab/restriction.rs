//! Does this network allow it?

use crate::lab::{Certain, Likely, Place, Possible, R1, ask, scenarios};

const HIJACKER: Place = Place { role: "resolver", hop: None, address: None };

const ON_THE_WAY: Place = Place { role: "path", hop: None, address: None };

scenarios! {
    intercepted_redirect => ask("10.3.0.2:8080").on("server", "web 80 8080")
        .on("r1", "web 3128; iptables -t nat -A PREROUTING -i lan -p tcp --dport 8080 -j REDIRECT --to-ports 3128")
        .ends("degraded").because("restriction.intercepted", Certain, R1).quick();
    intercepted_redirect_v6 => ask("[fd00:3::2]:8080").on("server", "web 80 8080")
        .on("r1", "web 3128; ip6tables -t nat -A PREROUTING -i lan -p tcp --dport 8080 -j REDIRECT --to-ports 3128")
        .ends("degraded").because("restriction.intercepted", Certain, Place { role: "gateway", hop: Some(1), address: Some("fd00:1::1") }).quick();
    intercepted_where_nothing_is => ask("10.3.0.99:8080")
        .on("r1", "web 3128; iptables -t nat -A PREROUTING -i lan -p tcp --dport 8080 -j REDIRECT --to-ports 3128")
        .ends("degraded").because("restriction.intercepted", Likely, R1);
    dns_hijacked => ask("four.example.org:8080").names("").on("control", "zone").on("client", "resolvers 10.4.0.2")
        .on("server", "web 8080")
        .on("r1", "web 8080; dns --address=/#/10.1.0.1; iptables -t nat -A PREROUTING -i lan -p udp --dport 53 -j REDIRECT")
        .ends("degraded").because("restriction.dns-hijacked", Certain, HIJACKER);
    dns_hijacked_to_a_closed_port => ask("four.example.org:8080").names("").on("control", "zone").on("client", "resolvers 10.4.0.2")
        .on("server", "web 8080")
        .on("r1", "dns --address=/#/10.1.0.1; iptables -t nat -A PREROUTING -i lan -p udp --dport 53 -j REDIRECT")
        .ends("refused").because("restriction.dns-hijacked", Certain, HIJACKER).quick();
    captive_portal => ask("http://four.example.org/").arg("--control http://10.4.0.2/generate_204").on("server", "web 80").on("control", "web 80")
        .on("r1", "portal '302 http://login.example.net/' 3128; iptables -t nat -A PREROUTING -i lan -p tcp --dport 80 -j REDIRECT --to-ports 3128")
        .ends("degraded").because("restriction.intercepted", Certain, R1).because("restriction.captive-portal", Likely, ON_THE_WAY).quick();
    // The check page is led elsewhere, and the target's port is not looked at by the network.
    captive_portal_for_one_port => ask("http://four.example.org:8080/").arg("--control http://10.4.0.2/generate_204").on("server", "web 8080").on("control", "web 80")
        .on("r1", "portal '302 http://login.example.net/' 3128; iptables -t nat -A PREROUTING -i lan -p tcp --dport 80 -j REDIRECT --to-ports 3128")
        .ends("degraded").because("restriction.captive-portal", Likely, ON_THE_WAY).quick();
    captive_portal_without_a_check_page => ask("http://four.example.org/").arg("--offline").on("server", "web 80")
        .on("r1", "portal '302 http://login.example.net/' 3128; iptables -t nat -A PREROUTING -i lan -p tcp --dport 80 -j REDIRECT --to-ports 3128")
        .ends("degraded").because("restriction.intercepted", Certain, R1).because("restriction.captive-portal", Likely, ON_THE_WAY).quick();
    captive_portal_by_names => ask("http://four.example.org/").names("").on("control", "zone").on("client", "resolvers 10.4.0.2")
        .on("r1", "portal '302 http://login.example.net/' 80; dns --address=/#/10.1.0.1; iptables -t nat -A PREROUTING -i lan -p udp --dport 53 -j REDIRECT")
        .ends("degraded").because("restriction.dns-hijacked", Certain, HIJACKER).because("restriction.captive-portal", Likely, ON_THE_WAY);
    // A server that leads elsewhere is no portal.
    redirect_of_its_own => ask("http://four.example.org/").on("server", "portal '302 http://www.example.net/' 80")
        .ends("reachable").never("restriction.captive-portal").quick();
    // A page that is there is no portal's, whatever it answers.
    another_check_page => ask("http://four.example.org/").arg("--control http://10.4.0.2/").on("server", "web 80").on("control", "web 80")
        .ends("reachable").quick();
    connectivity_check_over_tls => ask("http://four.example.org/").arg("--insecure --control https://10.4.0.2/generate_204").on("server", "web 80").on("control", "tls_web 443")
        .ends("reachable");
    port_blocked_by_host_alone => ask("10.3.0.2:25").arg("--control 10.4.0.2").on("server", "web 25 80").on("control", "web 25 443")
        .on("r1", "iptables -A FORWARD -p tcp --dport 25 -j REJECT --reject-with icmp-admin-prohibited")
        .ends("filtered").because("firewall.reject", Certain, R1).because("restriction.port-blocked", Likely, R1).quick();
    captive_portal_that_says_so => ask("http://four.example.org/").arg("--control http://10.4.0.2/generate_204").on("server", "web 80").on("control", "web 80")
        .on("r1", "portal 511 3128; iptables -t nat -A PREROUTING -i lan -p tcp --dport 80 -j REDIRECT --to-ports 3128")
        .ends("service-failed").because("restriction.captive-portal", Certain, ON_THE_WAY).because("restriction.intercepted", Certain, R1).quick();
    connectivity_check_passes => ask("http://four.example.org/").arg("--control http://10.4.0.2/generate_204").on("server", "web 80").on("control", "web 80")
        .ends("reachable").quick();
    name_filtered => ask("http://four.example.org/").on("server", "web 80")
        .on("r1", "iptables -A FORWARD -p tcp --dport 80 -m string --string 'Host: four.example.org' --algo bm -j REJECT --reject-with tcp-reset")
        .ends("reset").because("restriction.name-filtered", Likely, ON_THE_WAY);
    port_blocked_by_drop => ask("10.3.0.2:25").arg("--control 10.4.0.2:80").on("server", "web 25 80").on("control", "web 25 80")
        .on("r1", "iptables -A FORWARD -p tcp --dport 25 -j DROP")
        .ends("filtered").because("restriction.port-blocked", Likely, R1);
    port_blocked_by_reject => ask("10.3.0.2:25").arg("--control 10.4.0.2:80").on("server", "web 25 80").on("control", "web 25 80")
        .on("r1", "iptables -A FORWARD -p tcp --dport 25 -j REJECT --reject-with icmp-admin-prohibited")
        .ends("filtered").because("firewall.reject", Certain, R1).because("restriction.port-blocked", Likely, R1).quick();
    // No other port of the control is known to pass, so it may be that nothing passes to it.
    port_blocked_as_far_as_one_port_tells => ask("10.3.0.2:25").arg("--control 10.4.0.2:25").on("server", "web 25 80").on("control", "web 25 80")
        .on("r1", "iptables -A FORWARD -p tcp --dport 25 -j REJECT --reject-with icmp-admin-prohibited")
        .ends("filtered").because("firewall.reject", Certain, R1).because("restriction.port-blocked", Possible, R1).quick();
    // The control host passes: it is about this one host, not about this network.
    blocked_for_one_host_only => ask("10.3.0.2:25").arg("--control 10.4.0.2:25").on("server", "web 25 80").on("control", "web 25 80")
        .on("r1", "iptables -A FORWARD -p tcp -d 10.3.0.2 --dport 25 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).never("restriction.port-blocked");
}
