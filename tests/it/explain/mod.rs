//! `netwhy explain`: what real texts mean, from tools that really failed and from those that cannot run here.

mod command;
mod corpus;
mod tools;
