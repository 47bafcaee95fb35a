fn main() {
    println!("{}", thumbs::ABOUT);
}
