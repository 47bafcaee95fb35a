pub fn threads(width: i32) -> i32 {
    unsafe { beam_sys::beam_threads(width) }
}
