extern "C" {
    pub fn beam_threads(width: i32) -> i32;
}
