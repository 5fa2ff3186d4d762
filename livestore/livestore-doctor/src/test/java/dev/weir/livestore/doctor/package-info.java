/// Tests of the doctor, on real stores.
@NullMarked
package dev.weir.livestore.doctor;

import org.jspecify.annotations.NullMarked;
