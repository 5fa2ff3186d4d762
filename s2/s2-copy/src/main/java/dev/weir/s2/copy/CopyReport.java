package dev.weir.s2.copy;

/// A copy that is complete and was compared with its source.
///
/// @param records how many records were compared and found equal, commands included
/// @param appended how many of them this run appended; the others were there already
/// @param filled how many places this run filled for records that the source no longer holds
/// @param tail the seqNum that the next record will get, in the source as in the copy
/// @param bytes metered, of the compared records
/// @param sha256 over numbers, timestamps, headers and bodies of the compared records, in hex:
///   copies of the same records have the same
public record CopyReport(
    long records, long appended, long filled, long tail, long bytes, String sha256) {}
