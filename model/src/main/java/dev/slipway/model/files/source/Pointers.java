package dev.slipway.model.files.source;

/** JSON pointers, RFC 6901. */
public final class Pointers {
    private Pointers() {}

    /** Pointer of field {@code name} of the value at {@code parent}. */
    public static String child(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Pointer of item {@code index} of the list at {@code parent}. */
    public static String child(String parent, int index) {
        return parent + "/" + index;
    }
}
