/** Tests of the rows of runs. */
package dev.slipway.store.run;
