package dev.slipway.provisioners.module;

import dev.slipway.provisioners.hcl.Attribute;
import dev.slipway.provisioners.hcl.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where modules called by a module come from. */
final class ModuleSources {
    private final Path root;
    private final Path module;
    private final Set<String> allowed;
    private final List<Path> local = new ArrayList<>();

    ModuleSources(Path root, Path module, Set<String> allowed) {
        this.root = root;
        this.module = module;
        this.allowed = allowed;
    }

    /** Folders of local modules that were called. */
    List<Path> local() {
        return local;
    }

    void check(Block block, Findings findings) {
        Optional<Attribute> attribute = block.body().attribute("source");
        Optional<String> source = attribute.flatMap(Attribute::plainString);
        if (source.isEmpty()) {
            findings.add(block, "a module source must be a plain string", null);
        } else if (source.get().startsWith("./")) {
            checkLocal(block, source.get(), findings);
        } else if (!isAllowed(source.get())) {
            findings.add(block, "module source " + source.get() + " is not allowed", "keep the module below this one");
        }
    }

    private void checkLocal(Block block, String source, Findings findings) {
        if (List.of(source.split("/")).contains("..") || source.indexOf('\0') >= 0) {
            findings.add(block, "module source " + source + " is outside the module's folder", null);
            return;
        }
        Path target = module.resolve(source).normalize();
        if (!target.startsWith(root)) {
            findings.add(block, "module source " + source + " is outside the module's folder", null);
        } else if (!Files.isDirectory(target)) {
            findings.add(block, "module source " + source + " is not a folder", null);
        } else {
            local.add(target);
        }
    }

    private boolean isAllowed(String source) {
        return allowed.stream().anyMatch(start -> source.equals(start) || source.startsWith(start + "/"));
    }
}
