use heddle_build::{Context, Error, Publish};

fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    let size = Context::read()?.option("size")?.and_then(|v| v.as_i64()).unwrap_or(3);
    Publish::new().data("rows", size).write()
}
