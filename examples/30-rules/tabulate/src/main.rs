//! Reads lines of a name and a colour from standard input and prints a table of them in Rust. With `--upper` the names
//! are in upper case.
use std::io::Read;

fn main() {
    let upper = std::env::args().any(|word| word == "--upper");
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    println!("pub const COLOURS: &[(&str, u32)] = &[");
    for line in text.lines() {
        if let Some((name, colour)) = line.split_once(' ') {
            let name = if upper { name.to_uppercase() } else { name.to_string() };
            println!("    ({name:?}, 0x{colour}),");
        }
    }
    println!("];");
}
