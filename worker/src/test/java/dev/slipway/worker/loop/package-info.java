@org.jspecify.annotations.NullMarked
package dev.slipway.worker.loop;
