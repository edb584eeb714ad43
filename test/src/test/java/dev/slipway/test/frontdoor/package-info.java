/** What the front-door script does before any Java of ours runs. */
@org.jspecify.annotations.NullMarked
package dev.slipway.test.frontdoor;
