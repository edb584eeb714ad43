package dev.slipway.store.node;

import java.util.Set;

/**
 * What an allocation may be told.
 *
 * @param project project whose secrets they are
 * @param jobKey job that names them
 * @param names names of secrets, empty when the job needs none
 */
public record SecretGrant(String project, String jobKey, Set<String> names) {
    public SecretGrant {
        names = Set.copyOf(names);
    }
}
