use heddle_build::{Context, Error};

fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    let rows = Context::read()?.fact("rows")?;
    println!("cargo:rustc-env=ROWS={}", rows.get("value").unwrap());
    Ok(())
}
