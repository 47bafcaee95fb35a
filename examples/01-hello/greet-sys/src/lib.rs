//! Counts letters in C.

use std::os::raw::c_char;

extern "C" {
    #[link_name = "letters"]
    fn c_letters(text: *const c_char, length: usize) -> usize;
}

/// The number of ASCII letters in the text.
pub fn letters(text: &str) -> usize {
    unsafe { c_letters(text.as_ptr().cast(), text.len()) }
}
