package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPolicyBundles {
    @TempDir
    private Path folder;

    @Test
    void writesTwoWholeBundles() throws Exception {
        PolicyBundles.extract(folder);
        for (String bundle : List.of(PolicyBundles.INTERNAL, PolicyBundles.EXTERNAL)) {
            assertThat(folder.resolve(bundle)).isDirectoryRecursivelyContaining("glob:**/.manifest");
            assertThat(folder.resolve(bundle).resolve("slipway/decision.rego")).exists();
            assertThat(folder.resolve(bundle).resolve("system/authz.rego")).exists();
        }
        assertThat(folder.resolve("internal/slipway/questions/trigger.rego")).exists();
        assertThat(folder.resolve("external/slipway/questions/trigger.rego")).doesNotExist();
    }

    @Test
    void keepsTheListsOfOperatorsAndReplacesRules() throws Exception {
        PolicyBundles.extract(folder);
        Path overrides = folder.resolve("internal/slipway/overrides/data.json");
        Path rule = folder.resolve("internal/slipway/decision.rego");
        Files.writeString(overrides, "{\"limits\": {\"count\": 7}}");
        Files.writeString(rule, "package slipway");
        PolicyBundles.extract(folder);
        assertThat(overrides).content().contains("7");
        assertThat(rule).content().contains("decision :=");
    }

    @Test
    void comesOutOfAJarAsWell() throws Exception {
        Path jar = folder.resolve("policies.jar");
        pack(Path.of("target/classes"), jar);
        URL[] urls = {jar.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            loader.loadClass("dev.slipway.policies.PolicyBundles")
                    .getMethod("extract", Path.class)
                    .invoke(null, folder.resolve("out"));
        }
        PolicyBundles.extract(folder.resolve("direct"));
        assertThat(tree(folder.resolve("out")))
                .isEqualTo(tree(folder.resolve("direct")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void saysWhereItLookedForOpa() throws IOException {
        Path cache = folder.resolve("cache/slipway/bin");
        Map<String, String> environment = Map.of("PATH", folder + ":", "XDG_CACHE_HOME", folder + "/cache");
        assertThatThrownBy(() -> OpaProgram.find(environment))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining(cache.resolve("opa").toString());
        Files.createDirectories(cache);
        Path program = Files.createFile(cache.resolve("opa"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(OpaProgram.find(environment)).isEqualTo(program);
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).sorted().toList();
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> entries = Files.walk(classes)) {
            for (Path entry : entries.filter(path -> !path.equals(classes)).toList()) {
                String name = classes.relativize(entry).toString();
                out.putNextEntry(new JarEntry(Files.isDirectory(entry) ? name + "/" : name));
                if (Files.isRegularFile(entry)) {
                    Files.copy(entry, out);
                }
                out.closeEntry();
            }
        }
    }
}
