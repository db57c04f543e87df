//! Looks at the world and writes down facts. All client-side input and output stands here; one look a file.
