//! What the feature `tracing` records of a call: enough to find it, and no secret.

use crate::{
    probe::GET,
    runtime::http::{Call, Operation, Pending, RetryPolicy, Secret},
    script::{Script, Step, status},
};
use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
    time::Duration,
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// Keeps spans and events as lines.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Lines {
    fn add(&self, line: Line) {
        self.0.lock().expect("no test panics while it holds the lock").push(line.0);
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("runtime::http")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut line = Line(attributes.metadata().name().to_owned());
        attributes.record(&mut line);
        self.add(line);
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.add(line);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[test]
fn calls_and_attempts() {
    static SECURED: Operation = Operation { path: "/users/{id}", security: &[&["bearer", "query"]], ..GET };
    let lines = Lines::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    tracing::subscriber::with_default(lines.clone(), || {
        let script = Script::with_jitter(1.0);
        script.push([(Duration::from_millis(7), status(503)), (Duration::from_millis(8), Step::Reset)]);
        let mut builder = script.builder(RetryPolicy::new());
        builder.credential("bearer", Secret::new("canary-token"));
        builder.credential("query", Secret::new("canary-key"));
        let core = builder.build().expect("the settings are sound");
        let mut call = Call::new(&core, &SECURED);
        call.literal("/users/");
        call.segment("id", &"canary-user");
        call.query("q", &"canary-query");
        runtime.block_on(Pending::new(call, |_| Ok(()))).expect("the third time");
    });
    let lines = lines.0.lock().expect("no test panics while it holds the lock");
    assert_eq!(
        *lines,
        [
            r#"call operation="Probe" method="GET" path="/users/{id}""#,
            "DEBUG message=attempt attempt=1 status=503 failure=Status duration_ms=7",
            "DEBUG message=wait wait_ms=500",
            "DEBUG message=attempt attempt=2 failure=Transport duration_ms=8",
            "DEBUG message=wait wait_ms=1000",
            "DEBUG message=attempt attempt=3 status=200 duration_ms=0",
        ]
    );
}
