//! How clients come to trust an authority, and how that is undone.

use crate::proxy::authority::{Made, shown};
use crate::text::Text;

impl Made {
    /// What was made, how clients come to trust it, and how that is undone.
    pub fn text(&self) -> Text {
        let (own, key, name) = (shown(&self.certificate), shown(&self.key), &self.name);
        let ways = |curl: &str, undo: &str, firefox: &str, never: &str| {
            format!(
                "  {curl}\n    curl --cacert {own} --proxy http://127.0.0.1:PORT https://HOST/\n    \
                 REQUESTS_CA_BUNDLE={own} python3 …\n  Debian, Ubuntu:\n    \
                 sudo cp {own} /usr/local/share/ca-certificates/netwhy-proxy.crt && sudo update-ca-certificates\n    \
                 {undo} sudo rm /usr/local/share/ca-certificates/netwhy-proxy.crt && sudo update-ca-certificates --fresh\n  \
                 Fedora, Arch:\n    sudo trust anchor {own}\n    {undo} sudo trust anchor --remove {own}\n  macOS:\n    \
                 security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db {own}\n    \
                 {undo} security remove-trusted-cert {own}\n  Windows:\n    certutil -user -addstore Root {own}\n    \
                 {undo} certutil -user -delstore Root \"{name}\"\n  {firefox}\n{never}"
            )
        };
        let en = ways(
            "for one command:",
            "undo:",
            "Firefox, Chromium: import it under Settings, Privacy and Security, Certificates; delete it there",
            &format!(
                "Whoever has {key} can pretend to be any site to whoever trusts {own}: never share it, and undo the trust afterwards."
            ),
        );
        let zh = ways(
            "仅用于一条命令：",
            "撤销：",
            "Firefox、Chromium：在“设置 - 隐私与安全 - 证书”中导入；也在那里删除",
            &format!("拥有 {key} 的人可以向信任 {own} 的人冒充任何网站：切勿分享，并在用完后撤销信任。"),
        );
        Text::new(
            format!(
                "the authority is in {own} (for clients), its key in {key} (for you alone); it holds for a year. To trust it:\n{en}"
            ),
            format!("证书颁发机构在 {own}（供客户端使用），其密钥在 {key}（仅供您使用）；有效期一年。要信任它：\n{zh}"),
        )
    }
}
