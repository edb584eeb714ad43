/** What a job is: the resolved specification that schedulers, agents and drivers read. Field names are those of files. */
@NullMarked
package dev.slipway.model.spec;

import org.jspecify.annotations.NullMarked;
