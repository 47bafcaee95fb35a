pub use codec::ABOUT;
