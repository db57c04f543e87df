//! Decides which kernel interface is built in: `portable` is set where netwhy cannot use Linux's, and by
//! the feature of that name, so that what other systems get is checked on Linux too.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(portable)");
    let linux = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux");
    if !linux || std::env::var_os("CARGO_FEATURE_PORTABLE").is_some() {
        println!("cargo:rustc-cfg=portable");
    }
}
