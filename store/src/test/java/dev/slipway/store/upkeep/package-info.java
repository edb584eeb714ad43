@org.jspecify.annotations.NullMarked
package dev.slipway.store.upkeep;
