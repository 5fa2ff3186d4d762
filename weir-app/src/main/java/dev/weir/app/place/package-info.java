/// Where the commands for data find the streams: a running Weir, any other S2, or the data
/// directory of a Weir that is stopped. Open [dev.weir.app.place.PlaceOptions] first.
@NullMarked
package dev.weir.app.place;

import org.jspecify.annotations.NullMarked;
