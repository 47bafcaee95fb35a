fn main() {
    println!("the table has {} rows", env!("ROWS"));
}
