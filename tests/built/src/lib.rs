//! A client that the build script generates from `openapi.yaml`, as a module of this package.

/// The API of rooms.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/client/include.rs"));
}
