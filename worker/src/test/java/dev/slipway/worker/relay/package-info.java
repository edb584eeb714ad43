@org.jspecify.annotations.NullMarked
package dev.slipway.worker.relay;
