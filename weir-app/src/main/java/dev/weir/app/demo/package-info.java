/// `weir demo`: Weir with a web app to try it with. Open [dev.weir.app.demo.DemoCommand] first.
@NullMarked
package dev.weir.app.demo;

import org.jspecify.annotations.NullMarked;
