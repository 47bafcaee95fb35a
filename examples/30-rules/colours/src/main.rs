// Written by the rule `colour-table` from colours.txt.
include!("../../target/rules/colour-table/colours.rs");

fn main() {
    for (name, rgb) in COLOURS {
        println!("{name} #{rgb:06x}");
    }
}
