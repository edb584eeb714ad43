/** Activities against a real database, real policy servers and real files; only git and the outside are made up. */
package dev.slipway.activities;
