package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.SourceRepository;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files of stored trees. A tree never changes, so what was read once is kept for the next step that asks. */
final class TreeFiles {
    private static final int KEPT = 512;

    private final SourceRepository source;
    private final Map<String, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > KEPT;
        }
    };

    TreeFiles(SourceRepository source) {
        this.source = source;
    }

    /** Content of a file; {@code missing} when the tree has none of that path. */
    byte[] require(Digest tree, String path, ErrorCode missing) {
        String clean = path.startsWith("./") ? path.substring(2) : path;
        String key = tree.value() + "/" + clean;
        synchronized (kept) {
            byte[] known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        Optional<byte[]> content = source.file(tree, clean);
        if (content.isEmpty()) {
            throw new SlipwayException(missing, "the commit has no file " + clean);
        }
        synchronized (kept) {
            kept.put(key, content.get());
        }
        return content.get();
    }
}
