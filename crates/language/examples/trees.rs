//! Prints the trees of the text on standard input, one token a line.
#![allow(clippy::print_stdout)]

fn main() {
    let text = std::io::read_to_string(std::io::stdin()).expect("standard input is UTF-8");
    let language = sayso_language::Language::english().expect("the build carries the model");
    let analysis = language.analyze(&text);
    for sentence in analysis.sentences() {
        for at in sentence.tokens.iter() {
            let token = analysis.token(at);
            let head = if token.head == at { 0 } else { token.head - sentence.tokens.start + 1 };
            println!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                at - sentence.tokens.start + 1,
                analysis.form(&text, at),
                analysis.lemma(at),
                token.upos.name(),
                token.xpos.name(),
                head,
                token.deprel.name()
            );
        }
        println!();
    }
}
