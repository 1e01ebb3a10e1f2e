//! The log at its lowest level holds no secret and no personal data.
//!
//! A binary of its own: what is logged is decided once a process, and calls of other tests that run
//! beside it without a log would decide it for this one.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use keepnet_tui::demo::Fault;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

#[path = "api/support.rs"]
#[allow(dead_code, reason = "made for the client tests; this is only a part of it")]
mod support;

use support::{Bench, Op, SEARCH, TOKEN};

/// How every JWT begins: `{"` in base64.
const JWT: &str = "eyJ";

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("buffer").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Buffer {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything that happens, logged by everybody at the lowest level; the server runs apart, so that
/// only the client's side is heard.
#[test]
fn the_log_holds_no_secret() {
    let apart = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let here = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let bench = apart.block_on(Bench::new());
    let buffer = Buffer::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(buffer.clone());
    let guard = subscriber.finish().set_default();
    let mut errors = Vec::new();
    here.block_on(async {
        for op in Op::READS.into_iter().chain([Op::Create]) {
            op.run(&bench).await.expect("answered");
        }
        for fault in [Fault::Reset, Fault::CutBody, Fault::Garbage, Fault::status(401), Fault::status(400)] {
            bench.server.faults().clear();
            bench.server.faults().always("/api", fault.clone());
            for op in [Op::Companies, Op::Create] {
                let error = op.run(&bench).await.expect_err("a fault");
                errors.push(format!("{error:?} {error} {:?}", error.failure(op.doing())));
            }
            bench.server.faults().clear();
            bench.server.revoke_tokens();
            bench.server.faults().always(TOKEN, fault);
            let error = bench.search().await.expect_err("no token");
            errors.push(format!("{error:?} {error} {:?}", error.failure(Op::Companies.doing())));
        }
    });
    drop(guard);
    let log = String::from_utf8(buffer.0.lock().expect("buffer").clone()).expect("text");
    assert!(log.contains("answered") && log.contains("no answer") && log.contains("/connect/token"), "{log}");
    assert!(bench.server.asked(SEARCH) > 5);
    let errors = errors.concat();
    for text in [&log, &errors] {
        for secret in [JWT, bench.server.client_secret(), "client_secret=", "new@acme.example", "+4915112345678"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}
