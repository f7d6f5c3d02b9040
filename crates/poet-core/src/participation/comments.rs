//! Comments of a file, checked against their themes.

use serde::{Deserialize, Serialize};

use super::gathered::Gathered;
use super::{Aspect, Comment, ParticipationError, ThemeSet};
use crate::ProblemKind;

/// Comments of a file, checked against their themes.
///
/// Holds each comment once, and no theme that the set does not have.
///
/// # Examples
///
/// ```
/// use poet_core::participation::{Comments, ThemeSet};
///
/// let themes = &ThemeSet::builtin()[0];
/// let file = r#"{ "format": 1, "comments": [
///     { "id": "r-1", "organisation": "E08000035", "impact": { "informtion": 1 } }
/// ] }"#;
/// let told = Comments::from_json(themes, file).unwrap_err().to_string();
/// assert!(told.contains("comments[0].impact.informtion: no theme of this name is declared, nearest is `information`"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Comments(Vec<Comment>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    format: u32,
    comments: Vec<serde_json::Value>,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    comments: &'a [Comment],
}

const WHAT: &str = "comments file";

impl Comments {
    /// Version of the document format that is read here.
    pub const FORMAT: u32 = 1;

    /// Checks comments against the themes that they may name.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::Problems`] with every theme that is not declared and every name that stands twice.
    pub fn new(themes: &ThemeSet, comments: Vec<Comment>) -> Result<Self, ParticipationError> {
        let mut gathered = Gathered::default();
        check(&mut gathered, themes, comments.iter().enumerate());
        gathered.finish(WHAT)?;
        Ok(Self(comments))
    }

    /// Reads and checks comments written in JSON: `{ "format": 1, "comments": [ … ] }`.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::Document`] where the text is no JSON of this shape; [`ParticipationError::Problems`] with
    /// everything that is wrong in the comments. Neither repeats what somebody wrote.
    pub fn from_json(themes: &ThemeSet, text: &str) -> Result<Self, ParticipationError> {
        let document = document(text).ok_or_else(|| ParticipationError::Document {
            what: WHAT,
            message: place_in(text),
        })?;
        let mut gathered = Gathered::default();
        gathered.format(document.format, Self::FORMAT);
        let mut comments = Vec::new();
        for (at, entry) in document.comments.into_iter().enumerate() {
            match serde_json::from_value::<Comment>(entry) {
                Ok(comment) => comments.push((at, comment)),
                Err(error) => {
                    let message = error.to_string();
                    gathered.add(format!("comments[{at}]"), ProblemKind::Entry { message });
                }
            }
        }
        check(
            &mut gathered,
            themes,
            comments.iter().map(|(at, comment)| (*at, comment)),
        );
        gathered.finish(WHAT)?;
        Ok(Self(
            comments.into_iter().map(|(_, comment)| comment).collect(),
        ))
    }

    /// The comments as JSON that [`Comments::from_json`] reads back.
    ///
    /// # Errors
    ///
    /// [`ParticipationError::Document`] where they cannot be written, which no checked comments show.
    pub fn to_json(&self) -> Result<String, ParticipationError> {
        let (format, comments) = (Self::FORMAT, self.0.as_slice());
        let written = serde_json::to_string_pretty(&Written { format, comments });
        written.map_err(|error| ParticipationError::Document {
            what: WHAT,
            message: error.to_string(),
        })
    }

    /// The comments in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Comment> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Comments {
    type Item = &'a Comment;
    type IntoIter = std::slice::Iter<'a, Comment>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The document, where the text has its shape.
fn document(text: &str) -> Option<Document> {
    serde_json::from_str(text).ok()
}

/// Where the text leaves JSON, or that it has another shape; never what stands there.
fn place_in(text: &str) -> String {
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => "wants an object with `format` and a list `comments`, and nothing else".to_owned(),
        Err(error) => format!(
            "JSON breaks off at line {} column {}",
            error.line(),
            error.column()
        ),
    }
}

fn check<'a>(
    gathered: &mut Gathered,
    themes: &ThemeSet,
    comments: impl Iterator<Item = (usize, &'a Comment)> + Clone,
) {
    let names = comments.clone();
    gathered
        .distinct(names.map(|(at, comment)| (format!("comments[{at}].id"), comment.id().as_str())));
    let known = themes.themes().iter().map(|theme| theme.id().as_str());
    for (at, comment) in comments {
        for aspect in Aspect::ALL {
            for theme in comment.themes(aspect).keys() {
                let place = format!("comments[{at}].{}.{theme}", aspect.code());
                gathered.declared(place, ("theme", theme.as_str()), known.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn themes() -> &'static ThemeSet {
        &ThemeSet::builtin()[0]
    }

    #[test]
    fn every_problem_is_told_with_its_place_and_without_words() {
        let file = r#"{ "format": 2, "comments": [
            { "id": "a", "organisation": "n", "words": "secret", "impact": { "information": "secret" } },
            { "id": "b", "organisation": "n", "words": "secret", "process": { "informatoin": -1 } },
            { "id": "b", "organisation": "n", "words": ["secret"] },
            { "id": "b", "organisation": "n", "words": "secret" }
        ] }"#;
        let ParticipationError::Problems { problems, .. } =
            Comments::from_json(themes(), file).unwrap_err()
        else {
            panic!("not checked");
        };
        let places: Vec<_> = problems.iter().map(|p| p.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "format",
                "comments[0]",
                "comments[2]",
                "comments[3].id",
                "comments[1].process.informatoin"
            ]
        );
        assert!(!problems.to_string().contains("secret"));
    }

    #[test]
    fn a_text_of_another_shape_is_told_where_it_breaks_off() {
        let told = |text| Comments::from_json(themes(), text).unwrap_err().to_string();
        assert_eq!(
            told("{ \"secret\n\": secret }"),
            "comments file cannot be read: JSON breaks off at line 1 column 9"
        );
        for shape in [
            "[]",
            "{}",
            "{\"comments\":[],\"secret\":1}",
            "{\"comments\":\"secret\"}",
        ] {
            assert!(told(shape).contains("wants an object") && !told(shape).contains("secret"));
        }
    }

    #[test]
    fn comments_are_read_as_written() {
        let one = Comment::new("r".parse().unwrap(), "n".parse().unwrap());
        let comments = Comments::new(themes(), vec![one.clone()]).unwrap();
        let json = comments.to_json().unwrap();
        assert_eq!(Comments::from_json(themes(), &json).unwrap(), comments);
        assert!(Comments::new(themes(), vec![one.clone(), one]).is_err());
    }
}
