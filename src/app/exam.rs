//! A test under exam conditions, as both front ends tell it.

pub mod words;
