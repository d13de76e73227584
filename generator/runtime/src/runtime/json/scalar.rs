//! Booleans, numbers, text and `null`.

use super::{Decode, Encode, Fault, Plain, Reader, Writer};

impl Encode for bool {
    fn encode(&self, w: &mut Writer) {
        w.bool(*self);
    }

    fn plain(&self) -> Option<Plain<'_>> {
        Some(Plain::Bool(*self))
    }
}

impl Decode for bool {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        r.bool()
    }
}

macro_rules! integers {
    ($($integer:ty: $expected:literal),*) => {$(
        impl Encode for $integer {
            fn encode(&self, w: &mut Writer) {
                w.integer(i128::from(*self));
            }

            fn plain(&self) -> Option<Plain<'_>> {
                Some(Plain::Integer(i128::from(*self)))
            }
        }

        impl Decode for $integer {
            fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
                // The bounds make the cast exact.
                r.integer(i128::from(<$integer>::MIN), i128::from(<$integer>::MAX), $expected).map(|integer| integer as $integer)
            }
        }
    )*};
}

integers! {
    i8: "an integer from -128 to 127",
    i16: "an integer from -32768 to 32767",
    i32: "an integer from -2147483648 to 2147483647",
    i64: "an integer of 64 bits",
    u8: "an integer from 0 to 255",
    u16: "an integer from 0 to 65535",
    u32: "an integer from 0 to 4294967295",
    u64: "an integer of 64 bits, not negative"
}

impl Encode for f64 {
    fn encode(&self, w: &mut Writer) {
        w.float(*self);
    }
}

impl Decode for f64 {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        r.float()
    }
}

impl Encode for f32 {
    fn encode(&self, w: &mut Writer) {
        w.short_float(*self);
    }
}

impl Decode for f32 {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        r.short_float()
    }
}

impl Encode for str {
    fn encode(&self, w: &mut Writer) {
        w.string(self);
    }

    fn plain(&self) -> Option<Plain<'_>> {
        Some(Plain::Text(self))
    }
}

impl Encode for String {
    fn encode(&self, w: &mut Writer) {
        w.string(self);
    }

    fn plain(&self) -> Option<Plain<'_>> {
        Some(Plain::Text(self))
    }
}

impl Decode for String {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        r.string().map(|text| text.into_owned())
    }
}

/// `null` and nothing else.
impl Encode for () {
    fn encode(&self, w: &mut Writer) {
        w.null();
    }
}

impl Decode for () {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        if r.null()? { Ok(()) } else { Err(r.mismatch("null")) }
    }
}
