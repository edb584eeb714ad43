/** What every command shares: streams, environment, connection, credentials, exit codes. */
@NullMarked
package dev.slipway.cli.session;

import org.jspecify.annotations.NullMarked;
