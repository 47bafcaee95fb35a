fn main() {
    println!("{}", env!("WORDS").trim());
}
