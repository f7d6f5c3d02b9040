//! A page taken apart, far enough to hold it to its promises.

/// A start tag with its attributes, in the order of the page.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    /// Names of its children.
    pub(crate) children: Vec<String>,
}

impl Tag {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 2] = ["meta", "br"];

/// Every tag of a page whose tags are balanced; what is wrong otherwise.
pub(crate) fn parse(page: &str) -> Result<Vec<Tag>, String> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").ok_or("no doctype")?;
    let mut tags: Vec<Tag> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while let Some(start) = rest.find('<') {
        if rest[..start].contains('>') && !open.iter().any(|&at| tags[at].name == "style") {
            return Err(format!("bare > in {:?}", &rest[..start]));
        }
        let end = rest[start..].find('>').ok_or("open tag")? + start;
        let inner = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = inner.strip_prefix('/') {
            let last = open.pop().ok_or(format!("stray </{name}>"))?;
            if tags[last].name != name {
                return Err(format!("<{}> closed by </{name}>", tags[last].name));
            }
            continue;
        }
        let (name, attributes) = attributes(inner)?;
        if let Some(&parent) = open.last() {
            tags[parent].children.push(name.clone());
        }
        let void = VOID.contains(&name.as_str());
        tags.push(Tag {
            name,
            attributes,
            children: Vec::new(),
        });
        if !void {
            open.push(tags.len() - 1);
        }
    }
    match open.last() {
        Some(&at) => Err(format!("<{}> never closed", tags[at].name)),
        None => Ok(tags),
    }
}

fn attributes(inner: &str) -> Result<(String, Vec<(String, String)>), String> {
    let (name, mut rest) = inner.split_once(' ').unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest
            .split_once("=\"")
            .ok_or(format!("attribute in <{inner}>"))?;
        let (value, after) = after.split_once('"').ok_or(format!("value in <{inner}>"))?;
        attributes.push((key.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    Ok((name.to_owned(), attributes))
}

/// The words of a page without its tags and style.
pub(crate) fn words(page: &str) -> String {
    let body = &page[page.find("<body").unwrap_or(0)..];
    let mut words = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                words.push(' ');
            }
            c if !inside => words.push(c),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_with_crossed_tags_is_found_out() {
    assert!(parse("<!DOCTYPE html><a><b></a></b>").is_err());
    assert!(parse("<!DOCTYPE html><p>").is_err());
    assert!(parse("<!DOCTYPE html><p class=\"x\"><meta name=\"y\"></p>").is_ok());
}
