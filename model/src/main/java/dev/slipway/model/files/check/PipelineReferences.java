package dev.slipway.model.files.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.model.files.Stage;
import dev.slipway.model.files.reference.Lookup.Answer;
import dev.slipway.model.files.reference.Reference;
import dev.slipway.model.files.reference.Reference.Scope;
import dev.slipway.model.files.reference.Substitution;
import dev.slipway.model.files.reference.TemplateText;
import dev.slipway.model.files.schema.NearMiss;
import dev.slipway.model.files.source.Pointers;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where a pipeline file may hold value references, and to what. */
public final class PipelineReferences {
    private final JsonNode root;
    private final PipelineFile pipeline;
    private final Findings findings;
    private final Set<String> allowed = new HashSet<>();

    private PipelineReferences(JsonNode root, PipelineFile pipeline, Findings findings) {
        this.root = root;
        this.pipeline = pipeline;
        this.findings = findings;
    }

    public static void check(JsonNode root, PipelineFile pipeline, Findings findings) {
        PipelineReferences references = new PipelineReferences(root, pipeline, findings);
        for (int i = 0; i < pipeline.spec().tasks().size(); i++) {
            references.at("/spec/tasks/" + i + "/config", EnumSet.of(Scope.RUN), Set.of());
            references.at("/spec/tasks/" + i + "/env", EnumSet.of(Scope.RUN), Set.of());
        }
        for (int i = 0; i < pipeline.spec().stages().size(); i++) {
            references.stage(i);
        }
        references.nowhereElse(root, "");
    }

    private void stage(int index) {
        Stage stage = pipeline.spec().stages().get(index);
        String pointer = "/spec/stages/" + index;
        Set<String> artifacts = PipelineChecks.made(pipeline.spec().tasks());
        pipeline.spec().request().artifacts().forEach(artifact -> artifacts.add(artifact.name()));
        stage.request().artifacts().forEach(artifact -> artifacts.add(artifact.name()));
        Set<Scope> forModule = EnumSet.of(Scope.ARTIFACT, Scope.RUN, Scope.ENV);
        at(pointer + "/provision/variables", forModule, artifacts);
        Set<Scope> forJobs = EnumSet.copyOf(forModule);
        if (stage.provision() != null) {
            forJobs.add(Scope.INFRA);
        }
        for (int i = 0; i < stage.jobs().size(); i++) {
            at(pointer + "/jobs/" + i + "/variables", forJobs, artifacts);
        }
    }

    private void at(String pointer, Set<Scope> scopes, Set<String> artifacts) {
        allowed.add(pointer);
        Substitution substitution =
                new Substitution(reference -> answer(reference, scopes, artifacts), findings.source());
        substitution.apply(root.at(pointer), pointer);
        findings.addAll(substitution.problems());
    }

    private static Answer answer(Reference reference, Set<Scope> scopes, Set<String> artifacts) {
        if (!scopes.contains(reference.scope())) {
            return new Answer.None(why(reference.scope()), null);
        }
        if (reference.scope() == Scope.ARTIFACT && !artifacts.contains(reference.name())) {
            String fix = NearMiss.fix(reference.name(), artifacts);
            return new Answer.None("there is no artifact '" + reference.name() + "'", fix);
        }
        return new Answer.Known(TextNode.valueOf(""));
    }

    private static String why(Scope scope) {
        return switch (scope) {
            case ARTIFACT -> "no artifact exists yet when tasks run";
            case VAR -> "variables are declared by job files and can be used there only";
            case INFRA -> "outputs of infrastructure can be used by jobs of a stage that provisions a module";
            case RUN -> "it cannot be used here";
            case ENV -> "a task belongs to no environment";
        };
    }

    private void nowhereElse(JsonNode node, String pointer) {
        if (allowed.contains(pointer)) {
            return;
        }
        if (node.isTextual() && TemplateText.mayRefer(node.asText())) {
            findings.add(
                    pointer,
                    "value references cannot be used here",
                    "use them in config and env of tasks and in variables of jobs and modules");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            nowhereElse(entry.getValue(), Pointers.child(pointer, entry.getKey()));
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                nowhereElse(node.get(i), Pointers.child(pointer, i));
            }
        }
    }
}
