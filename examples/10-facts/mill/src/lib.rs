pub use loom::threads;
