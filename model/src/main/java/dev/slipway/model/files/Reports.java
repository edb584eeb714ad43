package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * Test reports a task writes; they are read after success and failure alike.
 *
 * @param junit globs of JUnit XML files; in a file a single glob may stand without a list
 */
public record Reports(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> junit) {
    /** How names of outputs that hold reports begin; a number follows. */
    public static final String OUTPUT_PREFIX = "junit-report-";

    static final Reports NONE = new Reports(List.of());

    public Reports {
        junit = junit == null ? List.of() : List.copyOf(junit);
    }
}
