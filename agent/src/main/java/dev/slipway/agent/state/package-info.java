/** What an agent remembers on disk: the reason why its restart is not noticed by anybody. */
@NullMarked
package dev.slipway.agent.state;

import org.jspecify.annotations.NullMarked;
