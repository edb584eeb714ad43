package dev.slipway.provisioners.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TestModulePolicy {
    private static final String GOOD = """
            terraform {
              required_version = ">= 1.4"
            }
            variable "size" {
              type    = string
              default = "small"
            }
            locals {
              text = file("${path.module}/hello.txt")
              note = <<-EOT
                provisioner "local-exec" { command = "id" }   # only text
                $${file("/etc/passwd")}
              EOT
              page = templatefile("${path.module}/page.tpl", { size = var.size })
            }
            # provisioner "local-exec" {}
            resource "terraform_data" "it" {
              input = [local.text, "data \\"external\\" \\"x\\" {}", local.page]
              lifecycle { create_before_destroy = true }
            }
            module "part" { source = "./part" }
            output "it" { value = terraform_data.it.output }
            """;

    @TempDir
    Path root;

    @Test
    void aModuleOfTheBuiltInProviderIsFine() throws IOException {
        write("main.tf", GOOD);
        write("hello.txt", "hello");
        write("page.tpl", "size ${upper(size)} %{ if true }x%{ endif }");
        write("part/part.tf", "output \"x\" { value = fileset(path.module, \"*.txt\") }");
        write("part/docs/unused.tf", "terraform { backend \"s3\" {} }");
        write("terraform.tfvars", "size = \"large\"");
        ModuleReview review = review(ModulePolicySettings.strict());
        assertThat(review.problems()).isEmpty();
        assertThat(review.variables()).containsExactly("size");
        assertThat(review.preset()).containsExactly("size");
        assertThat(review.require()).isSameAs(review);
    }

    static Stream<Arguments> evil() {
        return Stream.of(
                tf(
                        1,
                        "provisioner",
                        "resource \"terraform_data\" \"x\" { provisioner \"local-exec\" { command = \"id\" } }"),
                tf(2, "provisioner", "resource \"terraform_data\" \"x\" {\n provisioner \"remote-exec\" {}\n}"),
                tf(2, "provisioner", "resource \"terraform_data\" \"x\" {\n provisioner \"file\" {}\n}"),
                tf(2, "provisioner", "resource \"terraform_data\" \"x\" {\n provisioner local-exec {}\n}"),
                tf(
                        2,
                        "provisioner",
                        "resource \"terraform_data\" \"x\" {\n provisioner /* c\n */ \"local-exec\" {}\n}"),
                tf(2, "provisioner", "resource \"terraform_data\" \"x\" {\n dynamic \"provisioner\" { content {} }\n}"),
                tf(2, "provisioner", "removed { from = a.b\n provisioner \"local-exec\" { when = destroy } }"),
                tf(1, "external is not allowed", "data \"external\" \"x\" { program = [\"id\"] }"),
                tf(1, "http is not allowed", "data \"http\" \"x\" { url = \"http://169.254.169.254/\" }"),
                tf(1, "terraform_remote_state", "data \"terraform_remote_state\" \"x\" { backend = \"local\" }"),
                tf(2, "external is not allowed", "check \"c\" {\n data \"external\" \"x\" {}\n}"),
                tf(1, "backend is set by Slipway", "terraform { backend \"local\" {} }"),
                tf(2, "cloud is set by Slipway", "terraform {\n cloud {}\n}"),
                tf(2, "encryption is set by Slipway", "terraform {\n encryption {}\n}"),
                tf(1, "setting experiments", "terraform { experiments = [x] }"),
                tf(1, "provider hashicorp/aws", "provider \"aws\" {}"),
                tf(1, "provider hashicorp/null", "resource \"null_resource\" \"x\" {}"),
                tf(1, "provider hashicorp/local", "data \"local_file\" \"x\" { filename = \"/etc/passwd\" }"),
                tf(1, "provider hashicorp/aws", "resource \"terraform_data\" \"x\" { provider = aws.west }"),
                tf(
                        3,
                        "provider evil/terraform",
                        "terraform {\n required_providers {\n  terraform = { source = \"evil/terraform\" }\n }\n}"),
                tf(
                        3,
                        "not a plain string",
                        "terraform {\n required_providers {\n  x = { \"source\" = \"evil/${1}\" }\n }\n}"),
                tf(1, "outside the module's folder", "module \"m\" { source = \"./../other\" }"),
                tf(1, "is not allowed", "module \"m\" { source = \"../other\" }"),
                tf(1, "is not allowed", "module \"m\" { source = \"git::https://example.com/x.git\" }"),
                tf(1, "is not allowed", "module \"m\" { source = \"/etc\" }"),
                tf(1, "must be a plain string", "module \"m\" { source = \"./${var.x}\" }"),
                tf(1, "file() outside", "locals { x = file(\"/etc/passwd\") }"),
                tf(1, "file() outside", "locals { x = file(\"../secret\") }"),
                tf(1, "file() outside", "locals { x = file(\"${path.module}/../secret\") }"),
                tf(1, "file() outside", "locals { x = file(\"\\u002e\\u002e/secret\") }"),
                tf(1, "file() outside", "locals { x = file(\"~/secret\") }"),
                tf(1, "filebase64() with a path that is computed", "locals { x = filebase64(var.path) }"),
                tf(1, "file() with a path that is computed", "locals { x = core::file(\"${path.module}${var.x}\") }"),
                tf(
                        1,
                        "filesha256() with a path",
                        "locals { x = \"a ${ \"${filesha256(join(\"/\", [\"\", \"etc\"]))}\" }\" }"),
                tf(1, "fileset() outside", "locals { x = fileset(path.module, \"../**\") }"),
                tf(3, "file() outside", "locals {\n x = <<EOT\n ${file(\"/proc/self/environ\")}\nEOT\n}"),
                tf(1, "templatestring()", "locals { x = templatestring(local.t, {}) }"),
                tf(1, "templatefile() outside", "locals { x = templatefile(\"/etc/passwd\", {}) }"),
                tf(1, "template file cannot be read", "locals { x = templatefile(\"none.tpl\", {}) }"),
                tf(1, "file() with a path", "output \"x\" { value = [for f in [\"a\"] : file(f)] }"),
                tf(1, "block wormhole is not allowed", "wormhole \"x\" {}"),
                tf(1, "argument outside a block", "x = 1"),
                tf(1, "beyond doubt", "locals { x = \"$$${file(\"/etc/passwd\")}\" }"),
                tf(1, "beyond doubt", "resource \"a\" {"),
                json(
                        "provisioner \"local-exec\"",
                        "{\"resource\": {\"terraform_data\": {\"x\": {\"provisioner\": [{\"local-exec\": {\"command\": \"id\"}}]}}}}"),
                json("backend is set", "{\"terraform\": [{\"backend\": {\"http\": {}}}]}"),
                json("file() outside", "{\"locals\": {\"x\": {\"y\": [\"${file(\\\"/etc/passwd\\\")}\"]}}}"),
                json("file() outside", "{\"locals\": {\"x\": {\"${file(\\\"/etc/passwd\\\")}\": 1}}}"),
                json("external is not allowed", "{\"data\": {\"external\": {\"x\": {\"program\": [\"id\"]}}}}"),
                json("provider hashicorp/aws", "{\"provider\": {\"aws\": [{\"region\": \"x\"}]}}"),
                json("provider evil/x", "{\"terraform\": {\"required_providers\": {\"x\": {\"source\": \"evil/x\"}}}}"),
                json("is not allowed", "{\"module\": {\"m\": {\"source\": \"../x\"}}}"),
                json("beyond doubt", "{\"resource\": {}, \"resource\": {}}"),
                Arguments.of(".terraform/providers/x", "", 1, "brings its own programs"),
                Arguments.of("terraform.d/plugins/x", "", 1, "brings its own programs"),
                Arguments.of("errored.tfstate", "{}", 1, "state belongs"),
                Arguments.of("zz_override.tf", "terraform { backend \"local\" {} }", 1, "backend is set"),
                Arguments.of("main.tofu", "data \"external\" \"x\" {}", 1, "external is not allowed"),
                Arguments.of("main.tf", "\u00ff".repeat(3), 1, "beyond doubt"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("evil")
    void evilModulesAreRefusedWithTheirPlace(String file, String content, int line, String message) throws IOException {
        write(file, content);
        ModuleReview review = review(ModulePolicySettings.strict());
        assertThat(review.problems()).anySatisfy(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(file).startsWith(problem.field());
            assertThat(problem.line()).isEqualTo(line);
        });
        assertThatThrownBy(review::require).isInstanceOfSatisfying(SlipwayException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MODULE_REFUSED);
            assertThat(e.problems()).isEqualTo(review.problems());
            assertThat(e).hasMessageContaining(":" + line + ": ");
        });
    }

    @Test
    void everyFindingIsToldAtOnceAlsoOfCalledModulesAndTemplates() throws IOException {
        write(
                "main.tf",
                "provider \"aws\" {}\nmodule \"m\" { source = \"./m\" }\nlocals { x = templatefile(\"t.tpl\", {}) }");
        write("m/m.tf", "\ndata \"external\" \"x\" {}");
        write("t.tpl", "line\n${file(\"/etc/passwd\")}");
        assertThat(review(ModulePolicySettings.strict()).problems())
                .extracting(Problem::field, Problem::line)
                .contains(tuple("main.tf", 1), tuple("m/m.tf", 2), tuple("t.tpl", 2));
    }

    @Test
    void symbolicLinksAreRefused() throws IOException {
        write("main.tf", "locals {}");
        Files.createSymbolicLink(root.resolve("link.tf"), Path.of("/etc/passwd"));
        assertThat(review(ModulePolicySettings.strict()).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("symbolic links"));
    }

    @Test
    void theOperatorMayAllowThings() throws IOException {
        write("main.tf", """
                terraform {
                  required_providers {
                    random = { source = "registry.terraform.io/hashicorp/random" }
                    net = { source = "registry.local/team/net" }
                  }
                }
                resource "random_pet" "x" {}
                resource "net_thing" "y" { provisioner "local-exec" { command = "true" } }
                data "http" "z" { provider = random }
                module "m" { source = "registry.local/team/net//sub" }
                """);
        ModulePolicySettings allowed = new ModulePolicySettings(
                Set.of("local-exec"),
                Set.of("hashicorp/random", "registry.local/team/net"),
                Set.of("registry.local/team"),
                Set.of("http"));
        assertThat(review(allowed).problems()).isEmpty();
        assertThat(review(ModulePolicySettings.strict()).problems()).hasSizeGreaterThan(6);
    }

    private ModuleReview review(ModulePolicySettings settings) throws IOException {
        return new ModulePolicy(settings).review(root);
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        if (content.equals("\u00ff".repeat(3))) {
            Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe});
        } else {
            Files.writeString(path, content);
        }
    }

    private static Arguments tf(int line, String message, String content) {
        return Arguments.of("main.tf", content, line, message);
    }

    private static Arguments json(String message, String content) {
        return Arguments.of("main.tf.json", content, 1, message);
    }
}
