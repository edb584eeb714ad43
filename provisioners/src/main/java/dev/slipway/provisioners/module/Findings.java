package dev.slipway.provisioners.module;

import dev.slipway.model.Problem;
import dev.slipway.provisioners.hcl.Attribute;
import dev.slipway.provisioners.hcl.Block;
import dev.slipway.provisioners.hcl.HclException;
import dev.slipway.provisioners.hcl.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings of one file, written into the list of all. */
final class Findings {
    private final List<Problem> all;
    private final String file;

    private Findings(List<Problem> all, String file) {
        this.all = all;
        this.file = file;
    }

    static Findings start() {
        return new Findings(new ArrayList<>(), "");
    }

    Findings of(String otherFile) {
        return new Findings(all, otherFile);
    }

    String file() {
        return file;
    }

    void add(Block at, String message, @Nullable String fix) {
        add(at.line(), at.column(), message, fix);
    }

    void add(Attribute at, String message, @Nullable String fix) {
        add(at.line(), at.column(), message, fix);
    }

    void add(Token at, String message, @Nullable String fix) {
        add(at.line(), at.column(), message, fix);
    }

    void add(HclException e) {
        add(e.line(), e.column(), "cannot be read beyond doubt: " + e.getMessage(), null);
    }

    /** About the file as a whole. */
    void add(String message) {
        add(1, 1, message, null);
    }

    List<Problem> all() {
        return all;
    }

    private void add(int line, int column, String message, @Nullable String fix) {
        all.add(new Problem(file, line, column, message, fix));
    }
}
