//! What a build script says to Heddle, and Heddle to it.
//!
//! ```no_run
//! fn main() -> Result<(), heddle_build::Error> {
//!     let context = heddle_build::Context::read()?;
//!     let level = context.option("level")?.and_then(|v| v.as_i64()).unwrap_or(3);
//!     heddle_build::Publish::new()
//!         .native_library("foo", &["foo"], heddle_build::Kind::Static, &["/out/lib"])
//!         .option("level", level)
//!         .write()
//! }
//! ```
//!
//! The same script works under plain cargo. What each call does there:
//!
//! | call | under Heddle | under plain cargo |
//! |---|---|---|
//! | [`Context::option`] | the value that was decided | the text of `HEDDLE_OPTION_PACKAGE__OPTION`, read as JSON if it is a number or a bool; else `None` |
//! | [`Context::download`] | the path of the verified file | `$HEDDLE_DOWNLOADS/PACKAGE/NAME`; an error if it is not there |
//! | [`Context::fact`] | the fact of whoever gives it, however far | that of a direct dependency with `links`, from `DEP_*`; else an error |
//! | [`Context::native_library`] | the same, as a struct | the same |
//! | [`Context::cache`] | a directory that is kept from run to run | `OUT_DIR/heddle-cache/NAME`, which `cargo clean` removes |
//! | [`Context::target`] | every part and spelling | `arch`, `os`, `env`, `abi`, `endian`, `pointer_bits` of `CARGO_CFG_*`, and cargo's own spelling |
//! | [`Publish::write`] | facts go to all that require them | facts go to direct dependents as metadata, if the package has `links`; effective options are not told; notes and warnings are cargo warnings, errors an error |

#![forbid(unsafe_code)]

mod json;

pub use json::Json;
use std::env;
use std::fmt;
use std::fs;
use std::path::PathBuf;

/// The version of the messages this crate speaks.
pub const VERSION: i64 = 1;

/// What went wrong, in one line.
#[derive(Clone, PartialEq)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The same as `Display`: it is what cargo shows when `main` returns it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

fn wrong<T>(message: String) -> Result<T, Error> {
    Err(Error(message))
}

/// What the script was given.
pub struct Context {
    /// The message; `None` under plain cargo.
    message: Option<Json>,
}

impl Context {
    /// Reads what `HEDDLE_CONTEXT` names. Without the variable the script runs under plain cargo.
    pub fn read() -> Result<Context, Error> {
        println!("cargo:rerun-if-env-changed=HEDDLE_CONTEXT");
        let path = match env::var_os("HEDDLE_CONTEXT") {
            Some(path) => path,
            None => return Ok(Context { message: None }),
        };
        let text = fs::read_to_string(&path)
            .map_err(|e| Error(format!("cannot read HEDDLE_CONTEXT {:?}: {}", path, e)))?;
        let json = Json::parse(&text).map_err(|e| Error(format!("HEDDLE_CONTEXT is no JSON: {}", e)))?;
        match json.get("heddle").and_then(Json::as_i64) {
            Some(VERSION) => Ok(Context { message: Some(json) }),
            other => wrong(format!(
                "HEDDLE_CONTEXT speaks version {:?}, this script {}: use another heddle-build",
                other, VERSION
            )),
        }
    }

    /// Whether Heddle runs this script.
    pub fn is_heddle(&self) -> bool {
        self.message.is_some()
    }

    fn member(&self, table: &str, name: &str) -> Option<&Json> {
        self.message.as_ref()?.get(table)?.get(name)
    }

    /// The value of an option; `None` if it has none. Under Heddle an option that the contract does
    /// not declare, or whose condition does not hold, is an error.
    pub fn option(&self, name: &str) -> Result<Option<Json>, Error> {
        if self.message.is_some() {
            return match self.member("options", name).and_then(|o| o.get("value")) {
                Some(Json::Null) => Ok(None),
                Some(value) => Ok(Some(value.clone())),
                None => wrong(format!("this package has no option `{}` here", name)),
            };
        }
        let variable = format!("HEDDLE_OPTION_{}__{}", package()?, name).replace('-', "_").to_uppercase();
        println!("cargo:rerun-if-env-changed={}", variable);
        Ok(env::var(&variable).ok().map(|text| match Json::parse(&text) {
            Ok(value @ (Json::Bool(_) | Json::Number(_))) => value,
            _ => Json::Text(text),
        }))
    }

    /// The local path of a download, whose hash is verified under Heddle.
    pub fn download(&self, name: &str) -> Result<PathBuf, Error> {
        if self.message.is_some() {
            return match self.member("downloads", name).and_then(|d| d.get("path")?.as_str()) {
                Some(path) => Ok(PathBuf::from(path)),
                None => wrong(format!("this package has no download `{}` here", name)),
            };
        }
        println!("cargo:rerun-if-env-changed=HEDDLE_DOWNLOADS");
        let help = "run `heddle fetch` and set HEDDLE_DOWNLOADS to its directory";
        let root = match env::var_os("HEDDLE_DOWNLOADS") {
            Some(root) => root,
            None => return wrong(format!("the download `{}` is needed: {}", name, help)),
        };
        let path = PathBuf::from(root).join(package()?).join(name);
        println!("cargo:rerun-if-changed={}", path.display());
        if path.exists() {
            Ok(path)
        } else {
            wrong(format!("the download {} is not there: {}", path.display(), help))
        }
    }

    /// The value of a fact that this package requires.
    pub fn fact(&self, name: &str) -> Result<Json, Error> {
        if self.message.is_some() {
            return match self.member("facts", name).and_then(|f| f.get("value")) {
                Some(value) => Ok(value.clone()),
                None => wrong(format!("this package is given no fact `{}`", name)),
            };
        }
        let end = format!("_{}", metadata(name).to_uppercase());
        for (variable, text) in env::vars() {
            if variable.starts_with("DEP_") && variable.ends_with(&end) {
                return Json::parse(&text).map_err(|e| Error(format!("{} is no JSON: {}", variable, e)));
            }
        }
        wrong(format!(
            "the fact `{}` did not come: cargo hands facts only from a direct dependency with `links`; build with heddle",
            name
        ))
    }

    /// A required fact of `native-library/1`.
    pub fn native_library(&self, name: &str) -> Result<NativeLibrary, Error> {
        NativeLibrary::of(&self.fact(name)?)
            .ok_or_else(|| Error(format!("the fact `{}` is no native library", name)))
    }

    /// The directory of a cache of this package's contract: kept from run to run, and in no key.
    pub fn cache(&self, name: &str) -> Result<PathBuf, Error> {
        if self.message.is_some() {
            return match self.member("caches", name).and_then(|d| d.get("path")?.as_str()) {
                Some(path) => Ok(PathBuf::from(path)),
                None => wrong(format!("this package has no cache `{}`", name)),
            };
        }
        let path = PathBuf::from(variable("OUT_DIR")?).join("heddle-cache").join(name);
        fs::create_dir_all(&path).map_err(|e| Error(format!("cannot make {}: {}", path.display(), e)))?;
        Ok(path)
    }

    /// A part of the target (`arch`, `os`, `env`, `abi`, `libc`, `endian`, `bits`, `pointer_bits`) as text.
    pub fn target(&self, part: &str) -> Result<String, Error> {
        if self.message.is_some() {
            return match self.member("target", part) {
                Some(Json::Text(text)) | Some(Json::Number(text)) => Ok(text.clone()),
                _ => wrong(format!("a target has no part `{}`", part)),
            };
        }
        let variable = match part {
            "arch" | "os" | "env" | "abi" | "endian" => format!("CARGO_CFG_TARGET_{}", part.to_uppercase()),
            "pointer_bits" => "CARGO_CFG_TARGET_POINTER_WIDTH".to_owned(),
            _ => return wrong(format!("cargo does not say `{}` of a target", part)),
        };
        Ok(env::var(variable).unwrap_or_default())
    }

    /// The target as `rustc`, `llvm`, `gnu`, `debian`, `python`, `go`, `zig`, `meson` or `cmake` spells it.
    pub fn spelling(&self, dialect: &str) -> Result<String, Error> {
        if self.message.is_some() {
            return match self.member("target", "spellings").and_then(|s| s.get(dialect)?.as_str()) {
                Some(text) => Ok(text.to_owned()),
                None => wrong(format!("this target has no spelling for {}", dialect)),
            };
        }
        match dialect {
            "rustc" => variable("TARGET"),
            _ => wrong(format!("cargo does not say how {} spells a target", dialect)),
        }
    }
}

/// How a native library is linked.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Static,
    Dynamic,
}

impl Default for Kind {
    fn default() -> Kind {
        Kind::Dynamic
    }
}

impl Kind {
    fn text(self) -> &'static str {
        match self {
            Kind::Static => "static",
            Kind::Dynamic => "dynamic",
        }
    }
}

/// A fact of `native-library/1`: what it takes to compile against a library and to link it.
#[derive(Clone, Default)]
pub struct NativeLibrary {
    /// As the linker is told them, without `lib`.
    pub libraries: Vec<String>,
    pub kind: Kind,
    /// Where the linker finds them.
    pub search: Vec<PathBuf>,
    /// Where the loader finds them: Heddle tells it to every program that links them.
    pub rpath: Vec<PathBuf>,
    pub include: Vec<PathBuf>,
    pub version: Option<String>,
}

impl NativeLibrary {
    fn of(fact: &Json) -> Option<NativeLibrary> {
        let texts = |name: &str| -> Vec<String> {
            let items = fact.get(name).and_then(Json::as_array).unwrap_or(&[]);
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        let paths = |name: &str| texts(name).into_iter().map(PathBuf::from).collect();
        Some(NativeLibrary {
            libraries: texts("libraries"),
            kind: match fact.get("kind")?.as_str()? {
                "static" => Kind::Static,
                _ => Kind::Dynamic,
            },
            search: paths("search"),
            rpath: paths("rpath"),
            include: paths("include"),
            version: fact.get("version").and_then(|v| v.as_str()).map(str::to_owned),
        })
    }
}

impl From<NativeLibrary> for Json {
    fn from(library: NativeLibrary) -> Json {
        let paths = |all: Vec<PathBuf>| -> Json {
            Json::from(all.iter().map(|path| path.display().to_string()).collect::<Vec<_>>())
        };
        let mut members = vec![
            ("libraries".to_owned(), Json::from(library.libraries)),
            ("kind".to_owned(), Json::from(library.kind.text())),
            ("search".to_owned(), paths(library.search)),
            ("rpath".to_owned(), paths(library.rpath)),
            ("include".to_owned(), paths(library.include)),
        ];
        if let Some(version) = library.version {
            members.push(("version".to_owned(), Json::from(version)));
        }
        Json::Object(members)
    }
}

/// What the script gives.
#[derive(Default)]
pub struct Publish {
    facts: Vec<(String, Json)>,
    options: Vec<(String, Json)>,
    diagnostics: Vec<(&'static str, String, Option<String>)>,
}

impl Publish {
    pub fn new() -> Publish {
        Publish::default()
    }

    /// A fact of any schema, as its members.
    pub fn fact(mut self, name: &str, value: impl Into<Json>) -> Publish {
        self.facts.push((name.to_owned(), value.into()));
        self
    }

    /// A fact of `native-library/1`: its libraries and the directories they are found in.
    pub fn native_library(self, name: &str, libraries: &[&str], kind: Kind, search: &[&str]) -> Publish {
        let members = vec![
            ("libraries".to_owned(), Json::from(libraries.to_vec())),
            ("kind".to_owned(), Json::from(kind.text())),
            ("search".to_owned(), Json::from(search.to_vec())),
        ];
        self.fact(name, Json::Object(members))
    }

    /// A fact of `data/1`.
    pub fn data(self, name: &str, value: impl Into<Json>) -> Publish {
        self.fact(name, Json::Object(vec![("value".to_owned(), value.into())]))
    }

    /// The value an option had in effect, where it differs from the one that was asked for.
    pub fn option(mut self, name: &str, value: impl Into<Json>) -> Publish {
        self.options.push((name.to_owned(), value.into()));
        self
    }

    pub fn note(self, message: &str) -> Publish {
        self.diagnostic("note", message, None)
    }

    /// A warning, and the option that mends it, if one does.
    pub fn warning(self, message: &str, option: Option<&str>) -> Publish {
        self.diagnostic("warning", message, option)
    }

    /// An error, which fails the run, and the option that mends it, if one does.
    pub fn error(self, message: &str, option: Option<&str>) -> Publish {
        self.diagnostic("error", message, option)
    }

    fn diagnostic(mut self, level: &'static str, message: &str, option: Option<&str>) -> Publish {
        self.diagnostics.push((level, message.to_owned(), option.map(str::to_owned)));
        self
    }

    /// Hands all of it over. Call it once, last.
    pub fn write(self) -> Result<(), Error> {
        match env::var_os("HEDDLE_PUBLISH") {
            Some(path) => fs::write(&path, self.message().to_string())
                .map_err(|e| Error(format!("cannot write HEDDLE_PUBLISH {:?}: {}", path, e))),
            None => self.plain(),
        }
    }

    fn message(self) -> Json {
        let diagnostics = self.diagnostics.into_iter().map(|(level, message, option)| {
            let mut members = vec![
                ("level".to_owned(), Json::from(level)),
                ("message".to_owned(), Json::from(message)),
            ];
            if let Some(option) = option {
                members.push(("option".to_owned(), Json::from(option)));
            }
            Json::Object(members)
        });
        Json::Object(vec![
            ("heddle".to_owned(), Json::from(VERSION)),
            ("facts".to_owned(), Json::Object(self.facts)),
            ("options".to_owned(), Json::Object(self.options)),
            ("diagnostics".to_owned(), Json::Array(diagnostics.collect())),
        ])
    }

    fn plain(self) -> Result<(), Error> {
        if env::var_os("CARGO_MANIFEST_LINKS").is_some() {
            for (name, value) in &self.facts {
                println!("cargo:{}={}", metadata(name), value);
            }
        } else if let Some((name, _)) = self.facts.first() {
            println!("cargo:warning=the fact `{}` reaches nobody under cargo: the package has no `links`", name);
        }
        let mut failed = Vec::new();
        for (level, message, option) in self.diagnostics {
            let option = option.map(|o| format!(" (option `{}`)", o)).unwrap_or_default();
            if level == "error" {
                failed.push(format!("{}{}", message, option));
            } else {
                println!("cargo:warning={}{}", message.replace('\n', " "), option);
            }
        }
        if failed.is_empty() {
            Ok(())
        } else {
            wrong(failed.join("\n"))
        }
    }
}

/// The key of a fact in cargo's metadata, which becomes `DEP_LINKS_KEY` in upper case.
fn metadata(fact: &str) -> String {
    format!("heddle_fact_{}", fact.replace('-', "_"))
}

fn package() -> Result<String, Error> {
    variable("CARGO_PKG_NAME")
}

fn variable(name: &str) -> Result<String, Error> {
    env::var(name).map_err(|_| Error(format!("{} is not set: this is no build script", name)))
}
