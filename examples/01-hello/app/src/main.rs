use greet_macro::Greet;

#[derive(Greet)]
struct World;

fn main() {
    println!("{} ({} letters, counted in C)", World::greeting(), greet_sys::letters(World::NAME));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_macro_knows_the_name() {
        assert_eq!(World::greeting(), "Hello, World!");
    }

    #[test]
    fn c_counts_letters_only() {
        assert_eq!(greet_sys::letters("a b-c"), 3);
    }
}
