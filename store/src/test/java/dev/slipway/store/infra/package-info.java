/** Tests of the infrastructure stores, and a sealer for the tests of other rooms. */
@NullMarked
package dev.slipway.store.infra;

import org.jspecify.annotations.NullMarked;
