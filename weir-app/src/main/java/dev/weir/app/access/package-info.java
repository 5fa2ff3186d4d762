/// Who may use what Weir serves: LiveStore sync by tokens or a service that decides, the S2 API by
/// a root token. Open [dev.weir.app.access.Guards] first.
@NullMarked
package dev.weir.app.access;

import org.jspecify.annotations.NullMarked;
