//! Whether two documents are the same, in one number.

use sayso_record::Document;

/// A fingerprint of all that a document brings along but its id: text, day, title, publisher, address, credits. Two
/// documents with the same fingerprint give the same record.
#[must_use]
pub fn fingerprint(document: &Document, provenance: &[String]) -> i64 {
    let date = document.date.map(|d| d.to_string());
    let mut hasher = blake3::Hasher::new();
    let fields = [&date, &document.title, &document.publisher, &document.url, &document.language];
    let mut part = |bytes: Option<&[u8]>| {
        // A field that is missing is not one that is empty.
        hasher.update(&bytes.map_or(u64::MAX, |b| b.len() as u64).to_le_bytes());
        hasher.update(bytes.unwrap_or_default());
    };
    part(Some(document.text.as_bytes()));
    fields.iter().for_each(|field| part(field.as_deref().map(str::as_bytes)));
    provenance.iter().for_each(|credit| part(Some(credit.as_bytes())));
    i64::from_le_bytes(hasher.finalize().as_bytes()[..8].try_into().expect("a BLAKE3 hash has 32 bytes"))
}
