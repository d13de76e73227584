//! A client by hand: types at their places, and what is emitted for them.
#![allow(dead_code, reason = "each test binary uses its part")]

use generator::{
    config::Config,
    emit,
    file_set::FileSet,
    format,
    ir::{
        Api, Doc, EnumValue, Field, Method, Operation, Owner, PathPart, PathTemplate, Place, Presence, Repetition,
        ResponseContent, Step, Success, Type, TypeDef, TypeId, TypeKind, Usage, Variant,
    },
    name::{self, Names},
    pointer::Pointer,
};

/// A client that is put together type by type.
#[derive(Default)]
pub(crate) struct Build {
    pub(crate) api: Api,
    pub(crate) config: Config,
}

impl Build {
    /// A component that requests and responses use.
    pub(crate) fn component(&mut self, name: &str, kind: TypeKind) -> TypeId {
        self.inline(name, Vec::new(), kind)
    }

    /// A type inside a component.
    pub(crate) fn inline(&mut self, name: &str, steps: Vec<Step>, kind: TypeKind) -> TypeId {
        self.place(Place { owner: Owner::Component(name.to_owned()), steps }, kind)
    }

    /// A type anywhere.
    pub(crate) fn place(&mut self, place: Place, kind: TypeKind) -> TypeId {
        let mut origin = Pointer::new("/components/schemas");
        match &place.owner {
            Owner::Component(name) => origin = origin.key(name),
            Owner::Operation(index) => origin = Pointer::new("/paths").index(*index),
        }
        for step in &place.steps {
            origin = match step {
                Step::Property(name) => origin.key("properties").key(name),
                step => origin.key(&format!("{step:?}")),
            };
        }
        let usage = Usage { request: true, response: true };
        self.api.types.push(TypeDef { origin, place, doc: Doc::default(), kind, usage });
        TypeId(self.api.types.len() - 1)
    }

    pub(crate) fn names(&self) -> Names {
        name::assign(&self.api, &self.config)
    }

    /// Every emitted file.
    pub(crate) fn files(&self) -> FileSet {
        let names = self.names();
        format::format(emit::emit(&self.api, &names, &self.config))
    }

    /// One emitted file, without its header and what calls by name need.
    pub(crate) fn file(&self, path: &str) -> String {
        split(self.files().get(path).unwrap_or_else(|| panic!("no file {path}"))).0
    }

    /// What calls by name need of a file.
    pub(crate) fn by_name(&self, path: &str) -> String {
        split(self.files().get(path).unwrap_or_else(|| panic!("no file {path}"))).1
    }
}

/// A file without its header, and what stands at its end for calls by name.
pub(crate) fn split(file: &str) -> (String, String) {
    let text = file.strip_prefix(format::HEADER).expect("every file has a header");
    let starts = ["entry! ", "impl "].map(|item| text.find(&format!("\n#[cfg(feature = \"by-name\")]\n{item}")));
    let (file, by_name) = text.split_at(starts.into_iter().flatten().min().unwrap_or(text.len()));
    (file.to_owned(), by_name.trim_start().to_owned())
}

pub(crate) fn field(wire: &str, ty: Type, presence: Presence) -> Field {
    let origin = Pointer::new("/components/schemas/X/properties").key(wire);
    Field { origin, wire: wire.to_owned(), ty, presence, default: None, doc: Doc::default() }
}

pub(crate) fn described(mut field: Field, description: &str) -> Field {
    field.doc.description = Some(description.to_owned());
    field
}

pub(crate) fn value<T>(value: T) -> EnumValue<T> {
    EnumValue { value, name: None, doc: Doc::default() }
}

/// A `GET` without anything.
pub(crate) fn operation(id: &str, group: &[&str]) -> Operation {
    let text = format!("/{id}");
    Operation {
        origin: Pointer::new("/paths").key(&text).key("get"),
        id: id.to_owned(),
        method: Method::Get,
        path: PathTemplate { parts: vec![PathPart::Literal(text.clone())], text, query: Vec::new() },
        group: group.iter().map(|word| (*word).to_owned()).collect(),
        doc: Doc::default(),
        parameters: Vec::new(),
        body: None,
        success: Success::One(ResponseContent::Empty),
        stream: None,
        headers: Vec::new(),
        paging: None,
        errors: Vec::new(),
        security: Vec::new(),
        server: None,
        repetition: Repetition::default(),
    }
}

/// A variant without a name of its own.
pub(crate) fn variant(ty: Type, tags: &[&str]) -> Variant {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    Variant { origin: Pointer::new("/variant"), name: None, ty, tags, doc: Doc::default() }
}

/// A document in memory.
pub(crate) struct Text(pub(crate) String);

impl generator::Source for Text {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path == "openapi.yaml" {
            true => Ok(self.0.clone().into_bytes()),
            false => Err("no such file".to_owned()),
        }
    }
}

/// Generates the client of a document.
pub(crate) fn generate(document: &str, config: &Config) -> generator::Output {
    generator::generate(&Text(document.to_owned()), "openapi.yaml", config)
}
