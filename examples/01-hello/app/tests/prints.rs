use std::process::Command;

#[test]
fn the_program_greets() {
    let output = Command::new(env!("CARGO_BIN_EXE_hello")).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "Hello, World! (5 letters, counted in C)\n");
}
