//! The forward proxy: what passes, what is changed, and why what fails fails.
