/// Web pages that Weir brings along. Open [dev.weir.app.site.StaticSite] first.
@NullMarked
package dev.weir.app.site;

import org.jspecify.annotations.NullMarked;
