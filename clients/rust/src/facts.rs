//! The facts that have a shape of their own, as structs.

use crate::Json;
use std::path::PathBuf;

/// How a native library is linked.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    pub(crate) fn text(self) -> &'static str {
        match self {
            Kind::Static => "static",
            Kind::Dynamic => "dynamic",
        }
    }
}

/// A fact of `native-library/1`: what it takes to compile against a library and to link it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NativeLibrary {
    /// As the linker is told them, without `lib`.
    pub libraries: Vec<String>,
    pub kind: Kind,
    /// Where the linker finds them.
    pub search: Vec<PathBuf>,
    /// Where the loader finds them: Heddle tells it to every program that links them.
    pub rpath: Vec<PathBuf>,
    pub include: Vec<PathBuf>,
    /// Files that a program needs beside it when it runs.
    pub runtime: Vec<PathBuf>,
    pub version: Option<String>,
    /// For the preprocessor: names and values.
    pub defines: Vec<(String, String)>,
}

/// A fact of `headers/1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headers {
    pub include: Vec<PathBuf>,
    pub defines: Vec<(String, String)>,
}

/// A fact of `tool/1`: a program of the machine that builds, and the words before its arguments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tool {
    pub program: PathBuf,
    pub version: Option<String>,
    pub arguments: Vec<String>,
}

/// A fact of `python-abi/1`: the interpreter that extensions are built for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PythonAbi {
    pub implementation: String,
    pub version: String,
    pub soabi: Option<String>,
    pub abi3: Option<String>,
    pub free_threaded: Option<bool>,
    pub debug: Option<bool>,
    pub pointer_width: Option<i64>,
    pub include: Vec<PathBuf>,
    pub library: Option<PathBuf>,
    pub executable: Option<PathBuf>,
}

fn text(fact: &Json, name: &str) -> Option<String> {
    fact.get(name)?.as_str().map(str::to_owned)
}

fn texts(fact: &Json, name: &str) -> Vec<String> {
    let items = fact.get(name).and_then(Json::as_array).unwrap_or(&[]);
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn paths(fact: &Json, name: &str) -> Vec<PathBuf> {
    texts(fact, name).into_iter().map(PathBuf::from).collect()
}

fn defines(fact: &Json) -> Vec<(String, String)> {
    match fact.get("defines") {
        Some(Json::Object(members)) => {
            members.iter().filter_map(|m| Some((m.0.clone(), m.1.as_str()?.to_owned()))).collect()
        }
        _ => Vec::new(),
    }
}

impl NativeLibrary {
    pub(crate) fn of(fact: &Json) -> Option<NativeLibrary> {
        Some(NativeLibrary {
            libraries: texts(fact, "libraries"),
            kind: match fact.get("kind")?.as_str()? {
                "static" => Kind::Static,
                _ => Kind::Dynamic,
            },
            search: paths(fact, "search"),
            rpath: paths(fact, "rpath"),
            include: paths(fact, "include"),
            runtime: paths(fact, "runtime"),
            version: text(fact, "version"),
            defines: defines(fact),
        })
    }
}

impl Headers {
    pub(crate) fn of(fact: &Json) -> Option<Headers> {
        fact.get("include")?;
        Some(Headers { include: paths(fact, "include"), defines: defines(fact) })
    }
}

impl Tool {
    pub(crate) fn of(fact: &Json) -> Option<Tool> {
        Some(Tool {
            program: PathBuf::from(text(fact, "program")?),
            version: text(fact, "version"),
            arguments: texts(fact, "arguments"),
        })
    }
}

impl PythonAbi {
    pub(crate) fn of(fact: &Json) -> Option<PythonAbi> {
        Some(PythonAbi {
            implementation: text(fact, "implementation")?,
            version: text(fact, "version")?,
            soabi: text(fact, "soabi"),
            abi3: text(fact, "abi3"),
            free_threaded: fact.get("free_threaded").and_then(Json::as_bool),
            debug: fact.get("debug").and_then(Json::as_bool),
            pointer_width: fact.get("pointer_width").and_then(Json::as_i64),
            include: paths(fact, "include"),
            library: text(fact, "library").map(PathBuf::from),
            executable: text(fact, "executable").map(PathBuf::from),
        })
    }
}

/// Members of an object; what is empty is left out.
#[derive(Default)]
struct Members(Vec<(String, Json)>);

impl Members {
    fn put(mut self, name: &str, value: impl Into<Json>) -> Members {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    fn some<T: Into<Json>>(self, name: &str, value: Option<T>) -> Members {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    fn paths(self, name: &str, all: &[PathBuf]) -> Members {
        if all.is_empty() {
            return self;
        }
        self.put(name, all.iter().map(|path| path.display().to_string()).collect::<Vec<_>>())
    }

    fn defines(self, all: Vec<(String, String)>) -> Members {
        if all.is_empty() {
            return self;
        }
        self.put("defines", Json::Object(all.into_iter().map(|(name, value)| (name, Json::from(value))).collect()))
    }
}

fn shown(path: Option<PathBuf>) -> Option<String> {
    path.map(|path| path.display().to_string())
}

impl From<NativeLibrary> for Json {
    fn from(library: NativeLibrary) -> Json {
        let members = Members::default()
            .put("libraries", library.libraries)
            .put("kind", library.kind.text())
            .paths("search", &library.search)
            .paths("rpath", &library.rpath)
            .paths("include", &library.include)
            .paths("runtime", &library.runtime)
            .some("version", library.version)
            .defines(library.defines);
        Json::Object(members.0)
    }
}

impl From<Headers> for Json {
    fn from(headers: Headers) -> Json {
        let include: Vec<String> = headers.include.iter().map(|path| path.display().to_string()).collect();
        Json::Object(Members::default().put("include", include).defines(headers.defines).0)
    }
}

impl From<Tool> for Json {
    fn from(tool: Tool) -> Json {
        let mut members = Members::default()
            .put("program", tool.program.display().to_string())
            .some("version", tool.version);
        if !tool.arguments.is_empty() {
            members = members.put("arguments", tool.arguments);
        }
        Json::Object(members.0)
    }
}

impl From<PythonAbi> for Json {
    fn from(python: PythonAbi) -> Json {
        let members = Members::default()
            .put("implementation", python.implementation)
            .put("version", python.version)
            .some("soabi", python.soabi)
            .some("abi3", python.abi3)
            .some("free_threaded", python.free_threaded)
            .some("debug", python.debug)
            .some("pointer_width", python.pointer_width)
            .paths("include", &python.include)
            .some("library", shown(python.library))
            .some("executable", shown(python.executable));
        Json::Object(members.0)
    }
}
