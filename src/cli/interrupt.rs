//! Ctrl-C, which ends the looking and not the telling.

/// Ends when the user interrupts. The signal is asked for at once and not when the future is first polled, so that
/// none is missed once looking begins. Called inside a runtime.
pub(crate) fn interrupt() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    #[cfg(windows)]
    let signal = tokio::signal::windows::ctrl_c();
    async move {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without a handler Ctrl-C ends the program, as it does anywhere.
            Err(_) => std::future::pending::<()>().await,
        }
    }
}
