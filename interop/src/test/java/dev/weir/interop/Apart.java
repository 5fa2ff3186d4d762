package dev.weir.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Asks for a [Row] with a Weir to itself, which only one test at a time may have.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@interface Apart {}
