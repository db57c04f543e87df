//! What `serve` answers over HTTP: pages made from the request, and the files of a folder.

pub(crate) mod answer;
pub(crate) mod asked;
pub(crate) mod folder;
mod listing;
mod media;
pub(crate) mod pace;
mod page;
pub(crate) mod pages;
mod path;
pub(crate) mod plan;
mod range;
pub(crate) mod send;
