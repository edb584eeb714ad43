package dev.slipway.provisioners.module;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.provisioners.hcl.Attribute;
import dev.slipway.provisioners.hcl.Block;
import dev.slipway.provisioners.hcl.HclException;
import dev.slipway.provisioners.hcl.HclFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of one folder that OpenTofu or Terraform would load. */
final class ModuleFolder {
    private static final long LARGEST_FILE = 4 << 20;
    private static final int MOST_FILES = 10_000;

    private final Path root;
    private final Path folder;

    ModuleFolder(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** Things that must not be in a module at all, looked for in the whole tree below it. */
    static void checkTree(Path root, Findings findings) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> paths = all.filter(path -> !path.equals(root)).toList();
            if (paths.size() > MOST_FILES) {
                findings.of(".").add("more than " + MOST_FILES + " files");
            }
            paths.forEach(
                    path -> checkPath(path, findings.of(root.relativize(path).toString())));
        }
    }

    private static void checkPath(Path path, Findings findings) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        if (Files.isSymbolicLink(path)) {
            findings.add("symbolic links are not allowed in a module");
        } else if (name.equals(".terraform") || name.equals("terraform.d")) {
            findings.add("the module brings its own programs or back end settings");
        } else if (name.equals(".terraformrc") || name.equals("terraform.rc") || name.equals(".tofurc")) {
            findings.add("the module brings its own program settings");
        } else if (name.endsWith(".tfstate")) {
            findings.add("state belongs into the state back end, not into a repository");
        } else if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            findings.add("special files are not allowed in a module");
        }
    }

    /** Parsed files by their path relative to the root; a file that cannot be read is a finding. */
    Map<String, Block.Body> parse(Findings findings) throws IOException {
        Map<String, Block.Body> bodies = new TreeMap<>();
        for (Path file : files()) {
            String name = root.relativize(file).toString();
            boolean json = name.endsWith(".json");
            if (!isSource(json ? name.substring(0, name.length() - 5) : name)) {
                continue;
            }
            if (Files.size(file) > LARGEST_FILE) {
                findings.of(name).add("larger than 4 MiB");
                continue;
            }
            try {
                byte[] content = Files.readAllBytes(file);
                bodies.put(name, json ? HclFiles.parseJson(content) : HclFiles.parseNative(content));
            } catch (HclException e) {
                findings.of(name).add(e);
            }
        }
        return bodies;
    }

    /** Names of variables that files loaded by themselves would set. */
    Set<String> preset(Findings findings) throws IOException {
        Set<String> names = new HashSet<>();
        for (Path file : files()) {
            String name = String.valueOf(file.getFileName());
            boolean automatic = name.equals("terraform.tfvars") || name.endsWith(".auto.tfvars");
            boolean json = name.equals("terraform.tfvars.json") || name.endsWith(".auto.tfvars.json");
            if (automatic || json) {
                addNames(file, json, names, findings.of(root.relativize(file).toString()));
            }
        }
        return names;
    }

    private static void addNames(Path file, boolean json, Set<String> names, Findings findings) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try {
            if (json) {
                ModelJson.read(new String(content, StandardCharsets.UTF_8), JsonNode.class)
                        .fieldNames()
                        .forEachRemaining(names::add);
            } else {
                HclFiles.parseNative(content).attributes().stream()
                        .map(Attribute::name)
                        .forEach(names::add);
            }
        } catch (HclException e) {
            findings.add(e);
        } catch (SlipwayException e) {
            findings.add("not JSON");
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
                    .filter(file -> !isIgnored(String.valueOf(file.getFileName())))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isSource(String name) {
        return name.endsWith(".tf") || name.endsWith(".tofu");
    }

    private static boolean isIgnored(String name) {
        return name.startsWith(".") || name.endsWith("~") || name.startsWith("#") && name.endsWith("#");
    }
}
