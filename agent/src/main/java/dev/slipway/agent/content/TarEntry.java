package dev.slipway.agent.content;

/**
 * Header of one member of a tar archive.
 *
 * @param name path as written in the archive
 * @param type what it is
 * @param size bytes of content that follow, 0 for all but files
 * @param mode permission bits
 * @param link target of a link, empty otherwise
 */
record TarEntry(String name, Type type, long size, int mode, String link) {
    /** Kinds of members; everything else, such as a device, is {@code OTHER}. */
    enum Type {
        FILE,
        FOLDER,
        SYMBOLIC_LINK,
        HARD_LINK,
        OTHER
    }
}
