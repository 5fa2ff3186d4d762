package dev.weir.s2;

/// A place where basins are kept.
///
/// @param isPrivate whether it is this account's alone
public record LocationInfo(LocationName name, boolean isPrivate) {}
