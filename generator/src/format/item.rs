//! One item at a time: `prettyplease` prints it, except that members of an impl get a blank line between them, and that arguments of
//! our own macros are printed as the expressions or types that they are.

use super::uses;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Expr, File, ImplItem, Item, ItemConst, ItemImpl, ItemMacro, MacroDelimiter, Token, Type, parse::Parser, parse_quote,
    punctuated::Punctuated,
};

/// What decides about blank lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `use …;`
    Use,
    /// `pub use …;`
    Export,
    /// `mod …;`
    Mod,
    /// `pub mod …;`
    PubMod,
    /// Anything else.
    Other,
}

/// The inner documentation and attributes of a file.
pub(super) fn inner(doc: &[String], attributes: &[TokenStream]) -> String {
    let doc = doc.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    let doc: Vec<TokenStream> = doc.map(|line| quote!(#![doc = #line])).collect();
    let mut text = unparse(&quote!(#(#doc)*));
    let attributes = unparse(&quote!(#(#attributes)*));
    if !text.is_empty() && !attributes.is_empty() {
        text.push('\n');
    }
    text + &attributes
}

fn unparse(tokens: &TokenStream) -> String {
    match syn::parse2::<File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // A bug of an emitter: the text is still the whole truth, and rustc says what is wrong with it.
        Err(_) => format!("{tokens}\n"),
    }
}

/// The items of a token stream (mostly one), each printed.
pub(super) fn print(tokens: &TokenStream) -> Vec<(Kind, String)> {
    match syn::parse2::<File>(tokens.clone()) {
        Ok(file) => file.items.into_iter().map(|item| (kind(&item), print_item(item))).collect(),
        Err(_) => vec![(Kind::Other, format!("{tokens}\n"))],
    }
}

fn kind(item: &Item) -> Kind {
    let public = |vis: &syn::Visibility| matches!(vis, syn::Visibility::Public(_));
    match item {
        Item::Use(item) if public(&item.vis) => Kind::Export,
        Item::Use(_) => Kind::Use,
        Item::Mod(item) if item.content.is_none() && item.attrs.iter().all(|attribute| attribute.path().is_ident("cfg")) => {
            if public(&item.vis) {
                Kind::PubMod
            } else {
                Kind::Mod
            }
        }
        _ => Kind::Other,
    }
}

fn print_item(item: Item) -> String {
    match item {
        Item::Impl(item) if item.items.len() > 1 => print_impl(item),
        Item::Macro(item) if item.ident.is_none() => print_macro(item),
        Item::Use(item) if item.attrs.is_empty() && uses::is_nested(&item.tree) => uses::print(&item.vis, &item.tree),
        item => one(item),
    }
}

fn one(item: Item) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

/// The head with no members, then each member as it is printed in an impl of its own.
fn print_impl(mut item: ItemImpl) -> String {
    let members = std::mem::take(&mut item.items);
    let Some(mut text) = one(Item::Impl(item)).strip_suffix("}\n").map(str::to_owned) else { return String::new() };
    text.push('\n');
    for (index, member) in members.into_iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&print_member(member));
    }
    text.push_str("}\n");
    text
}

/// A member, printed in an impl around it alone.
fn print_member(member: ImplItem) -> String {
    let mut shell: ItemImpl = parse_quote!(impl X {});
    shell.items.push(member);
    let printed = one(Item::Impl(shell));
    let body = printed.strip_prefix("impl X {\n").and_then(|text| text.strip_suffix("}\n"));
    body.unwrap_or_default().to_owned()
}

/// `name! { … }`: the arguments as expressions, as types, or as `prettyplease` prints tokens that it does not know.
fn print_macro(mut item: ItemMacro) -> String {
    let braces = matches!(item.mac.delimiter, MacroDelimiter::Brace(_));
    let Some(arguments) = braces.then(|| arguments(&item.mac.tokens)).flatten() else { return one(Item::Macro(item)) };
    item.mac.tokens = TokenStream::new();
    let mut text = one(Item::Macro(item));
    // The empty braces are the last thing that was printed; the arguments come with braces of their own.
    text.truncate(text.trim_end().len() - 2);
    text + &arguments + "\n"
}

/// The arguments in braces.
fn arguments(tokens: &TokenStream) -> Option<String> {
    let Ok(expressions) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()) else {
        let types = Punctuated::<Type, Token![,]>::parse_terminated.parse2(tokens.clone()).ok()?;
        let types = types.into_iter();
        let shell: Item = parse_quote!(type S = (#(#types,)*););
        return tuple(one(shell).strip_prefix("type S = ")?.strip_suffix(";\n")?);
    };
    let mut expressions: Vec<Expr> = expressions.into_iter().collect();
    let is_struct = matches!(expressions.as_slice(), [Expr::Struct(_)]);
    let expression = match expressions.pop() {
        Some(expression) if is_struct => expression,
        last => {
            expressions.extend(last);
            parse_quote!((#(#expressions,)*))
        }
    };
    // `const S: S = Name { … };` is as long as `object! { Name { … } }` where it matters: one field a line.
    let mut shell: ItemConst = parse_quote!(
        const S: S = 0;
    );
    shell.expr = Box::new(expression);
    let printed = one(Item::Const(shell));
    let body = printed.strip_prefix("const S: S = ")?.strip_suffix(";\n")?;
    if is_struct { Some(format!("{{ {body} }}")) } else { tuple(body) }
}

/// A printed tuple with braces for its parentheses.
fn tuple(printed: &str) -> Option<String> {
    let inside = printed.strip_prefix('(')?.strip_suffix(')')?;
    let single = inside.strip_suffix(',').unwrap_or(inside);
    Some(if inside.contains('\n') { format!("{{{inside}}}") } else { format!("{{ {single} }}") })
}
