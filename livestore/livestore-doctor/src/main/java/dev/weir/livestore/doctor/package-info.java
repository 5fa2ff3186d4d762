/// Examines the streams of LiveStore stores, which may have been written by proxies that append
/// whatever comes, and writes repaired copies. Open [dev.weir.livestore.doctor.StoreDoctor].
@NullMarked
package dev.weir.livestore.doctor;

import org.jspecify.annotations.NullMarked;
