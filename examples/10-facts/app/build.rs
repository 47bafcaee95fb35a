//! Compiles C code against headers of a library four packages below.
use heddle_build::{Context, Error};
use std::process::Command;

fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=label.c");
    let beam = Context::read()?.native_library("beam")?;
    let out = std::env::var("OUT_DIR").unwrap();
    let mut compile = Command::new("cc");
    for directory in &beam.include {
        compile.arg("-I").arg(directory);
    }
    let object = format!("{}/label.o", out);
    let library = format!("{}/liblabel.a", out);
    assert!(compile.args(["-c", "label.c", "-o", &object]).status().expect("a C compiler").success());
    assert!(Command::new("ar").args(["crs", &library, &object]).status().expect("ar").success());
    println!("cargo:rustc-link-search=native={}", out);
    println!("cargo:rustc-link-lib=static=label");
    Ok(())
}
