package dev.weir.interop;

/// A block of a page that is a file.
///
/// @param name its path in the reader's folder
record DocFile(String name, String text) {}
