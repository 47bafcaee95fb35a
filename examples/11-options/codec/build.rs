use heddle_build::{Context, Error, Publish};

fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=CODEC_TRACE");
    let context = Context::read()?;
    let level = context.integer("level")?.unwrap_or(6);
    let backend = context.text("backend")?.unwrap_or_else(|| "auto".to_owned());
    println!("cargo:rustc-env=LEVEL={}", level.clamp(0, 9));
    println!("cargo:rustc-env=BACKEND={}", backend);
    let said = Publish::new().option("level", level.clamp(0, 9));
    if level > 9 {
        return said.warning(&format!("level {} is too high, 9 is used", level), Some("level")).write();
    }
    if level < 0 {
        return said.error("a level below 0 compresses nothing", Some("level")).write();
    }
    said.write()
}
