use std::ffi::CStr;
fn main() {
    let v = unsafe { CStr::from_ptr(libz_sys::zlibVersion()) };
    println!("{} zlib {}", std::env::consts::ARCH, v.to_str().unwrap());
}
