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

/// Ctrl-C, or where the system has it SIGTERM: each call gives the next one. For what runs until it is ended.
pub(crate) fn ended() -> impl FnMut() -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        std::sync::Arc::new(tokio::sync::Mutex::new((
            signal(SignalKind::interrupt()).ok(),
            signal(SignalKind::terminate()).ok(),
        )))
    };
    move || {
        #[cfg(unix)]
        {
            let signals = signals.clone();
            Box::pin(async move {
                let mut signals = signals.lock().await;
                let (interrupt, terminate) = &mut *signals;
                tokio::select! {
                    () = next(interrupt) => {}
                    () = next(terminate) => {}
                }
            })
        }
        #[cfg(windows)]
        Box::pin(async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

/// The next of these signals; without a handler it ends the program, as it does anywhere.
#[cfg(unix)]
async fn next(signal: &mut Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending::<()>().await,
    }
}
