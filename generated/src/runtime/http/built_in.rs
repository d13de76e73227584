//! The transport of a client that is told none: what the features of the crate offer.

use super::transport::Transport;
use std::{sync::Arc, time::Duration};

/// The transport for futures, the one for threads that wait, or both, each for its own.
#[cfg(any(feature = "reqwest", feature = "blocking"))]
pub(super) fn transport(connect_timeout: Duration, read_timeout: Duration) -> Result<Arc<dyn Transport>, String> {
    #[cfg(feature = "blocking")]
    let blocking = super::UreqTransport::from_config(ureq::Agent::config_builder(), connect_timeout, read_timeout);
    #[cfg(feature = "reqwest")]
    let polled = match super::ReqwestTransport::from_builder(reqwest::Client::builder(), connect_timeout, read_timeout) {
        Ok(transport) => transport,
        Err(error) => return Err(format!("the transport cannot be set up: {}", super::error::chain(&error))),
    };
    #[cfg(all(feature = "reqwest", feature = "blocking"))]
    return Ok(Arc::new(Both { polled, blocking }));
    #[cfg(not(feature = "blocking"))]
    return Ok(Arc::new(polled));
    #[cfg(not(feature = "reqwest"))]
    return Ok(Arc::new(blocking));
}

#[cfg(not(any(feature = "reqwest", feature = "blocking")))]
pub(super) fn transport(_: Duration, _: Duration) -> Result<Arc<dyn Transport>, String> {
    Err("there is no transport: turn on the feature `rustls`, or call `transport` on the client's builder".to_owned())
}

/// A call that a thread waits for goes through the one, any other through the other.
#[cfg(all(feature = "reqwest", feature = "blocking"))]
struct Both {
    polled: super::ReqwestTransport,
    blocking: super::UreqTransport,
}

#[cfg(all(feature = "reqwest", feature = "blocking"))]
impl Transport for Both {
    fn send(&self, request: super::TransportRequest) -> super::TransportFuture<'_, super::TransportResponse> {
        match super::blocking::is_waiting() {
            true => self.blocking.send(request),
            false => self.polled.send(request),
        }
    }

    fn clock(&self) -> Arc<dyn super::Clock> {
        Arc::new(Either)
    }
}

/// A thread that waits has no runtime to be woken by.
#[cfg(all(feature = "reqwest", feature = "blocking"))]
struct Either;

#[cfg(all(feature = "reqwest", feature = "blocking"))]
impl super::Clock for Either {
    fn now(&self) -> std::time::Instant {
        super::TokioClock.now()
    }

    fn sleep(&self, duration: Duration) -> super::Sleep {
        match super::blocking::is_waiting() {
            true => super::SystemClock.sleep(duration),
            false => super::TokioClock.sleep(duration),
        }
    }
}
