use std::io::{Read, Write};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let proxy = std::env::var("http_proxy").unwrap_or_default();
    let address = proxy.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = std::net::TcpStream::connect(address).expect("no proxy, no network");
    write!(stream, "GET http://mirror.example/table.txt HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("200"), "could not download the table: {}", answer.lines().next().unwrap_or(""));
}
