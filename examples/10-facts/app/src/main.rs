use std::ffi::{c_char, CStr};

extern "C" {
    fn label() -> *const c_char;
}

fn main() {
    let label = unsafe { CStr::from_ptr(label()) };
    println!("{}: {} threads", label.to_str().unwrap(), mill::threads(40));
}
