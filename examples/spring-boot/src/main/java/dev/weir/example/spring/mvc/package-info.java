/// The example with Spring MVC.
@NullMarked
package dev.weir.example.spring.mvc;

import org.jspecify.annotations.NullMarked;
