//! What a hostile text can make of stack and time.

use crate::{
    decode,
    runtime::json::{object, untagged},
};
use serde_json::Value;
use std::{
    thread,
    time::{Duration, Instant},
};

/// Twelve kilobytes of fields around itself.
#[derive(Clone)]
pub(crate) struct Wide {
    pub(crate) a: Option<Narrow>,
    pub(crate) b: Option<Narrow>,
    pub(crate) c: Option<Narrow>,
    pub(crate) d: Option<Narrow>,
    pub(crate) e: Option<Narrow>,
    pub(crate) f: Option<Narrow>,
    pub(crate) g: Option<Narrow>,
    pub(crate) h: Option<Narrow>,
    pub(crate) child: Option<Box<Wide>>,
}

object! {
    Wide {
        a: optional("a"),
        b: optional("b"),
        c: optional("c"),
        d: optional("d"),
        e: optional("e"),
        f: optional("f"),
        g: optional("g"),
        h: optional("h"),
        child: optional("child"),
    }
}

#[derive(Clone)]
pub(crate) struct Narrow {
    pub(crate) f0: Option<String>,
    pub(crate) f1: Option<String>,
    pub(crate) f2: Option<String>,
    pub(crate) f3: Option<String>,
    pub(crate) f4: Option<String>,
    pub(crate) f5: Option<String>,
    pub(crate) f6: Option<String>,
    pub(crate) f7: Option<String>,
    pub(crate) f8: Option<String>,
    pub(crate) f9: Option<String>,
    pub(crate) f10: Option<String>,
    pub(crate) f11: Option<String>,
    pub(crate) f12: Option<String>,
    pub(crate) f13: Option<String>,
    pub(crate) f14: Option<String>,
    pub(crate) f15: Option<String>,
    pub(crate) f16: Option<String>,
    pub(crate) f17: Option<String>,
    pub(crate) f18: Option<String>,
    pub(crate) f19: Option<String>,
    pub(crate) f20: Option<String>,
    pub(crate) f21: Option<String>,
    pub(crate) f22: Option<String>,
    pub(crate) f23: Option<String>,
    pub(crate) f24: Option<String>,
    pub(crate) f25: Option<String>,
    pub(crate) f26: Option<String>,
    pub(crate) f27: Option<String>,
    pub(crate) f28: Option<String>,
    pub(crate) f29: Option<String>,
    pub(crate) f30: Option<String>,
    pub(crate) f31: Option<String>,
    pub(crate) f32: Option<String>,
    pub(crate) f33: Option<String>,
    pub(crate) f34: Option<String>,
    pub(crate) f35: Option<String>,
    pub(crate) f36: Option<String>,
    pub(crate) f37: Option<String>,
    pub(crate) f38: Option<String>,
    pub(crate) f39: Option<String>,
    pub(crate) f40: Option<String>,
    pub(crate) f41: Option<String>,
    pub(crate) f42: Option<String>,
    pub(crate) f43: Option<String>,
    pub(crate) f44: Option<String>,
    pub(crate) f45: Option<String>,
    pub(crate) f46: Option<String>,
    pub(crate) f47: Option<String>,
    pub(crate) f48: Option<String>,
    pub(crate) f49: Option<String>,
    pub(crate) f50: Option<String>,
    pub(crate) f51: Option<String>,
    pub(crate) f52: Option<String>,
    pub(crate) f53: Option<String>,
    pub(crate) f54: Option<String>,
    pub(crate) f55: Option<String>,
    pub(crate) f56: Option<String>,
    pub(crate) f57: Option<String>,
    pub(crate) f58: Option<String>,
    pub(crate) f59: Option<String>,
}

object! {
    Narrow {
        f0: optional("f0"),
        f1: optional("f1"),
        f2: optional("f2"),
        f3: optional("f3"),
        f4: optional("f4"),
        f5: optional("f5"),
        f6: optional("f6"),
        f7: optional("f7"),
        f8: optional("f8"),
        f9: optional("f9"),
        f10: optional("f10"),
        f11: optional("f11"),
        f12: optional("f12"),
        f13: optional("f13"),
        f14: optional("f14"),
        f15: optional("f15"),
        f16: optional("f16"),
        f17: optional("f17"),
        f18: optional("f18"),
        f19: optional("f19"),
        f20: optional("f20"),
        f21: optional("f21"),
        f22: optional("f22"),
        f23: optional("f23"),
        f24: optional("f24"),
        f25: optional("f25"),
        f26: optional("f26"),
        f27: optional("f27"),
        f28: optional("f28"),
        f29: optional("f29"),
        f30: optional("f30"),
        f31: optional("f31"),
        f32: optional("f32"),
        f33: optional("f33"),
        f34: optional("f34"),
        f35: optional("f35"),
        f36: optional("f36"),
        f37: optional("f37"),
        f38: optional("f38"),
        f39: optional("f39"),
        f40: optional("f40"),
        f41: optional("f41"),
        f42: optional("f42"),
        f43: optional("f43"),
        f44: optional("f44"),
        f45: optional("f45"),
        f46: optional("f46"),
        f47: optional("f47"),
        f48: optional("f48"),
        f49: optional("f49"),
        f50: optional("f50"),
        f51: optional("f51"),
        f52: optional("f52"),
        f53: optional("f53"),
        f54: optional("f54"),
        f55: optional("f55"),
        f56: optional("f56"),
        f57: optional("f57"),
        f58: optional("f58"),
        f59: optional("f59"),
    }
}

#[test]
fn large_types_do_not_overflow_the_stack_of_a_thread() {
    let nested = |levels: usize| format!("{}{{}}{}", r#"{"child":"#.repeat(levels), "}".repeat(levels));
    let decode = move |levels: usize| {
        let thread = thread::Builder::new().stack_size(2 * 1024 * 1024);
        thread.spawn(move || decode::<Wide>(&nested(levels)).map(drop)).unwrap().join().unwrap()
    };
    assert_eq!(decode(4), Ok(()));
    // In a debug build the frames of so large a type use up the stack first.
    if let Err(message) = decode(127) {
        assert!(message.starts_with("the text nests too deep"), "{message}");
    }
}

/// Many structs that hold the union again, of which only the last fits, and leaves something over.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Many {
    A(Box<Fails>),
    B(Box<Fails>),
    C(Box<Fails>),
    D(Box<Fails>),
    E(Box<Fails>),
    F(Box<Fails>),
    G(Box<Fails>),
    H(Box<Fails>),
    I(Box<Fits>),
    Unknown(Value),
}

untagged! { Many { A, B, C, D, E, F, G, H, I } }

#[derive(Clone)]
pub(crate) struct Fails {
    pub(crate) child: Option<Many>,
    pub(crate) more: bool,
}

object! { Fails { child: optional("child"), more: "more" } }

#[derive(Clone)]
pub(crate) struct Fits {
    pub(crate) child: Option<Many>,
}

object! { Fits { child: optional("child") } }

fn nested(levels: usize) -> String {
    format!("{}{{}}{}", r#"{"x":0,"child":"#.repeat(levels), "}".repeat(levels))
}

#[test]
fn attempts_that_nest_take_polynomial_time() {
    let start = Instant::now();
    let mut many = decode::<Many>(&nested(50)).unwrap();
    for level in 0..50 {
        many = match many {
            Many::I(fits) => fits.child.unwrap(),
            _ => panic!("level {level} is another variant"),
        };
    }
    assert_eq!(many, Many::I(Box::new(Fits { child: None })));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn attempts_have_a_budget_beyond_which_values_are_kept_as_they_are() {
    let levels = 100;
    let text = format!("[{}]", vec![nested(levels); 20].join(","));
    let start = Instant::now();
    let list = decode::<Vec<Many>>(&text).unwrap();
    assert!(matches!(list[0], Many::I(_)));
    assert_eq!(list[19], Many::Unknown(nested(levels).parse().unwrap()));
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
