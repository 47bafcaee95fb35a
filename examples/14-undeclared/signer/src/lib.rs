pub const SIGNED: &str = env!("SIGNED");
