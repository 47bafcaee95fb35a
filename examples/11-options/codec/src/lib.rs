pub const ABOUT: &str = concat!("level ", env!("LEVEL"), ", backend ", env!("BACKEND"));
