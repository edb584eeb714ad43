/** Text for people: tables, colours, durations, nothing a terminal would act on. */
@NullMarked
package dev.slipway.cli.text;

import org.jspecify.annotations.NullMarked;
