fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let name = std::env::var("SIGN_NAME").expect("SIGN_NAME is not set");
    println!("cargo:rustc-env=SIGNED=signed by {}", name);
}
