package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestOpenApi {
    private static final List<String> PACKAGES = List.of("resource", "node", "token", "webhook");

    @Test
    void documentAndResourcesNameTheSameOperations() throws Exception {
        JsonNode document = document();

        assertThat(described(document)).isEqualTo(registered());
        assertThat(registered()).hasSizeGreaterThan(40);
    }

    @Test
    void everyReferenceInTheDocumentLeadsSomewhere() {
        JsonNode document = document();

        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).isNotEmpty();
        assertThat(references)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.asText().substring(1)).isMissingNode())
                        .as(reference.asText())
                        .isFalse());
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        List<String> ids = document.findValuesAsText("operationId");
        assertThat(ids).doesNotHaveDuplicates();
    }

    private static JsonNode document() {
        try (Api api = Api.start()) {
            return api.call("GET", "/v1/openapi.json", null, null).json();
        }
    }

    private static Set<String> described(JsonNode document) {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> operations.add(
                                method.replace("x-", "").toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private static Set<String> registered() throws Exception {
        Set<String> operations = new TreeSet<>();
        for (Class<?> resource : resources()) {
            String base = resource.getAnnotation(Path.class).value();
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        Path more = method.getAnnotation(Path.class);
                        operations.add(http.value() + " " + base + (more == null ? "" : "/" + more.value()));
                    }
                }
            }
        }
        return operations;
    }

    private static List<Class<?>> resources() throws Exception {
        List<Class<?>> found = new java.util.ArrayList<>();
        for (String name : PACKAGES) {
            String folder = "/dev/slipway/apiserver/" + name;
            File location = new File(TestOpenApi.class
                    .getResource(folder + "/package-info.class")
                    .toURI());
            try (Stream<java.nio.file.Path> files =
                    Files.list(location.getParentFile().toPath())) {
                for (java.nio.file.Path file : files.toList()) {
                    String type = file.getFileName().toString().replace(".class", "");
                    Class<?> candidate = Class.forName("dev.slipway.apiserver." + name + "." + type);
                    if (candidate.isAnnotationPresent(Path.class)) {
                        found.add(candidate);
                    }
                }
            }
        }
        assertThat(Arrays.asList(found.toArray())).isNotEmpty();
        return found;
    }
}
