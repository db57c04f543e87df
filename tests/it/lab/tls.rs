//! TLS: who is trusted, until when, under which name, and by whom it is cut or replaced.

use crate::lab::{Certain, Likely, ME, Place, Possible, R1, SERVER, SERVER_V6, ask, scenarios};

const ON_THE_WAY: Place = Place { role: "path", hop: None, address: None };

/// The server at its public address.
const AT_LARGE: Place = Place { role: "target", hop: None, address: Some("198.51.100.2") };

const TRUSTING: &str = "env SSL_CERT_FILE=/run/lab/ca.pem";

/// Names of hosts with public addresses.
const LARGE_ZONE: &str = "zone --host-record=shop.example.org,198.51.100.2 --host-record=www.example.net,203.0.113.2";

scenarios! {
    trusted => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure app 443").quick();
    trusted_v6_by_an_own_authority => ask("https://six.example.org/").arg("--cacert /run/lab/ca.pem")
        .on("server", "authority ca; certify ca app DNS:six.example.org; secure app 443").quick();
    expired => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org 2024-01-01 90; secure app 443")
        .ends("service-failed").because("protocol.tls-expired", Certain, SERVER).quick();
    expired_v6 => ask("https://six.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:six.example.org 2024-01-01 90; secure app 443")
        .ends("service-failed").because("protocol.tls-expired", Certain, SERVER_V6).quick();
    not_yet_valid => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org 2040-01-01 90; secure app 443")
        .ends("service-failed").because("protocol.tls-not-yet-valid", Certain, SERVER).quick();
    // Nothing but the own clock says that it has expired.
    expired_without_a_date => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org 2024-01-01 90; secure_of_old app 443")
        .ends("service-failed").because("protocol.tls-expired", Likely, SERVER);
    wrong_name => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:other.example.org,DNS:*.example.net; secure app 443")
        .ends("service-failed").because("protocol.tls-wrong-name", Certain, SERVER).quick();
    address_that_no_certificate_names => ask("https://10.3.0.2/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure app 443")
        .ends("service-failed").because("protocol.tls-wrong-name", Certain, SERVER).quick();
    expired_and_wrong_name => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:other.example.org 2024-01-01 90; secure app 443")
        .ends("service-failed").because("protocol.tls-expired", Certain, SERVER).because("protocol.tls-wrong-name", Certain, SERVER);
    name_that_the_server_does_not_know => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:other.example.org; secure app 443 'ssl_reject_handshake on;'")
        .ends("service-failed").because("protocol.tls-wrong-name", Likely, SERVER);
    self_signed => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; signs_itself app DNS:four.example.org; secure app 443")
        .ends("service-failed").because("protocol.tls-untrusted", Certain, SERVER).never("restriction.tls-intercepted").quick();
    self_signed_and_given => ask("https://four.example.org/").arg("--cacert /run/lab/app.pem")
        .on("server", "signs_itself app DNS:four.example.org; secure app 443").quick();
    own_authority_at_a_private_address => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; authority own 'Our Own'; certify own app DNS:four.example.org; secure app 443")
        .ends("service-failed").because("protocol.tls-untrusted", Certain, SERVER).never("restriction.tls-intercepted").quick();
    missing_intermediate => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca between authority; certify between app DNS:four.example.org; secure app 443")
        .ends("service-failed").because("protocol.tls-untrusted", Certain, SERVER).quick();
    with_the_intermediate => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca between authority; certify between app DNS:four.example.org
            cat /run/lab/between.pem >>/run/lab/app.pem; secure app 443").quick();
    ignored_by_wish => ask("https://four.example.org/").arg("--insecure")
        .on("server", "signs_itself app DNS:other.example.org; secure app 443").quick();
    only_tls_1_1 => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure_of_old app 443 -tls1_1 -cipher ALL:@SECLEVEL=0")
        .ends("service-failed").because("protocol.tls-version", Certain, SERVER);
    only_tls_1_0_v6 => ask("https://six.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:six.example.org; secure_of_old app 443 -tls1 -cipher ALL:@SECLEVEL=0")
        .ends("service-failed").because("protocol.tls-version", Certain, SERVER_V6);
    only_old_ciphers => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure_of_old app 443 -tls1_2 -cipher ECDHE-ECDSA-AES128-SHA")
        .ends("service-failed").because("protocol.tls-version", Likely, SERVER);
    only_with_a_key_shared_before => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure_of_old app 443 -nocert -psk 1a2b3c4d -tls1_2")
        .ends("service-failed").because("protocol.tls-failed", Likely, SERVER);
    client_certificate_wanted => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure app 443 'ssl_verify_client on; ssl_client_certificate /run/lab/ca.pem;'")
        .ends("service-failed").because("protocol.tls-client-certificate", Likely, SERVER);
    client_certificate_required => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure_of_old app 443 -Verify 1 -verify_return_error -CAfile /run/lab/ca.pem")
        .ends("service-failed").because("protocol.tls-client-certificate", Certain, SERVER);
    client_certificate_given => ask("https://four.example.org/").within(TRUSTING).arg("--cert /run/lab/me.pem --key /run/lab/me.key")
        .on("server", "authority ca; certify ca app DNS:four.example.org; certify ca me DNS:me; chmod 644 /run/lab/me.key
            secure app 443 'ssl_verify_client on; ssl_client_certificate /run/lab/ca.pem;'").quick();
    client_certificate_of_a_stranger => ask("https://four.example.org/").within(TRUSTING).arg("--cert /run/lab/me.pem --key /run/lab/me.key")
        .on("server", "authority ca; authority own; certify ca app DNS:four.example.org; certify own me DNS:me; chmod 644 /run/lab/me.key
            secure_of_old app 443 -Verify 1 -verify_return_error -CAfile /run/lab/ca.pem")
        .ends("service-failed").because("protocol.tls-client-certificate", Certain, SERVER);
    plain_http_in_its_place => ask("https://four.example.org/").on("server", "web 443")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    name_cut => ask("https://four.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure app 443")
        .on("r1", "iptables -A FORWARD -p tcp --dport 443 -m string --string four.example.org --algo bm -j REJECT --reject-with tcp-reset")
        .ends("reset").because("restriction.name-filtered", Likely, ON_THE_WAY);
    name_swallowed_v6 => ask("https://six.example.org/").within(TRUSTING)
        .on("server", "authority ca; certify ca app DNS:six.example.org; secure app 443")
        .on("r1", "ip6tables -A FORWARD -p tcp --dport 443 -m string --string six.example.org --algo bm -j DROP")
        .ends("no-answer").because("restriction.name-filtered", Likely, ON_THE_WAY);
    clock_ahead => ask("https://four.example.org/")
        .within(r"env SSL_CERT_FILE=/run/lab/ca.pem LD_PRELOAD=/usr/\$LIB/faketime/libfaketime.so.1 FAKETIME=+2y DONT_FAKE_MONOTONIC=1")
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure app 443")
        .ends("service-failed").because("machine.clock-wrong", Possible, ME).because("protocol.tls-expired", Possible, SERVER);
    clock_behind => ask("https://four.example.org/")
        .within(r"env SSL_CERT_FILE=/run/lab/ca.pem LD_PRELOAD=/usr/\$LIB/faketime/libfaketime.so.1 FAKETIME=-25y DONT_FAKE_MONOTONIC=1")
        .on("server", "authority ca; certify ca app DNS:four.example.org; secure app 443")
        .ends("service-failed").because("machine.clock-wrong", Certain, ME).never("protocol.tls-not-yet-valid");
    intercepted_by_an_authority_of_the_system => ask("https://shop.example.org/").names(LARGE_ZONE)
        .on("r1", "at_large; bumps 3129; iptables -t nat -A PREROUTING -i lan -p tcp --dport 443 -j REDIRECT --to-ports 3129; mount --bind /run/lab/bump.pem /etc/ssl/certs/ca-certificates.crt")
        .on("server", "authority ca; certify ca app DNS:shop.example.org; secure app 443")
        .ends("degraded").because("restriction.intercepted", Certain, R1).because("restriction.tls-intercepted", Likely, ON_THE_WAY);
    intercepted_by_a_stranger => ask("https://shop.example.org/").names(LARGE_ZONE).within(TRUSTING).arg("--control https://www.example.net/")
        .on("r1", "at_large; bumps 3129; iptables -t nat -A PREROUTING -i lan -p tcp --dport 443 -j REDIRECT --to-ports 3129")
        .on("server", "authority ca; certify ca app DNS:shop.example.org; secure app 443")
        .on("control", "certify ca www DNS:www.example.net; secure www 443")
        .ends("service-failed").because("restriction.intercepted", Certain, R1).because("restriction.tls-intercepted", Likely, ON_THE_WAY);
    intercepted_by_the_proxy => ask("https://shop.example.org/").names(LARGE_ZONE).arg("--proxy http://10.1.0.1:3128")
        .on("r1", "at_large; bumping_proxy 3128; mount --bind /run/lab/bump.pem /etc/ssl/certs/ca-certificates.crt")
        .on("server", "authority ca; certify ca app DNS:shop.example.org; secure app 443")
        .ends("degraded").because("restriction.tls-intercepted", Likely, ON_THE_WAY);
    // The control is signed by another: it may well be the server's own.
    own_authority_at_a_public_address => ask("https://shop.example.org/").names(LARGE_ZONE).within(TRUSTING).arg("--control https://www.example.net/")
        .on("r1", "at_large")
        .on("server", "authority ca; authority own 'Our Own'; certify own app DNS:shop.example.org; secure app 443")
        .on("control", "certify ca www DNS:www.example.net; secure www 443")
        .ends("service-failed").because("protocol.tls-untrusted", Likely, AT_LARGE).because("restriction.tls-intercepted", Possible, ON_THE_WAY);
}
