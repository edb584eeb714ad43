package dev.slipway.apiserver.resource;

import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method {@code UNLOCK} of infrastructure programs' state back ends. */
@HttpMethod("UNLOCK")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Unlock {}
