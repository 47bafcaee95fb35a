# Finds a JDK without starting one: `find_jdk 25` sets jdk_home and jdk_version (the full version), or fails.
# Sourced by `heddle` and `check`. A JDK tells its version in the file `release` of its home.

# Sets jdk_home and jdk_version if $1 is the home of a JDK whose feature version is at least $2.
try_jdk() {
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
  full=
  feature=
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        feature=${line#JAVA_VERSION=}
        feature=${feature#\"}
        feature=${feature%\"}
        [ -n "$full" ] || full=$feature
        feature=${feature%%[!0-9]*}
        ;;
      JAVA_RUNTIME_VERSION=*)
        full=${line#JAVA_RUNTIME_VERSION=}
        full=${full#\"}
        full=${full%\"}
        ;;
    esac
  done <"$1/release"
  [ -n "$feature" ] && [ "$feature" -ge "$2" ] || return 1
  jdk_home=$1
  jdk_version=$full
}

# $1: the least feature version. JAVA_HOME, then PATH, then the usual folders; the first that fits.
find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && try_jdk "$JAVA_HOME" "$1"; then return 0; fi
  if java=$(command -v java); then
    case $java in
      */bin/java)
        if try_jdk "${java%/bin/java}" "$1"; then return 0; fi
        java=$(readlink -f "$java" 2>/dev/null) && try_jdk "${java%/bin/java}" "$1" && return 0
        ;;
    esac
  fi
  for candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/*jdk* /usr/local/*jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/*; do
    if try_jdk "$candidate" "$1"; then return 0; fi
  done
  return 1
}
