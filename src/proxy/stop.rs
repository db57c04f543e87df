//! The end of the proxy, in two steps: nothing new is begun, and later what is open is cut.

use tokio::sync::watch;

/// How far the end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    No,
    Asked,
    Over,
}

/// Ends the proxy.
#[derive(Debug)]
pub(crate) struct Stopper(watch::Sender<Step>);

/// Hears of the end.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<Step>);

/// Both sides of it.
pub(crate) fn stop() -> (Stopper, Stop) {
    let (tell, told) = watch::channel(Step::No);
    (Stopper(tell), Stop(told))
}

impl Stopper {
    /// Nothing new is begun from now on.
    pub(crate) fn ask(&self) {
        self.0.send_replace(Step::Asked);
    }

    /// What is open is cut.
    pub(crate) fn cut(&self) {
        self.0.send_replace(Step::Over);
    }
}

impl Stop {
    /// Returns once nothing new shall be begun.
    pub(crate) async fn asked(&mut self) {
        // Who can end it has gone: then it never ends.
        if self.0.wait_for(|step| *step >= Step::Asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Returns once everything shall end.
    pub(crate) async fn over(&mut self) {
        if self.0.wait_for(|step| *step >= Step::Over).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
