package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an own token may be made for; policy asks for one of them at every question. */
public enum TokenPermission {
    /** See projects and all that is in them. */
    READ,
    /** Start runs. */
    TRIGGER,
    /** Cancel, retry, roll back, pause and resume; decisions such as approvals are never made with a token. */
    ACTION,
    /** Change what operators own. */
    APPLY;

    /** Lower-case name used in the database, the API and policy. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
