//! What the kernel counted while netwhy looked.

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// Growth of this network namespace's counters between the first and the last probe. Other programs of
/// the namespace count too, so this is evidence, never proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Counters {
    /// Packets made here that never left (`Ip OutRequests` − `OutTransmits`), where the kernel counts both.
    pub unsent_packets: Looked<u64>,
    /// Retransmissions that the own system refused to send (`TcpExt TCPRetransFail`).
    pub failed_retransmits: Looked<u64>,
}

impl Counters {
    pub(crate) fn describe(&self) -> Text {
        let show = |count: &Looked<u64>| count.saw().map_or("?".to_owned(), u64::to_string);
        let (unsent, failed) = (show(&self.unsent_packets), show(&self.failed_retransmits));
        Text::new(
            format!("the kernel kept back {unsent} packets and failed to retransmit {failed}"),
            format!("内核扣下 {unsent} 个包，重传失败 {failed} 次"),
        )
    }
}
