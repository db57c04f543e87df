//! How far a packet has come, from the TTL it has left.

/// How many routers a packet with `ttl` left has passed. Systems send with 64, 128 or 255.
pub(crate) fn hops_travelled(ttl: u8) -> u8 {
    [64, 128, 255].into_iter().find(|start| *start >= ttl).unwrap_or(255) - ttl
}
