//! What is done for the sake of the people in a file.

use super::{CARERS, Scratch, poet, text};

#[test]
fn people_are_named_by_pseudonyms_and_left_out_when_they_ask() {
    let file = "id,council,keep until,stress,comment_good\n\
                r1,A,2030-01-01,a lot better,kind words\nr2,A,2030-06-30,better,\nr3,A,,better,\n";
    let mut bytes = b"0123456789abcdef0123456789abcdef".to_vec();
    let key = Scratch::new("key", &bytes);
    bytes.push(b'\n');
    let same_key = Scratch::new("same-key", &bytes);
    let erased = Scratch::new("erased", b"r3\n\nnobody\r\n");
    let words = Scratch::new("words", b"");
    let args = |key: &Scratch| {
        let args = ["check", "-", "--instrument", CARERS, "--pseudonym-key"];
        let more = ["--erased", erased.path(), "--as-at", "2030-02-01"];
        let words = ["--save-words", words.path()];
        let all = [&args[..], &[key.path()], &more, &words].concat();
        poet(&all, file)
    };
    let check = args(&key);
    let page = text(&check.stdout);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    assert!(
        page.contains("3 rows read, 1 accepted, 2 refused"),
        "{page}"
    );
    assert!(page.contains("1 row: column 1 \"id\": the response was erased"));
    assert!(page.contains("1 row: column 3 \"keep until\": the response may no longer be kept"));
    assert_eq!(
        std::fs::read_to_string(words.path()).unwrap(),
        "response_id,item,words\n"
    );
    assert_eq!(text(&args(&same_key).stdout), page);

    let args = [
        "check",
        "-",
        "--instrument",
        CARERS,
        "--save-words",
        words.path(),
    ];
    poet(
        &[&args[..], &["--pseudonym-key", key.path()]].concat(),
        file,
    );
    // Python: hmac.new(key, b"poet:response\0r1", "sha256").hexdigest()[:32].
    assert_eq!(
        std::fs::read_to_string(words.path()).unwrap(),
        "response_id,item,words\naf19dd44e160985f40277d69063846bc,comment_good,kind words\n"
    );
}

#[test]
fn a_key_too_short_and_a_day_that_is_none_are_told_and_not_repeated() {
    let file = "id,council,stress\nr1,A,better\n";
    let args = ["check", "-", "--instrument", CARERS];
    let short = Scratch::new("short", b"secret-words\n");
    let call = poet(
        &[&args[..], &["--pseudonym-key", short.path()]].concat(),
        file,
    );
    assert_eq!(call.status.code(), Some(3));
    let told = text(&call.stderr);
    assert!(
        told.contains("12 bytes, wants at least 32") && !told.contains("secret"),
        "{told}"
    );
    let day = poet(
        &["check", "-", "--instrument", CARERS, "--as-at", "soon"],
        file,
    );
    assert_eq!(day.status.code(), Some(2));
}
