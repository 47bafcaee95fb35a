pub use beam::threads;
