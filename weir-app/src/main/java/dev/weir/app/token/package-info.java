/// `weir token`: access tokens of the S2 API, and lines for a file of sync tokens. Open
/// [dev.weir.app.token.TokenCommand] first.
@NullMarked
package dev.weir.app.token;

import org.jspecify.annotations.NullMarked;
