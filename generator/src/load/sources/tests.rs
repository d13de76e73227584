use super::*;

fn at(text: &str) -> Pointer {
    Pointer::new(text)
}

#[test]
fn moved_nodes_are_found_in_their_files() {
    let mut sources = Sources::default();
    let root = sources.add("api.yaml", b"definitions:\n  Pet: {type: object}\n".to_vec());
    let other = sources.add("pets/pet.json", b"{\"Cat\": {\"name\": {}},\n \"Dog\": 1}".to_vec());
    sources.add_move(at("/components/schemas"), root, at("/definitions"));
    sources.add_move(at("/components/schemas/Cat"), other, at("/Cat"));
    let place = |pointer: &str| {
        sources.locate(&at(pointer), false).map(|place| format!("{}:{}:{}", place.path, place.line, place.column))
    };
    assert_eq!(place("/components/schemas/Pet/type").as_deref(), Some("api.yaml:2:15"));
    assert_eq!(place("/components/schemas/Cat/name").as_deref(), Some("pets/pet.json:1:10"));
    assert_eq!(place("/components/schemas/Cats").as_deref(), Some("api.yaml:1:1"), "a prefix ends at a step");
    assert_eq!(place("/definitions/Pet").as_deref(), Some("api.yaml:2:3"));
    assert_eq!(sources.original(&at("/components/schemas/Cat/a~1b")), (other, at("/Cat/a~1b")));
}

#[test]
fn a_place_has_its_line_and_extent() {
    let mut sources = Sources::default();
    sources.add("a.json", "\u{feff}{\r\n  \"ä\": \"öü\"\r\n}".as_bytes().to_vec());
    let place = sources.locate(&at("/ä"), false).expect("the node is there");
    assert_eq!((place.line, place.column, place.end_column), (2, 8, 12));
    assert_eq!((place.line_text.as_str(), place.skipped, place.is_cut), ("  \"ä\": \"öü\"", 0, false));
}

#[test]
fn of_a_long_line_only_a_part_is_kept() {
    let mut sources = Sources::default();
    let text = format!("{{{}\"x\": 1{}}}", "\"é\": [],".repeat(1000), ",\"y\": 2".repeat(1000));
    sources.add("a.json", text.into_bytes());
    let place = sources.locate(&at("/x"), true).expect("the node is there");
    assert_eq!((place.line, place.column, place.end_column), (1, 8002, 8005));
    assert_eq!((place.skipped, place.is_cut), (7961, true));
    assert_eq!(place.line_text.chars().count(), 120);
    assert_eq!(place.line_text.chars().skip(40).take(3).collect::<String>(), "\"x\"");
}

#[test]
fn without_files_there_are_no_places() {
    let sources = Sources::default();
    assert_eq!(sources.locate(&at("/a"), false), None);
    assert_eq!(sources.place("a", 1, 1), None);
    let mut sources = Sources::default();
    sources.add("a", b"\xff".to_vec());
    assert_eq!(sources.locate(&at("/a"), false), None);
    assert_eq!(sources.place("a", 1, 1), None);
}

#[test]
fn positions_of_parsers_may_be_behind_the_text() {
    let mut sources = Sources::default();
    sources.add("a", b"ab\ncd".to_vec());
    for (line, column) in [(1, 1), (1, 9), (2, 3), (3, 1), (99, 99)] {
        let place = sources.place("a", line, column).expect("the file is there");
        assert_eq!((place.line, place.column), (line, column));
    }
}
