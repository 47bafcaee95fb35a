#!/bin/sh
# cross.sh DIRECTORY HEDDLE: builds and runs this example for aarch64 on Debian 12 (x86_64).
# Ends with 75 if the packages cannot be had. Needs, installed: gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user. All else is unpacked in DIRECTORY.
set -eu
work=$1
heddle=$2
here=$(cd "$(dirname "$0")" && pwd)
target=aarch64-unknown-linux-gnu
for tool in aarch64-linux-gnu-gcc qemu-aarch64 dpkg-deb apt-get; do
  command -v "$tool" >/dev/null || {
    echo "no $tool: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user" >&2
    exit 1
  }
done
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/rust"
work=$(cd "$work" && pwd)

# Lists of our own, so that the system does not gain an architecture.
apt() {
  "$@" -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Architectures=amd64,arm64 -o Debug::NoLocking=1
}
if [ ! -x "$work/rust/usr/bin/rustc" ]; then
  apt apt-get update -qq || exit 75
  std=$(apt apt-cache depends libstd-rust-web-dev:amd64 | grep -o 'libstd-rust-web-[0-9][0-9.]*' | head -1)
  llvm=$(apt apt-cache depends "$std:amd64" | grep -o 'libllvm[0-9]*' | head -1)
  (cd "$work/debs" && apt apt-get download rustc-web:amd64 "$std:amd64" "$llvm:amd64" libstd-rust-web-dev:amd64 libstd-rust-web-dev:arm64) || exit 75
  for deb in "$work"/debs/*.deb; do
    dpkg-deb -x "$deb" "$work/rust"
  done
fi
export RUSTC="$work/rust/usr/bin/rustc" LD_LIBRARY_PATH="$work/rust/usr/lib/x86_64-linux-gnu"

rm -rf "$work/app"
mkdir -p "$work/app"
cp -r "$here/Cargo.toml" "$here/Cargo.lock" "$here/src" "$work/app/"
cd "$work/app"
"$heddle" run --target "$target"
"$heddle" abi "target/$target/debug/cross" --against "$target"
