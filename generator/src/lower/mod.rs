//! From a [`Document`] to [`ir::Api`]: every decision is taken here. It names nothing and holds no token.

mod body;
mod cache;
mod composition;
mod default;
mod doc;
#[cfg(test)]
mod dump;
mod example;
mod filter;
mod gate;
mod group;
mod header;
mod media_type;
mod merge_patch;
mod mock;
mod null;
mod operation;
mod overrides;
mod page;
mod parameter;
mod parent;
mod part;
mod path;
mod place;
mod recursion;
mod response;
mod sample;
mod scalar;
mod schema;
mod schema_array;
mod schema_enum;
mod schema_named;
mod schema_object;
#[cfg(test)]
mod schema_tests;
mod security;
mod server;
mod shape;
mod share;
mod siblings;
mod size;
mod split;
mod stream;
mod usage;
mod walk;
mod webhook;

use overrides::Changed;

use crate::{
    config::Config,
    diagnostic::{Code, Diagnostic, Diagnostics},
    ir::{self, Place, Type, TypeDef, TypeId, Usage},
    load::Document,
    pointer::Pointer,
};

/// What lowering works with.
pub(crate) struct Lowering<'d> {
    /// The document.
    pub(crate) document: &'d Document,
    /// The choices of the run.
    pub(crate) config: &'d Config,
    /// Where findings go.
    pub(crate) diagnostics: &'d mut Diagnostics,
    /// Every named type so far, by [`TypeId`].
    pub(crate) types: Vec<TypeDef>,
    /// What is remembered about schemas.
    cache: cache::Cache<'d>,
}

impl<'d> Lowering<'d> {
    fn new(document: &'d Document, config: &'d Config, diagnostics: &'d mut Diagnostics) -> Lowering<'d> {
        Lowering { document, config, diagnostics, types: Vec::new(), cache: cache::Cache::default() }
    }

    /// Reports a finding about a schema, once: a schema is read several times where it is part of several others.
    fn warn(&mut self, code: Code, at: &Pointer, message: impl Into<String>, note: &str) {
        if self.cache.reported.insert((code, at.clone())) {
            self.diagnostics.push(Diagnostic::warning(code, at, message).note(note));
        }
    }
}

/// The type of the schema at `at`. `place` is what the schema is named after if it stands inline; `usage` is who touches it. A schema
/// that allows `null` gives [`Type::Nullable`], save where the type takes `null` anyway.
pub(crate) fn lower_type(cx: &mut Lowering<'_>, at: &Pointer, place: &Place, usage: Usage) -> Type {
    let ty = cx.type_of(std::slice::from_ref(at), place);
    cx.drain();
    usage::mark(&mut cx.types, &ty, usage);
    ty
}

/// The documentation of the schema at `at`: its own words, or those of the scalar that it refers to.
pub(crate) fn schema_doc(cx: &Lowering<'_>, at: &Pointer) -> ir::Doc {
    doc::use_doc(cx, std::slice::from_ref(at))
}

/// Lowers a document.
pub fn lower(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> ir::Api {
    let mut cx = Lowering::new(document, config, &mut *diagnostics);
    schema_named::find_homes(&mut cx);
    if !config.types.prune {
        schema_named::lower_components(&mut cx);
        webhook::lower_webhooks(&mut cx);
    }
    let mut api = operation::lower_operations(&mut cx);
    let retyped = cx.cache.retyped.take();
    finish(cx, &mut api);
    overrides::check(document, config, &Changed::new(&api, retyped), diagnostics);
    api
}

/// What can be decided only once every type is known: usage, request twins, what repeats, boxes, gates.
fn finish(cx: Lowering<'_>, api: &mut ir::Api) {
    let Lowering { document, config, mut types, cache, .. } = cx;
    usage::spread(&mut types);
    split::split(&mut types, &mut api.operations, &cache.modes);
    parent::widen(document, &mut types);
    merge_patch::widen(&mut types, &mut api.operations);
    siblings::unite(&mut types, config);
    share::share(&mut types, &mut api.operations);
    recursion::break_cycles(&mut types);
    size::bound(&mut types);
    default::settle(&mut types);
    api.types = types;
    api.gates = gate::lower_gates(api, config.package.group_features_from);
}

/// The id that the next type will have.
fn next_id(types: &[TypeDef]) -> TypeId {
    TypeId(types.len())
}
