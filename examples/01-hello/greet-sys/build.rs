//! Compiles the C library with the machine's compiler.

use std::env;
use std::path::PathBuf;
use std::process::Command;

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).status().unwrap_or_else(|e| panic!("cannot run {program}: {e}"));
    assert!(status.success(), "{program} failed");
}

fn main() {
    println!("cargo:rerun-if-changed=c/letters.c");
    println!("cargo:rerun-if-env-changed=CC");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    let object = out.join("letters.o");
    let archive = out.join("libletters.a");
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_string());
    run(&compiler, &["-O1", "-fPIC", "-c", "c/letters.c", "-o", object.to_str().unwrap()]);
    run("ar", &["crsD", archive.to_str().unwrap(), object.to_str().unwrap()]);
    println!("cargo:rustc-link-search=native={}", out.display());
    println!("cargo:rustc-link-lib=static=letters");
    println!("cargo:compiler={compiler}");
}
