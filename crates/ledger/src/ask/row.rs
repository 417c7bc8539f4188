//! Rows of answers: typed for programs, and as cells for whoever prints or serves them.

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    None,
    /// A text.
    Text(String),
    /// A count or a number.
    Integer(i64),
    /// A measure.
    Real(f64),
    /// Several texts.
    List(Vec<String>),
}

/// A row of an answer.
pub trait Row {
    /// Names of the columns.
    const COLUMNS: &'static [&'static str];

    /// Its values, in the order of the columns.
    fn cells(&self) -> Vec<Cell>;
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<Vec<String>> for Cell {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

/// Between the parts of a list where SQL joins them: occurs in no text.
pub(super) const SEPARATOR: char = '\u{1f}';

/// A list that SQL joined.
pub(super) fn list(joined: Option<String>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for part in joined.iter().flat_map(|j| j.split(SEPARATOR)).filter(|part| !part.is_empty()) {
        if !list.iter().any(|known| known == part) {
            list.push(part.to_owned());
        }
    }
    list
}

/// A list that SQL made as JSON, without repetitions; empty parts are left out.
pub(super) fn json_list(json: Option<String>) -> Vec<String> {
    let list: Vec<Option<String>> = json.and_then(|j| serde_json::from_str(&j).ok()).unwrap_or_default();
    list.into_iter().flatten().filter(|part| !part.is_empty()).collect()
}

/// A row type: a plain struct whose fields are the columns.
macro_rules! row {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)+
        }

        impl $crate::ask::Row for $name {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn cells(&self) -> Vec<$crate::ask::Cell> {
                vec![$(self.$field.clone().into()),+]
            }
        }
    };
}

pub(super) use row;
