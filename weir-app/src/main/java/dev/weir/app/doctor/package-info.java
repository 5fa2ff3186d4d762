/// `weir doctor`: what is wrong in stores' streams. Open [dev.weir.app.doctor.DoctorCommand] first.
@NullMarked
package dev.weir.app.doctor;

import org.jspecify.annotations.NullMarked;
