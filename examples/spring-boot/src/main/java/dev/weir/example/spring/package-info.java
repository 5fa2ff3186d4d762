/// What both variants of the example share: who the clients are, and whose the stores are.
@NullMarked
package dev.weir.example.spring;

import org.jspecify.annotations.NullMarked;
