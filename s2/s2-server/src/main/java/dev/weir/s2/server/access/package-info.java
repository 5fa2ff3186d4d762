/// Who may do what on the S2 API. Open [dev.weir.s2.server.access.AccessControl] first: it turns a
/// caller's token into a store that does what the token allows, and refuses the rest.
@NullMarked
package dev.weir.s2.server.access;

import org.jspecify.annotations.NullMarked;
