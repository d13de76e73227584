//! Servers that cannot prove who they are, or that do not speak TLS where it is asked for: the call fails while it connects, as often as
//! the policy allows, and nothing of the request is told to them.

use crate::{
    Error,
    probe::{POST, SERVICE},
    runtime::http::{
        Call, Core, CoreBuilder, ErrorKind, Operation, Pending, ReqwestTransport, RetryPolicy, Secret, Transport, UreqTransport,
    },
};
use rcgen::{CertificateParams, CertifiedIssuer, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

const CANARY: &str = "canary-91ac";
static SECURED: Operation = Operation { security: &[&["bearer", "header", "query", "cookie"]], ..POST };

/// Who signs, and whom the client trusts.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Authority {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        Authority(CertifiedIssuer::self_signed(parameters, key).expect("a certificate can be made"))
    }

    /// The configuration of a server that shows a certificate of this authority.
    fn server(&self, name: &str, set: impl FnOnce(&mut CertificateParams)) -> Arc<ServerConfig> {
        let mut parameters = CertificateParams::new([name.to_owned()]).expect("it is a name");
        set(&mut parameters);
        let key = KeyPair::generate().expect("a key can be made");
        configured(parameters.signed_by(&key, &self.0).expect("it can be signed").der().clone(), &key)
    }
}

fn self_signed() -> Arc<ServerConfig> {
    let key = KeyPair::generate().expect("a key can be made");
    let parameters = CertificateParams::new(["localhost".to_owned()]).expect("it is a name");
    configured(parameters.self_signed(&key).expect("it can be signed").der().clone(), &key)
}

fn configured(certificate: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("there are some");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("it is a key");
    Arc::new(builder.with_no_client_auth().with_single_cert(vec![certificate], key).expect("they fit together"))
}

/// What a server was told: the bytes as they came, or as they were once the handshake was done.
type Told = Arc<Mutex<Vec<Vec<u8>>>>;

fn start(serve: impl Fn(TcpStream) -> Vec<u8> + Send + Sync + 'static) -> (String, Told) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
    let url = format!("https://localhost:{}", listener.local_addr().expect("it is bound").port());
    let told = Told::default();
    let keep = told.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
            let said = serve(stream);
            keep.lock().expect("no test panics while it holds the lock").push(said);
        }
    });
    (url, told)
}

/// Reads to the end of a head, or as far as there is anything, and answers.
fn talk(mut stream: impl Read + Write, answer: &[u8]) -> Vec<u8> {
    let (mut said, mut buffer) = (Vec::new(), [0; 4096]);
    while !said.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => said.extend_from_slice(&buffer[..count]),
        }
        if !answer.is_empty() && said.first() == Some(&0x16) {
            break;
        }
    }
    let _ = stream.write_all(answer);
    let _ = stream.flush();
    said
}

const NULL: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnull";

fn speaking(config: Arc<ServerConfig>) -> (String, Told) {
    start(move |stream| {
        let connection = ServerConnection::new(config.clone()).expect("the configuration is sound");
        talk(StreamOwned::new(connection, stream), NULL)
    })
}

fn transports(authority: &Authority) -> (ReqwestTransport, UreqTransport) {
    let (second, der) = (Duration::from_secs(2), authority.0.der().clone());
    let root = reqwest::Certificate::from_der(&der).expect("it is a certificate");
    let bare = reqwest::Client::builder().no_proxy().tls_certs_only([root]);
    let polled = ReqwestTransport::from_builder(bare, second, second).expect("the settings are sound");
    let root = ureq::tls::Certificate::from_der(&der).to_owned();
    let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::new_with_certs(&[root])).build();
    let bare = ureq::Agent::config_builder().proxy(None).tls_config(tls);
    (polled, UreqTransport::from_config(bare, second, second))
}

fn client(url: &str, transport: impl Transport) -> Core {
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.base_url(url.to_owned());
    for scheme in ["bearer", "header", "query", "cookie"] {
        builder.credential(scheme, Secret::new(CANARY));
    }
    builder.transport(transport);
    builder.timeout(Duration::from_secs(5));
    builder.retry(RetryPolicy::new().base_delay(Duration::from_millis(1)));
    builder.build().expect("the settings are sound")
}

fn ask(core: &Core) -> Pending<()> {
    let mut call = Call::new(core, &SECURED);
    call.literal("/x");
    call.text("text/plain", CANARY);
    Pending::new(call, |_| Ok(()))
}

fn is_told(told: &Told) -> bool {
    let told = told.lock().expect("no test panics while it holds the lock");
    told.iter().any(|said| said.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()))
}

fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(&format!(" {next} {next:?}"));
        cause = next.source();
    }
    text
}

#[tokio::test]
async fn who_proves_nothing_is_told_nothing() {
    let authority = Authority::new();
    let (polled, blocking) = transports(&authority);
    let good = authority.server("localhost", |_| {});
    let expired = authority.server("localhost", |it| {
        (it.not_before, it.not_after) = (date_time_ymd(2019, 1, 1), date_time_ymd(2020, 1, 1));
    });
    let early = authority.server("localhost", |it| it.not_before = date_time_ymd(2200, 1, 1));
    let servers = [
        ("another host's", speaking(authority.server("elsewhere.example", |_| {})), "ertificate"),
        ("expired", speaking(expired), "ertificate"),
        ("not valid yet", speaking(early), "ertificate"),
        ("its own", speaking(self_signed()), "ertificate"),
        ("of an authority that is not trusted", speaking(Authority::new().server("localhost", |_| {})), "ertificate"),
        ("no TLS at all", start(|stream| talk(stream, b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")), ""),
        ("silence, and the end", start(|_| Vec::new()), ""),
    ];
    for (what, (url, told), why) in servers {
        let error = ask(&client(&url, polled.clone())).await.expect_err(what);
        // Nothing was written, so that even a POST is tried again; but not for ever.
        assert_eq!((error.kind(), error.is_connect(), error.attempts()), (ErrorKind::Transport, true, 3), "{what}: {error:?}");
        assert!(error.to_string().contains(why), "{what}: {error}");
        let (core, error) = (client(&url, blocking.clone()), shown(&error));
        let other = thread::spawn(move || ask(&core).wait()).join().expect("it does not panic").expect_err(what);
        assert_eq!(other.kind(), ErrorKind::Transport, "{what}: {other:?}");
        assert!(other.attempts() <= 3, "{what}: {other:?}");
        assert!(!(error + &shown(&other)).contains(CANARY) && !is_told(&told), "{what}");
    }
    // The control: the same clients, a server that is who it says.
    let (url, told) = speaking(good);
    ask(&client(&url, polled)).await.expect("it is known");
    // The server notes what it was told when it has answered.
    let asked = Instant::now();
    while !is_told(&told) {
        assert!(asked.elapsed() < Duration::from_secs(10), "the server was told nothing");
        thread::sleep(Duration::from_millis(5));
    }
    let core = client(&url, blocking);
    thread::spawn(move || ask(&core).wait()).join().expect("it does not panic").expect("it is known");
}
