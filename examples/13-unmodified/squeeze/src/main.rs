use std::ffi::CStr;

fn main() {
    let version = unsafe { CStr::from_ptr(lzma_sys::lzma_version_string()) };
    println!("liblzma {}", version.to_str().unwrap());
}
