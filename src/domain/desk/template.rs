//! Texts with placeholders for the selected company or user.

use crate::domain::company::summary::Company;
use crate::domain::text::nearest::nearest;
use crate::domain::text::{NAME_MAX, clean};
use crate::domain::user::existing::TargetUser;

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its name in the table says")]
pub enum Placeholder {
    CompanyId,
    CompanyName,
    Reseller,
    LicenseType,
    Industry,
    Profile,
    UserId,
    UserEmail,
    UserFirstName,
    UserLastName,
    UserPhone,
}

/// A row of the table of placeholders.
#[derive(Debug)]
pub struct Spec {
    /// Which one.
    pub placeholder: Placeholder,
    /// Its name between the braces.
    pub name: &'static str,
    /// It has a value only on a user.
    pub of_user: bool,
    /// What it stands for.
    pub help: &'static str,
}

const fn row(placeholder: Placeholder, name: &'static str, of_user: bool, help: &'static str) -> Spec {
    Spec { placeholder, name, of_user, help }
}

/// Every placeholder.
pub const PLACEHOLDERS: [Spec; 11] = [
    row(Placeholder::CompanyId, "company_id", false, "the Company ID"),
    row(Placeholder::CompanyName, "company_name", false, "the company's name"),
    row(Placeholder::Reseller, "reseller", false, "the company's reseller"),
    row(Placeholder::LicenseType, "license_type", false, "the type of its licence"),
    row(Placeholder::Industry, "industry", false, "its industry"),
    row(Placeholder::Profile, "profile", false, "the profile in use"),
    row(Placeholder::UserId, "user_id", true, "the user ID"),
    row(Placeholder::UserEmail, "user_email", true, "the user's email"),
    row(Placeholder::UserFirstName, "user_first_name", true, "the user's first name"),
    row(Placeholder::UserLastName, "user_last_name", true, "the user's last name"),
    row(Placeholder::UserPhone, "user_phone", true, "the user's phone number"),
];

impl Placeholder {
    /// Its row of the table.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        // Every variant has a row; a test says so.
        PLACEHOLDERS.iter().find(|spec| spec.placeholder == self).unwrap_or(&PLACEHOLDERS[0])
    }

    /// A value without which nothing can be named: an ID is never left empty.
    fn is_identity(self) -> bool {
        matches!(self, Self::CompanyId | Self::UserId | Self::UserEmail)
    }
}

/// What placeholders stand for at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The profile in use.
    pub profile: &'a str,
    /// The company.
    pub company: &'a Company,
    /// The user, in the list of users.
    pub user: Option<&'a TargetUser>,
}

impl Subject<'_> {
    /// The value of a placeholder, on one line and without control characters; empty if it is not known.
    #[must_use]
    pub fn value(&self, placeholder: Placeholder) -> String {
        let (company, user) = (self.company, self.user);
        let known = |text: &Option<String>| text.clone().unwrap_or_default();
        let of_user = |text: fn(&TargetUser) -> Option<String>| user.and_then(text).unwrap_or_default();
        let text = match placeholder {
            Placeholder::CompanyId => company.id.as_str().to_owned(),
            Placeholder::CompanyName => company.name.clone(),
            Placeholder::Reseller => known(&company.reseller),
            Placeholder::LicenseType => known(&company.license_type),
            Placeholder::Industry => known(&company.industry),
            Placeholder::Profile => self.profile.to_owned(),
            Placeholder::UserId => of_user(|user| Some(user.id.as_str().to_owned())),
            Placeholder::UserEmail => of_user(|user| Some(user.email.clone())),
            Placeholder::UserFirstName => of_user(|user| user.first_name.clone()),
            Placeholder::UserLastName => of_user(|user| user.last_name.clone()),
            Placeholder::UserPhone => of_user(|user| user.phone.clone()),
        };
        clean(&text, NAME_MAX)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(Placeholder),
}

/// A text with placeholders: `{company_id}`. `{{` and `}}` are braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// What is wrong, and which placeholders there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts: Vec<Part> = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                literal.push_str(brace);
                rest = after;
                continue;
            }
            let end = rest.find('}').filter(|_| brace == "{");
            let Some(end) = end else {
                let doubled = brace.repeat(2);
                return Err(format!("a \"{brace}\" is alone; a placeholder is {{company_id}}, a brace {doubled}"));
            };
            let name = &rest[..end];
            rest = &rest[end + 1..];
            let spec = PLACEHOLDERS.iter().find(|spec| spec.name == name).ok_or_else(|| unknown(name))?;
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(Part::Value(spec.placeholder));
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(Self { parts })
    }

    /// Its placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(placeholder) => Some(*placeholder),
            Part::Text(_) => None,
        })
    }

    /// The text before the first placeholder.
    #[must_use]
    pub fn start(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            Some(Part::Value(_)) | None => "",
        }
    }

    /// The text with a value for each placeholder.
    ///
    /// # Errors
    ///
    /// As `value`.
    pub fn fill(&self, mut value: impl FnMut(Placeholder) -> Result<String, String>) -> Result<String, String> {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Value(placeholder) => filled.push_str(&value(*placeholder)?),
            }
        }
        Ok(filled)
    }
}

/// The value of a placeholder.
///
/// # Errors
///
/// If it would name nothing: a company or user without ID.
pub fn value_of(subject: &Subject<'_>, placeholder: Placeholder) -> Result<String, String> {
    let value = subject.value(placeholder);
    if value.is_empty() && placeholder.is_identity() {
        return Err(format!("{{{}}} has no value here", placeholder.spec().name));
    }
    Ok(value)
}

fn unknown(name: &str) -> String {
    let names = || PLACEHOLDERS.iter().map(|spec| spec.name);
    let meant = nearest(name, names()).map(|name| format!("did you mean {{{name}}}? ")).unwrap_or_default();
    let all = names().collect::<Vec<_>>().join(", ");
    format!("no placeholder is called {{{name}}}; {meant}there are: {all}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn shown(text: &str) -> Result<String, String> {
        Template::parse(text)?.fill(|placeholder| Ok(format!("<{}>", placeholder.spec().name)))
    }

    #[rstest]
    #[case("", "")]
    #[case("plain", "plain")]
    #[case("{company_id}", "<company_id>")]
    #[case("a{company_name}b{user_email}", "a<company_name>b<user_email>")]
    #[case("{{company_id}}", "{company_id}")]
    #[case("{{{company_id}}}", "{<company_id>}")]
    #[case("é{reseller}ü", "é<reseller>ü")]
    fn placeholders_are_found(#[case] text: &str, #[case] filled: &str) {
        assert_eq!(shown(text).as_deref(), Ok(filled));
    }

    #[rstest]
    #[case("{company}", "did you mean {company_id}?")]
    #[case("{zzz}", "{zzz}; there are: company_id, company_name")]
    #[case("{}", "{}")]
    #[case("{company_id", "a \"{\" is alone")]
    #[case("company_id}", "a \"}\" is alone")]
    #[case("{ company_id }", "no placeholder")]
    #[case("{company_id{user_id}}", "no placeholder")]
    fn mistakes_are_explained(#[case] text: &str, #[case] words: &str) {
        let said = shown(text).expect_err("refused");
        assert!(said.contains(words), "{said}");
    }

    #[test]
    fn every_placeholder_has_its_row() {
        for spec in &PLACEHOLDERS {
            assert_eq!(spec.placeholder.spec().name, spec.name);
            assert_eq!(spec.of_user, spec.name.starts_with("user_"), "{spec:?}");
        }
    }
}
