//! `#[derive(Greet)]`: gives a type its name and a greeting.

use proc_macro::{TokenStream, TokenTree};

#[proc_macro_derive(Greet)]
pub fn greet(input: TokenStream) -> TokenStream {
    let mut words = input.into_iter();
    while let Some(word) = words.next() {
        if matches!(&word, TokenTree::Ident(ident) if matches!(ident.to_string().as_str(), "struct" | "enum")) {
            let name = words.next().expect("a name follows").to_string();
            return format!(
                "impl {name} {{
                    pub const NAME: &'static str = {name:?};
                    pub fn greeting() -> String {{ format!(\"Hello, {{}}!\", Self::NAME) }}
                }}"
            )
            .parse()
            .unwrap();
        }
    }
    panic!("#[derive(Greet)] is for structs and enums");
}
