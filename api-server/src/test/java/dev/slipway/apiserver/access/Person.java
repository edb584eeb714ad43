package dev.slipway.apiserver.access;

import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.PolicyServer;
import org.jspecify.annotations.Nullable;

/** Kinds of callers, in the order of the columns of {@code access-matrix.txt}. */
enum Person {
    /** Sends no credential. */
    ANONYMOUS(null),
    /** Has a good token of the identity provider and belongs to nothing. */
    STRANGER("none-of-ours"),
    /** Belongs to another project and to no other. */
    FOREIGNER(PolicyServer.FOREIGN_GROUP),
    /** May read. */
    AUDITOR("auditors"),
    /** May also start, cancel, retry and roll back. */
    DEVELOPER("developers"),
    /** May also change what operators own. */
    OPERATOR("operators");

    private final @Nullable String group;

    Person(@Nullable String group) {
        this.group = group;
    }

    /** A fresh credential; null for who has none. */
    @Nullable
    String token(Api api) {
        return group == null ? null : api.identity().token("person-" + ordinal(), group);
    }
}
