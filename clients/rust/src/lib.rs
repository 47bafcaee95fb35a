//! What a build script says to Heddle, and Heddle to it.
//!
//! ```no_run
//! fn main() -> Result<(), heddle_build::Error> {
//!     let context = heddle_build::Context::read()?;
//!     let level = context.integer("level")?.unwrap_or(3);
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
//! | [`Context::flag`], [`integer`](Context::integer), [`text`](Context::text), [`path`](Context::path), [`list`](Context::list) | the value that was decided; an error if it is of another type | the text of `HEDDLE_OPTION_PACKAGE__OPTION`, an error if it is none of the type; else `None` |
//! | [`Context::option`] | the same, as JSON | a bool or an integer if the text reads so, else a text |
//! | [`Context::download`] | the path of the verified file | `$HEDDLE_DOWNLOADS/PACKAGE/NAME`; an error if it is not there |
//! | [`Context::find_download`] | `None` where the contract, or the root, gives none here | `None` if it is not there |
//! | [`Context::fact`] | the fact of whoever gives it, however far | that of a direct dependency with `links`, from `DEP_*`; else an error |
//! | [`Context::find_fact`] | `None` where nobody gives it | the same, and `None` in place of the error |
//! | [`Context::native_library`], [`headers`](Context::headers), [`tool`](Context::tool), [`python_abi`](Context::python_abi) | the same, as a struct | the same |
//! | [`Context::cache`] | a directory that is kept from run to run | `OUT_DIR/heddle-cache/NAME`, which `cargo clean` removes |
//! | [`Context::target`] | every part and spelling | `arch`, `os`, `env`, `abi`, `endian`, `pointer_bits` of `CARGO_CFG_*`, and cargo's own spelling |
//! | all of them | nothing else | print `rerun-if-env-changed` for the variable that they read, after which cargo no longer runs the script again when any file of the package changes: name your files with `rerun-if-changed` |
//! | [`Publish::write`] | facts go to all that require them | facts go to direct dependents as metadata, if the package has `links`; effective options are not told; notes and warnings are cargo warnings, errors an error |

#![forbid(unsafe_code)]

mod facts;
mod json;

pub use facts::{Headers, Kind, NativeLibrary, PythonAbi, Tool};
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

/// What a context holds, and what each entry of it has.
const TABLES: [(&str, &str); 6] = [
    ("package", ""),
    ("target", ""),
    ("options", "value"),
    ("downloads", "path"),
    ("caches", "path"),
    ("facts", "value"),
];

/// Why a message is no context though it is JSON of this version.
fn damage(message: &Json) -> Option<String> {
    for (table, member) in TABLES {
        let entries = match message.get(table) {
            Some(Json::Object(entries)) => entries,
            _ => return Some(format!("`{}` is no object", table)),
        };
        if member.is_empty() {
            continue;
        }
        for (name, entry) in entries {
            let right = match entry.get(member) {
                Some(Json::Text(_)) => true,
                Some(_) => member != "path",
                None => false,
            };
            if !right {
                return Some(format!("`{}` in `{}` has no {}", name, table, member));
            }
        }
    }
    damaged_target(message.get("target")?)
}

/// The part of a target that is of another type than it should be.
fn damaged_target(target: &Json) -> Option<String> {
    let members = match target {
        Json::Object(members) => members,
        _ => return None,
    };
    for (name, part) in members {
        let right = match (name.as_str(), part) {
            ("arch" | "vendor" | "os" | "env" | "abi" | "libc" | "endian", Json::Text(_)) => true,
            ("bits" | "pointer_bits", Json::Number(_)) => true,
            ("spellings", Json::Object(all)) => all.iter().all(|(_, text)| matches!(text, Json::Text(_))),
            ("arch" | "vendor" | "os" | "env" | "abi" | "libc" | "endian", _) => false,
            ("bits" | "pointer_bits" | "spellings", _) => false,
            _ => true,
        };
        if !right {
            return Some(format!("`{}` in `target` is not as it should be", name));
        }
    }
    None
}

impl Context {
    /// Reads what `HEDDLE_CONTEXT` names. Without the variable the script runs under plain cargo.
    pub fn read() -> Result<Context, Error> {
        let path = match env::var_os("HEDDLE_CONTEXT") {
            Some(path) => path,
            None => {
                println!("cargo:rerun-if-env-changed=HEDDLE_CONTEXT");
                return Ok(Context { message: None });
            }
        };
        let whose = env::var("CARGO_PKG_NAME").unwrap_or_default();
        let text = fs::read_to_string(&path)
            .map_err(|e| Error(format!("cannot read HEDDLE_CONTEXT of {}, {:?}: {}", whose, path, e)))?;
        let json = Json::parse(&text)
            .map_err(|e| Error(format!("HEDDLE_CONTEXT of {} is no JSON: {}", whose, e)))?;
        match json.get("heddle").and_then(Json::as_i64) {
            Some(VERSION) => match damage(&json) {
                Some(what) => wrong(format!("HEDDLE_CONTEXT of {} is damaged: {}", whose, what)),
                None => Ok(Context { message: Some(json) }),
            },
            other => wrong(format!(
                "HEDDLE_CONTEXT of {} speaks version {:?}, this script {}: use another heddle-build",
                whose, other, VERSION
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

    /// The value of an option as JSON; `None` if it has none. Under Heddle an option that the
    /// contract does not declare, or whose condition does not hold, is an error. Under plain cargo
    /// a text tells no type: take one of the calls below, where the option has one.
    pub fn option(&self, name: &str) -> Result<Option<Json>, Error> {
        if self.message.is_some() {
            return match self.member("options", name).and_then(|o| o.get("value")) {
                Some(Json::Null) => Ok(None),
                Some(value) => Ok(Some(value.clone())),
                None => wrong(format!("this package has no option `{}` here", name)),
            };
        }
        Ok(plain_option(name)?.map(|(_, text)| match text.as_str() {
            "true" | "false" => Json::Bool(text == "true"),
            _ => text.parse::<i64>().map(Json::from).unwrap_or(Json::Text(text)),
        }))
    }

    /// The value of an option of one type, from JSON or from its text under plain cargo.
    fn typed<T>(
        &self,
        name: &str,
        what: &str,
        of_json: fn(&Json) -> Option<T>,
        of_text: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        if self.message.is_some() {
            return match self.option(name)? {
                None => Ok(None),
                Some(value) => match of_json(&value) {
                    Some(value) => Ok(Some(value)),
                    None => wrong(format!("the option `{}` is {}, and not {}", name, value, what)),
                },
            };
        }
        match plain_option(name)? {
            None => Ok(None),
            Some((variable, text)) => match of_text(&text) {
                Some(value) => Ok(Some(value)),
                None => wrong(format!("{} is `{}`, and must be {}", variable, text, what)),
            },
        }
    }

    /// The value of an option of type `bool`.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, Error> {
        let text = |text: &str| match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        self.typed(name, "true or false", Json::as_bool, text)
    }

    /// The value of an option of type `int`.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, Error> {
        self.typed(name, "an integer", Json::as_i64, |text| text.parse().ok())
    }

    /// The value of an option of type `string` or `enum`.
    pub fn text(&self, name: &str) -> Result<Option<String>, Error> {
        self.typed(name, "a text", |value| value.as_str().map(str::to_owned), |text| Some(text.to_owned()))
    }

    /// The value of an option of type `path`.
    pub fn path(&self, name: &str) -> Result<Option<PathBuf>, Error> {
        Ok(self.text(name)?.map(PathBuf::from))
    }

    /// The items of an option of type `list`, as texts; under plain cargo what stands between commas.
    pub fn list(&self, name: &str) -> Result<Option<Vec<String>>, Error> {
        let json = |value: &Json| {
            let items = value.as_array()?.iter();
            Some(items.map(|item| item.as_str().map(str::to_owned).unwrap_or_else(|| item.to_string())).collect())
        };
        let text = |text: &str| match text {
            "" => Some(Vec::new()),
            _ => Some(text.split(',').map(str::to_owned).collect()),
        };
        self.typed(name, "a list", json, text)
    }

    /// The local path of a download, whose hash is verified under Heddle.
    pub fn download(&self, name: &str) -> Result<PathBuf, Error> {
        let help = "run `heddle fetch` and set HEDDLE_DOWNLOADS to its directory";
        match self.find_download(name)? {
            Some(path) => Ok(path),
            None if self.message.is_some() => wrong(format!("this package has no download `{}` here", name)),
            None => match plain_download(name)? {
                None => wrong(format!("the download `{}` is needed: {}", name, help)),
                Some(path) => wrong(format!("the download {} is not there: {}", path.display(), help)),
            },
        }
    }

    /// The same; `None` where its condition does not hold, where the root says that the system has
    /// it, and under plain cargo where it is not there.
    pub fn find_download(&self, name: &str) -> Result<Option<PathBuf>, Error> {
        if self.message.is_some() {
            return Ok(self.member("downloads", name).and_then(|d| d.get("path")?.as_str()).map(PathBuf::from));
        }
        println!("cargo:rerun-if-env-changed=HEDDLE_DOWNLOADS");
        match plain_download(name)? {
            Some(path) => {
                println!("cargo:rerun-if-changed={}", path.display());
                Ok(if path.exists() { Some(path) } else { None })
            }
            None => Ok(None),
        }
    }

    /// The value of a fact that this package requires.
    pub fn fact(&self, name: &str) -> Result<Json, Error> {
        match self.find_fact(name)? {
            Some(value) => Ok(value),
            None if self.message.is_some() => wrong(format!("this package is given no fact `{}`", name)),
            None => wrong(format!(
                "the fact `{}` did not come: cargo hands facts only from a direct dependency with `links`; build with heddle",
                name
            )),
        }
    }

    /// The same; `None` where nobody gives it.
    pub fn find_fact(&self, name: &str) -> Result<Option<Json>, Error> {
        if self.message.is_some() {
            return Ok(self.member("facts", name).and_then(|f| f.get("value")).cloned());
        }
        let end = format!("_{}", metadata(name).to_uppercase());
        let mut found: Option<(String, Json)> = None;
        for (variable, text) in env::vars_os() {
            let variable = match variable.into_string() {
                Ok(variable) if variable.starts_with("DEP_") && variable.ends_with(&end) => variable,
                _ => continue,
            };
            let value = Json::parse(&text.to_string_lossy())
                .map_err(|e| Error(format!("{} is no JSON: {}", variable, e)))?;
            match &found {
                Some((other, same)) if *same != value => {
                    return wrong(format!("two dependencies give the fact `{}`: {} and {}", name, other, variable));
                }
                _ => found = Some((variable, value)),
            }
        }
        Ok(found.map(|(_, value)| value))
    }

    fn read_fact<T>(&self, name: &str, kind: &str, of: fn(&Json) -> Option<T>) -> Result<T, Error> {
        of(&self.fact(name)?).ok_or_else(|| Error(format!("the fact `{}` is no {}", name, kind)))
    }

    /// A required fact of `native-library/1`.
    pub fn native_library(&self, name: &str) -> Result<NativeLibrary, Error> {
        self.read_fact(name, "native library", NativeLibrary::of)
    }

    /// A required fact of `headers/1`.
    pub fn headers(&self, name: &str) -> Result<Headers, Error> {
        self.read_fact(name, "directories of headers", Headers::of)
    }

    /// A required fact of `tool/1`.
    pub fn tool(&self, name: &str) -> Result<Tool, Error> {
        self.read_fact(name, "tool", Tool::of)
    }

    /// A required fact of `python-abi/1`.
    pub fn python_abi(&self, name: &str) -> Result<PythonAbi, Error> {
        self.read_fact(name, "interpreter", PythonAbi::of)
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

/// The variable that sets an option under plain cargo, and its text.
fn plain_option(name: &str) -> Result<Option<(String, String)>, Error> {
    let variable = format!("HEDDLE_OPTION_{}__{}", package()?, name).replace('-', "_").to_uppercase();
    println!("cargo:rerun-if-env-changed={}", variable);
    match env::var(&variable) {
        Ok(text) => Ok(Some((variable, text))),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => wrong(format!("{} is not UTF-8", variable)),
    }
}

/// Where a download lies under plain cargo, be it there or not.
fn plain_download(name: &str) -> Result<Option<PathBuf>, Error> {
    let package = package()?;
    Ok(env::var_os("HEDDLE_DOWNLOADS").map(|root| PathBuf::from(root).join(package).join(name)))
}

fn package() -> Result<String, Error> {
    variable("CARGO_PKG_NAME")
}

fn variable(name: &str) -> Result<String, Error> {
    env::var(name).map_err(|_| Error(format!("{} is not set: this is no build script", name)))
}
