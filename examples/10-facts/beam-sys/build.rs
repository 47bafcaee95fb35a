//! Builds the shared library and publishes where it is, with its headers and the rpath it needs.
use heddle_build::{Error, Kind, NativeLibrary, Publish};
use std::process::Command;

fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=c");
    let out = std::env::var("OUT_DIR").unwrap();
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let library = format!("{}/libbeam.so", out);
    let status = Command::new("cc")
        .args(["-shared", "-fPIC", "-Wl,-soname,libbeam.so", "-o", &library, "c/beam.c"])
        .status()
        .expect("a C compiler");
    assert!(status.success());
    println!("cargo:rustc-link-lib=dylib=beam");
    println!("cargo:rustc-link-search=native={}", out);
    let fact = NativeLibrary {
        libraries: vec!["beam".to_owned()],
        kind: Kind::Dynamic,
        search: vec![out.clone().into()],
        rpath: vec![out.into()],
        include: vec![(root + "/c").into()],
        version: Some("1.4".to_owned()),
        ..NativeLibrary::default()
    };
    Publish::new().fact("beam", fact).write()
}
