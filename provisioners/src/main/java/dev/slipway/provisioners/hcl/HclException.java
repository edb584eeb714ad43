package dev.slipway.provisioners.hcl;

/** A file that cannot be read beyond doubt; caught where files are judged. */
public final class HclException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    HclException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
