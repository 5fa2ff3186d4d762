/// What a Weir is to be like: values that check themselves, whether an option, a test or another
/// program makes them. Open [dev.weir.app.config.UpConfig] first.
@NullMarked
package dev.weir.app.config;

import org.jspecify.annotations.NullMarked;
