//! What a run of the generator reads and where it writes: paths of the command line in, a configuration, a source and an output
//! folder out. Nothing is written.

use super::{
    failure::Failure,
    package_name,
    source::{self, FileSource},
};
use crate::{
    config::{self, Config},
    diagnostic::{Code, Diagnostic},
    load::Sources,
};
use std::{
    env,
    path::{Path, PathBuf},
};

/// The configuration of this workspace, below its root.
const PROJECT: &str = "spec/codegen.toml";

/// A run of the generator.
#[derive(Debug)]
pub struct Job {
    /// The choices.
    pub config: Config,
    /// Where the document comes from.
    pub source: FileSource,
    /// The document, as the source knows it.
    pub document: String,
    /// The folder of the document, as the user names it.
    pub folder: String,
    /// The output folder.
    pub out: PathBuf,
    /// The configuration, or the document where there is none.
    pub file: PathBuf,
}

/// Why there is no job: something that the command cannot do, or something about a file that is said as a diagnostic.
#[derive(Debug)]
pub enum Fault {
    /// Something that the command cannot do.
    Failure(Failure),
    /// Something about a file. The second is what is needed to print positions.
    Diagnostic(Box<Diagnostic>, Box<Sources>),
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Fault {
        Fault::Failure(failure)
    }
}

impl Fault {
    fn unreadable(path: &Path, why: &str) -> Fault {
        let path = path.display().to_string();
        let message = format!("cannot read `{path}`: {why}");
        Fault::Diagnostic(Box::new(Diagnostic::file(Code::UnreadableFile, &path, None, message)), Box::default())
    }
}

impl Job {
    /// The job that a `codegen.toml` describes: that of this workspace if none is given.
    pub fn of_config(file: Option<&Path>) -> Result<Job, Fault> {
        let file = match file {
            Some(file) => file.to_owned(),
            None => find_project()?,
        };
        let config = read_config(&file)?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let (Some(spec), Some(out)) = (&config.spec, &config.out) else {
            let message = format!("`{}` names no {}", file.display(), if config.spec.is_none() { "`spec`" } else { "`out`" });
            return Err(Failure::new(message).help("add it, or give `--spec` and `--out`").into());
        };
        let (spec, out) = (tidy(&folder.join(spec)), tidy(&folder.join(out)));
        Job::new(config, &file, &spec, out)
    }

    /// A stand-alone crate of a document.
    pub fn of_document(spec: &Path, out: &Path, file: Option<&Path>, package: Option<&str>) -> Result<Job, Fault> {
        let mut config = match file {
            Some(file) => read_config(file)?,
            None => Config::default(),
        };
        if let Some(package) = package {
            package.clone_into(&mut config.package.name);
        } else if config.package.name == config::Package::default().name {
            config.package.name = package_name::from_document(spec);
        }
        Job::new(config, file.unwrap_or(spec), spec, out.to_owned())
    }

    /// `file` is what overlays are named relative to.
    fn new(mut config: Config, file: &Path, spec: &Path, out: PathBuf) -> Result<Job, Fault> {
        if let Some(fault) = package_name::fault(&config.package.name) {
            let message = format!("`{}` cannot name a package: {fault}", config.package.name);
            return Err(Failure::new(message).help(format!("change `name` in `{}`", file.display())).into());
        }
        let (mut source, document) = FileSource::of_document(spec).map_err(|why| Fault::unreadable(spec, &why))?;
        let around = file.parent().unwrap_or(Path::new(""));
        for overlay in &mut config.overlays {
            *overlay = source.allow(&around.join(&*overlay));
        }
        let folder = spec.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        Ok(Job { config, source, document, folder, out, file: file.to_owned() })
    }
}

/// The root of this workspace: the folder above its configuration's.
pub fn find_root() -> Result<PathBuf, Failure> {
    let project = find_project()?;
    Ok(project.parent().and_then(Path::parent).map(Path::to_owned).unwrap_or_default())
}

fn read_config(file: &Path) -> Result<Config, Fault> {
    let bytes = source::read_regular(file).map_err(|why| Fault::unreadable(file, &why))?;
    let text = String::from_utf8(bytes).map_err(|_| Fault::unreadable(file, "it is not UTF-8"))?;
    let path = file.display().to_string();
    Config::parse(&text, &path).map_err(|diagnostic| {
        let mut sources = Sources::default();
        sources.add_beside(&path, text.into_bytes());
        Fault::Diagnostic(Box::new(diagnostic), Box::new(sources))
    })
}

/// The nearest `spec/codegen.toml` above the current folder; or that of the workspace whose cargo started us.
fn find_project() -> Result<PathBuf, Failure> {
    let current = env::current_dir().map_err(|error| Failure::io("look at", Path::new("."), &error))?;
    let cargo = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let roots = current.ancestors().chain(cargo.iter().flat_map(|folder| folder.ancestors()));
    let found = roots.map(|root| root.join(PROJECT)).find(|file| file.is_file());
    let found = found.ok_or_else(|| {
        let message = format!("there is no `{PROJECT}` in `{}` or a folder above it", current.display());
        Failure::new(message).help("go to the workspace, or give `--spec` and `--out`")
    })?;
    // Below the current folder, a path is shorter to read without it.
    Ok(found.strip_prefix(&current).map(Path::to_owned).unwrap_or(found))
}

/// `spec/../generated` as `generated`. Only names are looked at: the folders of a configuration are no links.
fn tidy(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shortened_by_its_names() {
        assert_eq!(tidy(Path::new("spec/../generated")), Path::new("generated"));
        assert_eq!(tidy(Path::new("../spec/./../generated")), Path::new("../generated"));
        assert_eq!(tidy(Path::new("../../generated")), Path::new("../../generated"));
        assert_eq!(tidy(Path::new("spec/..")), Path::new("."));
    }
}
