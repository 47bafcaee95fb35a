use utoipa_swagger_ui::{Config, serve};

fn main() {
    let config = Config::from("/openapi.json");
    let file = serve("index.html", config.into()).unwrap().unwrap();
    let text = String::from_utf8_lossy(&file.bytes);
    let title = text.split("<title>").nth(1).unwrap().split('<').next().unwrap();
    println!("{title}: {}", file.content_type);
}
