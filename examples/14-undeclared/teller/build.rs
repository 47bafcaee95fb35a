use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let home = PathBuf::from(std::env::var_os("HOME").expect("a HOME"));
    let cache = home.join(".cache/teller");
    std::fs::create_dir_all(&cache).expect("a directory");
    let file = cache.join("runs");
    let runs = std::fs::read_to_string(&file).unwrap_or_default().len() + 1;
    std::fs::write(&file, "|".repeat(runs)).expect("a file");
}
