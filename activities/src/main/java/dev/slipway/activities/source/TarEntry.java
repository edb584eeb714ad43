package dev.slipway.activities.source;

/**
 * Header of one thing in a tar archive.
 *
 * @param path relative, with slashes
 * @param kind what it is
 * @param size bytes of content that follow
 * @param executable whether its owner may run it
 * @param link target of a symbolic link, empty otherwise
 */
record TarEntry(String path, Kind kind, long size, boolean executable, String link) {
    /** What an entry is. */
    enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }
}
