//! Certificate: the connection stands, and the certificate was not accepted.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "certificate",
    title: Text::fixed("The server's certificate was not accepted", "服务器证书不被信任"),
    errors: &[],
    numbers: &[
        (Scheme::Curl, 60),
        (Scheme::Curl, 51),
        (Scheme::Chromium, -200),
        (Scheme::Chromium, -201),
        (Scheme::Chromium, -202),
        (Scheme::Chromium, -203),
        (Scheme::Chromium, -204),
        (Scheme::Chromium, -205),
        (Scheme::Chromium, -206),
        (Scheme::Chromium, -207),
        (Scheme::Chromium, -208),
        (Scheme::Chromium, -210),
        (Scheme::NsUrl, -1201),
        (Scheme::NsUrl, -1202),
        (Scheme::NsUrl, -1203),
        (Scheme::NsUrl, -1204),
    ],
    phrases: &[
        (
            "OpenSSL",
            &[
                "certificate verify failed",
                "certificate_verify_failed",
                "ssl certificate problem",
                "self-signed certificate",
                "self signed certificate",
                "unable to get local issuer certificate",
                "unable to verify the first certificate",
                "certificate has expired",
                "certificate is not yet valid",
                "verify error:num",
                "no alternative certificate subject name matches",
            ],
        ),
        ("Python", &["sslcertverificationerror", "ip address mismatch", "hostname mismatch, certificate", "hostname mismatch"]),
        (
            "Node",
            &[
                "depth_zero_self_signed_cert",
                "self_signed_cert_in_chain",
                "unable_to_verify_leaf_signature",
                "unable_to_get_issuer_cert",
                "unable_to_get_issuer_cert_locally",
                "cert_has_expired",
                "cert_not_yet_valid",
                "err_tls_cert_altname_invalid",
                "does not match certificate's altnames",
            ],
        ),
        ("Go", &["x509:", "failed to verify certificate"]),
        ("Rust", &["invalid peer certificate", "unknownissuer", "notvalidforname", "invalidcertificate"]),
        ("Java", &["pkix path building failed", "pkix path validation failed", "unable to find valid certification path", "no subject alternative", "certificateexpiredexception", "no name matching", "certpathvalidatorexception", "sslpeerunverifiedexception"]),
        (".NET", &["the remote certificate is invalid", "could not establish trust relationship", "remotecertificatenamemismatch", "remotecertificatechainerrors"]),
        (".NET (中文)", &["根据验证过程,远程证书无效", "远程证书无效", "未能为ssl/tls安全通道建立信任关系"]),
        ("wget", &["cannot verify * certificate", "certificate of * is not trusted", "doesn't have a known issuer", "certificate common name"]),
        ("GnuTLS", &["certificate is not trusted", "the certificate is not trusted", "server certificate verification failed"]),
        ("Windows", &["sec_e_untrusted_root", "cert_e_untrustedroot", "crypt_e_no_revocation_check", "crypt_e_revocation_offline", "sec_e_wrong_principal", "sec_e_cert_expired"]),
        (
            "Chrome, Edge",
            &["err_cert_authority_invalid", "err_cert_common_name_invalid", "err_cert_date_invalid", "err_cert_revoked", "err_cert_invalid", "err_cert_weak_signature_algorithm", "your connection is not private", "您的连接不是私密连接"],
        ),
        ("Firefox", &["sec_error_unknown_issuer", "sec_error_expired_certificate", "ssl_error_bad_cert_domain", "mozilla_pkix_error_self_signed_cert", "sec_error_ocsp_unknown_cert", "sec_error_revoked_certificate", "sec_error_untrusted_issuer"]),
        ("Java, Rust", &["unknown_ca", "tlsv1 alert unknown ca", "alert unknown ca", "alert bad certificate", "alert certificate unknown", "certificate unknown", "certificateunknown"]),
        ("中文", &["证书验证失败", "证书已过期", "自签名证书", "证书不受信任", "证书无效", "证书错误"]),
    ],
    over: &["tls-handshake", "closed-early", "reset", "aborted"],
    meaning: Text::fixed(
        "The network is fine: the connection opened and the server showed its certificate, and the client does not accept it. It \
         is signed by an authority that is not trusted here (or by itself), has run out, or is for another name; or \
         this machine's clock is wrong.",
        "网络没有问题：连接已建立，服务器也出示了证书，但客户端不接受。证书由此处不信任的机构签发（或自签名）、已过期、\
         或属于别的域名；也可能是本机时钟不准。",
    ),
    not_proven: &[
        Text::fixed("That the server is at fault: a proxy or a security program that opens TLS shows its own certificate.", "不能证明是服务器的错：会解开 TLS 的代理或安全软件会出示自己的证书。"),
        Text::fixed("That it is safe to go on without the check: someone in between looks just the same.", "不能证明跳过检查是安全的：中间人攻击看起来完全一样。"),
    ],
    checks: &[
        (Step::Protocol, Text::fixed("See who issued the certificate, for which names, and until when.", "查看证书由谁签发、用于哪些域名、有效期到何时。")),
        (Step::Machine, Text::fixed("Check this machine's date and time, and that its root certificates are up to date.", "检查本机的日期和时间，以及根证书是否为最新。")),
        (Step::Server, Text::fixed("Use the name for which the certificate was made, not an address; have the server send its whole chain.", "使用证书所属的域名，而不是地址；让服务器发送完整的证书链。")),
        (Step::Restriction, Text::fixed("If the issuer is your firm, school or antivirus, TLS is opened here; install its root certificate if you trust it.", "如果签发者是公司、学校或杀毒软件，说明 TLS 在此被解开：信任它的话，安装其根证书。")),
        (Step::Proxy, Text::fixed("Try without the proxy, and compare the issuers.", "不用代理再试，并比较签发者。")),
    ],
};
