/** Rules of the whole project: who may see whom, what source files may look like. */
package dev.slipway.test.rules;
