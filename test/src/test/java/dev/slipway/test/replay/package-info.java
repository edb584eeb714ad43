/** Histories of real runs, recorded once and replayed against today's workflows. */
package dev.slipway.test.replay;
