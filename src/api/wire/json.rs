//! JSON of an answer, and the same with its texts where they lie: a page of companies has thousands of them, and each is
//! looked at once.

use std::borrow::Cow;
use std::fmt::{self, Formatter};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// What is read leniently.
pub(in crate::api) trait Node: Sized {
    /// Its own value.
    fn view(&self) -> View<'_, Self>;

    /// The member with this name, else the one with this name in another case.
    fn named(&self, name: &str) -> Option<&Self>;

    /// The members of an object, by name.
    fn members(&self) -> Vec<(&str, &Self)>;

    /// A text.
    fn text(&self) -> Option<&str> {
        if let View::Text(text) = self.view() { Some(text) } else { None }
    }

    /// The items of a list.
    fn list(&self) -> Option<&[Self]> {
        if let View::List(list) = self.view() { Some(list) } else { None }
    }
}

/// See [`Node::view`].
pub(in crate::api) enum View<'n, N> {
    Null,
    Bool(bool),
    Number(&'n Number),
    Text(&'n str),
    List(&'n [N]),
    Object,
}

impl Node for Value {
    fn view(&self) -> View<'_, Self> {
        match self {
            Self::Null => View::Null,
            Self::Bool(yes) => View::Bool(*yes),
            Self::Number(number) => View::Number(number),
            Self::String(text) => View::Text(text),
            Self::Array(items) => View::List(items),
            Self::Object(_) => View::Object,
        }
    }

    fn named(&self, name: &str) -> Option<&Self> {
        let map = self.as_object()?;
        map.get(name).or_else(|| map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    fn members(&self) -> Vec<(&str, &Self)> {
        self.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value)).collect()
    }
}

/// JSON that borrows from the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::api) enum Json<'a> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'a, str>),
    Array(Vec<Self>),
    /// As it was written: a name may come twice, and the last one counts.
    Object(Vec<(Cow<'a, str>, Self)>),
}

impl Node for Json<'_> {
    fn view(&self) -> View<'_, Self> {
        match self {
            Self::Null => View::Null,
            Self::Bool(yes) => View::Bool(*yes),
            Self::Number(number) => View::Number(number),
            Self::String(text) => View::Text(text),
            Self::Array(items) => View::List(items),
            Self::Object(_) => View::Object,
        }
    }

    fn named(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        let exact = members.iter().rev().find(|(key, _)| key == name);
        let found = exact.or_else(|| {
            let alike = members.iter().rev().filter(|(key, _)| key.eq_ignore_ascii_case(name));
            alike.min_by(|(a, _), (b, _)| a.cmp(b))
        });
        found.map(|(_, value)| value)
    }

    fn members(&self) -> Vec<(&str, &Self)> {
        let Self::Object(members) = self else { return Vec::new() };
        let mut members: Vec<_> = members.iter().rev().map(|(key, value)| (key.as_ref(), value)).collect();
        members.sort_by_key(|(key, _)| *key);
        members.dedup_by_key(|(key, _)| *key);
        members
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json<'de>;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(yes))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut object = Vec::new();
        while let Some((Name(name), value)) = members.next_entry()? {
            object.push((name, value));
        }
        Ok(Json::Object(object))
    }
}

/// The name of a member.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameReader)
    }
}

struct NameReader;

impl<'de> Visitor<'de> for NameReader {
    type Value = Name<'de>;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{boolean, company, member, number, text, words};
    use super::*;
    use crate::domain::list::query::CompanyQuery;
    use rstest::rstest;

    /// Both forms say the same of each member.
    #[rstest]
    #[case(r#"{"a":"x","A":"y","a":"z"}"#)]
    #[case(r#"{"B":1,"A":2,"A":3}"#)]
    #[case(r#"{"A":null,"a":7.5}"#)]
    #[case(r#"{"a":null,"A":-1}"#)]
    #[case(r#"{"a":"x\u0041\n \\ é"}"#)]
    #[case(r#"{"\u0061":["x",null,["y"],"z",{"k":1}]}"#)]
    #[case(r#"{"a":1e400}"#)]
    #[case(r#"{"a":18446744073709551615}"#)]
    #[case(r#"{"a":"true"}"#)]
    #[case(r#"{"a":{}}"#)]
    #[case(r#"["a"]"#)]
    #[case(r#""a""#)]
    #[case("null")]
    fn borrowed_json_is_read_like_json(#[case] written: &str) {
        fn seen<N: Node>(node: &N) -> impl PartialEq + std::fmt::Debug {
            let names: Vec<_> = node.members().into_iter().map(|(name, _)| name.to_owned()).collect();
            let is_there = member(node, "a").is_some();
            let values = (text(node, "a"), number(node, "a"), boolean(node, "a"), words(node, "a", 2));
            (names, is_there, values, matches!(node.view(), View::Object))
        }
        let values: Result<Value, _> = serde_json::from_str(written);
        let borrowed: Result<Json<'_>, _> = serde_json::from_str(written);
        assert_eq!(values.is_ok(), borrowed.is_ok());
        let (Ok(values), Ok(borrowed)) = (values, borrowed) else { return };
        assert_eq!(format!("{:?}", seen(&values)), format!("{:?}", seen(&borrowed)));
    }

    #[test]
    fn page_is_the_same_from_both_forms() {
        let written = r#"{"results":[{"companyResourceId":"a","companyName":"Işık \"1\"","NumberOfUsers":" 60 ","tags":["x",null,"ü"]},
            {"resourceId":7,"name":"株式会社","isNumberOfUsersLimited":"false","createTime":"2024-02-19T08:30:00.123"}, null],
            "PageSize":"3","totalNumberOfRecords":3,"limitExceededCompanyCount":1}"#;
        let query = CompanyQuery::default();
        let values: Value = serde_json::from_str(written).expect("JSON");
        let borrowed: Json<'_> = serde_json::from_str(written).expect("JSON");
        let page = company::page(&values, &query).expect("a page");
        assert_eq!(page.items.len(), 2);
        assert_eq!(company::page(&borrowed, &query).expect("a page"), page);
    }
}
