/** Real databases for the tests of every room that stores something. */
package dev.slipway.store.testing;
