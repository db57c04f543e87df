//! Ctrl-C, which ends the looking and not the telling.

/// Ends when the user interrupts.
pub(crate) async fn interrupt() {
    // Without a handler Ctrl-C ends the program, as it does anywhere.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
