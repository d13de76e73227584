//! Calls that the document, a key or the caller makes repeatable, and the key itself: made once, sent with every attempt.

use crate::{
    probe::POST,
    retries::{PATCH, PUT},
    runtime::http::{Call, IdempotencyKey, RetryPolicy},
    script::{Script, Step, status},
};

const NEW: RetryPolicy = RetryPolicy::new();

fn plain(_: &mut Call<'_>) {}

#[tokio::test]
async fn a_key_or_the_document_makes_a_call_repeatable() {
    type Fill = fn(&mut Call<'_>);
    let keyed: Fill = |call| call.set_idempotency_key(IdempotencyKey::from("k"));
    let fills: [(Fill, bool, bool); 5] = [
        (plain, false, false),
        (keyed, true, true),
        (|call| call.extra_header("idempotency-key", "k"), true, true),
        (|call| call.idempotency_header("Idempotency-Key"), true, true),
        (|call| call.set_idempotent(true), true, false),
    ];
    for (fill, repeats, repeats_conflicts) in fills {
        for operation in [&POST, &PATCH] {
            for (step, expected) in [(status(503), repeats), (Step::Reset, repeats), (status(409), repeats_conflicts)] {
                let (result, _) = Script::new([step.clone()]).call(NEW, operation, fill).await;
                assert_eq!(result.is_ok(), expected, "{step:?}");
            }
        }
    }
    let (result, _) = Script::new([status(503)]).call(NEW, &PUT, |call| call.set_idempotent(false)).await;
    assert_eq!(result.expect_err("a PUT that counts").attempts(), 1);
}

#[tokio::test]
async fn a_key_is_made_once_for_a_call() {
    let keys = async |fill: fn(&mut Call<'_>)| {
        let script = Script::new([status(500), Step::Refused]);
        script.call(NEW, &POST, fill).await.0.expect("the third time");
        let key = |request: ::http::Request<_>| Some(request.headers().get("idempotency-key")?.to_str().ok()?.to_owned());
        script.take_requests().into_iter().map(key).collect::<Vec<Option<String>>>()
    };
    let minted = keys(|call| call.idempotency_header("Idempotency-Key")).await;
    assert_eq!(minted.len(), 3);
    assert!(minted[0].as_ref().is_some_and(|key| key.len() == 36) && minted.iter().all(|key| *key == minted[0]), "{minted:?}");
    assert_ne!(minted, keys(|call| call.idempotency_header("Idempotency-Key")).await);
    // What the caller says wins.
    let own = vec![Some("own".to_owned()); 3];
    let with_header = keys(|call| {
        call.idempotency_header("Idempotency-Key");
        call.extra_header("Idempotency-Key", "own");
    });
    assert_eq!(with_header.await, own);
    assert_eq!(keys(|call| call.set_idempotency_key("own".into())).await, own);
    let other = Script::new([]);
    let fill = |call: &mut Call<'_>| {
        call.idempotency_header("X-Request-Token");
        call.set_idempotency_key(IdempotencyKey::random());
    };
    other.call(NEW, &POST, fill).await.0.expect("a success");
    assert!(other.take_requests()[0].headers().contains_key("x-request-token"));
    // Nobody asked for one.
    let plainly = Script::new([]);
    plainly.call(NEW, &POST, plain).await.0.expect("a success");
    assert!(!plainly.take_requests()[0].headers().contains_key("idempotency-key"));
}
