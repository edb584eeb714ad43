package dev.slipway.worker.audit;

import dev.slipway.audit.tree.HashSource;
import dev.slipway.audit.tree.Tree;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.store.audit.AuditHashes;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The tree as the database has it. */
final class StoredTree {
    private StoredTree() {}

    static Tree of(Handle handle, long size) {
        HashSource source = (stratum, from, count) -> {
            List<byte[]> hashes = AuditHashes.read(handle, stratum, from, count);
            if (hashes.size() != count) {
                throw new TamperedLogException("of " + count + " hashes from " + from + " in stratum " + stratum + " "
                        + hashes.size() + " are left");
            }
            return hashes.stream().map(TreeHash::of).toList();
        };
        return new Tree(source, size);
    }
}
