//! Parquet files: a row an article, its columns known by the names in the schema or named by the user.

use crate::draft::Made;
use crate::fields::{normal, ours};
use crate::source::{At, Context, Sink};
use crate::table::{is_text, without_text};
use crate::{Options, Problem, date};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;
use std::fs::File;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Hands on the rows of a file.
pub(crate) fn file(file: File, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    rows(file, context, sink)
}

/// Hands on the rows of a file that is held in memory.
pub(crate) fn bytes(bytes: Vec<u8>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    rows(bytes::Bytes::from(bytes), context, sink)
}

fn rows<R: ChunkReader + 'static>(input: R, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    // The library checks most of what a file may lie about, and panics at some of the rest.
    let opened = caught(|| SerializedFileReader::new(input));
    let reader = match opened {
        Ok(reader) => reader,
        Err(problem) => return sink(context.broken(None, problem)),
    };
    let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
    let options = &*context.options;
    let names = || schema.get_fields().iter().map(|field| field.name());
    if !names().any(|name| is_text(name, options)) {
        return sink(context.broken(None, without_text(names())));
    }
    let columns = columns(&schema, options);
    let mut iterator = match caught(|| reader.get_row_iter(Some(columns))) {
        Ok(iterator) => iterator,
        Err(problem) => return sink(context.broken(None, problem)),
    };
    let mut number = 0;
    loop {
        number += 1;
        let at = Some(At::Record(number));
        let row = match caught(|| iterator.next().transpose()) {
            Ok(Some(row)) => row,
            Ok(None) => return ControlFlow::Continue(()),
            Err(problem) => return sink(context.broken(at, problem)),
        };
        let fields = row.get_column_iter().map(|(name, field)| (name.clone(), text_of(field).into_bytes()));
        sink(context.draft(at, Made::Row(fields.collect())))?;
    }
}

fn caught<T>(work: impl FnOnce() -> Result<T, parquet::errors::ParquetError>) -> Result<T, Problem> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| Problem::Damaged(error.to_string())),
        Err(_) => Err(Problem::Damaged("the Parquet file contradicts itself".to_owned())),
    }
}

/// The schema with no more columns than are wanted.
fn columns(schema: &Type, options: &Options) -> Type {
    let wanted = |field: &Arc<Type>| {
        ours(field.name()).is_some() || options.map.iter().any(|(_, theirs)| normal(theirs) == normal(field.name()))
    };
    let fields = schema.get_fields().iter().filter(|field| wanted(field)).cloned().collect();
    Type::group_type_builder(schema.name()).with_fields(fields).build().unwrap_or_else(|_| schema.clone())
}

/// A value as a table would write it.
fn text_of(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Date(days) => date::from_epoch(i64::from(*days) * 86_400).map(|d| d.to_string()).unwrap_or_default(),
        Field::TimestampMillis(time) => date::from_epoch(time / 1000).map(|d| d.to_string()).unwrap_or_default(),
        Field::TimestampMicros(time) => date::from_epoch(time / 1_000_000).map(|d| d.to_string()).unwrap_or_default(),
        Field::ListInternal(list) => list.elements().iter().map(text_of).collect::<Vec<_>>().join("\n"),
        Field::Group(group) => {
            // A list as some writers have it: a group in a group.
            group.get_column_iter().map(|(_, field)| text_of(field)).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Source, articles};
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    fn file() -> Vec<u8> {
        let schema = "message news { REQUIRED BYTE_ARRAY headline (UTF8); REQUIRED BYTE_ARRAY body (UTF8); REQUIRED BYTE_ARRAY day (UTF8); }";
        let schema = Arc::new(parse_message_type(schema).expect("the schema is good"));
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(WriterProperties::default()))
            .expect("memory never fails");
        let mut group = writer.next_row_group().expect("memory never fails");
        for values in [["A", "B"], ["One.", "Two."], ["2022-04-07", "2022-04-08"]] {
            let mut column = group.next_column().expect("memory never fails").expect("there are three");
            let values: Vec<ByteArray> = values.iter().map(|v| ByteArray::from(*v)).collect();
            column.typed::<ByteArrayType>().write_batch(&values, None, None).expect("memory never fails");
            column.close().expect("memory never fails");
        }
        group.close().expect("memory never fails");
        writer.close().expect("memory never fails");
        bytes
    }

    #[test]
    fn rows_become_articles() {
        let all = articles(Source::stream("x", &file()[..]), &Options::default());
        let documents: Vec<_> = all.into_iter().map(|a| a.expect("both rows are good").document).collect();
        assert_eq!((documents[1].text.as_str(), documents[1].title.as_deref()), ("Two.", Some("B")));
        assert_eq!(documents[0].date.map(|d| d.to_string()).as_deref(), Some("2022-04-07"));
    }

    #[test]
    fn a_file_without_a_text_is_told_once() {
        let options = Options { map: vec![("text".to_owned(), "lead".to_owned())], ..Options::default() };
        let all = articles(Source::stream("x", &file()[..]), &options);
        let told: Vec<_> = all.into_iter().map(|a| a.map_or_else(|e| e.to_string(), |a| a.document.text)).collect();
        assert_eq!(told, ["x: no text: none of the columns headline, body, day holds one by its name"]);
    }

    #[test]
    fn no_change_of_a_byte_makes_it_panic() {
        let whole = file();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let _ = articles(Source::stream("x", &bytes[..]), &Options::default());
        }
    }
}
