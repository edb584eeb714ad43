package dev.slipway.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.spi.Decision;
import dev.slipway.model.spi.PolicyQuestion;
import dev.slipway.policies.DecisionRequest;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.store.door.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks policy what a caller may do. What changes something leaves a stored decision; reading does not. */
public final class Access {
    /** Kind of resource policy is asked about when somebody looks at or ends what others made. */
    public static final String TOKENS_OF_OTHERS = "TokenOfOthers";

    private static final Duration TRIGGER_VALIDITY = Duration.ofMinutes(10);
    private static final Duration APPLY_VALIDITY = Duration.ofMinutes(1);
    private static final int NAMES_AT_ONCE = 500;

    private final PolicyGateway policy;
    private final Registry registry;
    private final ReadCache reads;

    public Access(PolicyGateway policy, Registry registry, ReadCache reads) {
        this.policy = policy;
        this.registry = registry;
        this.reads = reads;
    }

    /**
     * Whether the caller may see the project. Asked before anybody looks whether there is such a project, so that the
     * answer does not tell.
     *
     * @throws SlipwayException POLICY_UNAVAILABLE
     */
    public boolean mayRead(Caller caller, String project) {
        return reads.get(caller.credential().tokenHash() + " " + project, () -> askRead(caller, project));
    }

    /**
     * Whether the caller may see the whole audit log, also what belongs to no project. Nothing is stored, as for reading.
     *
     * @throws SlipwayException POLICY_UNAVAILABLE
     */
    public boolean mayReadAll(Caller caller) {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        input.set("principal", caller.document());
        input.putObject("resource").put("kind", "AuditLog").put("name", "all");
        return reads.get(
                caller.credential().tokenHash() + " *",
                () -> allowed(() -> policy.requireRead(new PolicyQuestion("apply", input))));
    }

    /**
     * @throws SlipwayException NOT_FOUND when the caller may not see the project, as if it were not there
     */
    public void requireRead(Caller caller, String project) {
        if (!mayRead(caller, project)) {
            throw missing();
        }
    }

    /** The refusal of what is not there and of what somebody else owns. */
    public static SlipwayException missing() {
        return new SlipwayException(ErrorCode.NOT_FOUND, "nothing is there for you at this address");
    }

    /** Names of the projects a list may show: the one asked for, or all the caller may see. */
    public List<String> readable(Caller caller, @Nullable String project) {
        if (project != null) {
            return mayRead(caller, project) ? List.of(project) : List.of();
        }
        List<String> readable = new ArrayList<>();
        String after = "";
        while (true) {
            List<String> names = registry.projectNames(after, NAMES_AT_ONCE);
            names.stream().filter(name -> mayRead(caller, name)).forEach(readable::add);
            if (names.size() < NAMES_AT_ONCE) {
                return readable;
            }
            after = names.getLast();
        }
    }

    /**
     * @param project null for what belongs to the installation
     * @throws SlipwayException POLICY_DENIED, POLICY_UNAVAILABLE
     */
    public Decision requireApply(
            Caller caller, String kind, String name, @Nullable String project, @Nullable JsonNode spec) {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        input.set("principal", caller.document());
        ObjectNode resource = input.putObject("resource").put("kind", kind).put("name", name);
        if (project != null) {
            resource.put("project", project);
        }
        if (spec != null) {
            input.set("spec", spec);
        }
        String about = "apply/" + (project == null ? "-" : project) + "/" + kind + "/" + name + "/" + UUID.randomUUID();
        return policy.require(new DecisionRequest(about, 1, "-", "apply", "apply", input, APPLY_VALIDITY));
    }

    /**
     * @throws SlipwayException POLICY_DENIED, POLICY_UNAVAILABLE
     */
    public Decision requireTrigger(Caller caller, String workflowId, String project, String pipeline, StartRun asked) {
        ObjectNode input = ModelJson.mapper()
                .createObjectNode()
                .put("project", project)
                .put("pipeline", pipeline)
                .put("ref", asked.ref())
                .put("commit", asked.commit())
                .put("dryRun", asked.dryRun());
        input.set("principal", caller.document());
        input.set("artifacts", ModelJson.mapper().valueToTree(asked.artifacts()));
        String step = StepName.VERIFY.text();
        return policy.require(new DecisionRequest(workflowId, 1, "-", step, "trigger", input, TRIGGER_VALIDITY));
    }

    /**
     * @param action names kind, stage, target, reason and the id that makes the question one of a kind
     * @param about run or job as policy sees it
     * @throws SlipwayException POLICY_DENIED, POLICY_UNAVAILABLE
     */
    public Decision requireAction(
            Caller caller, String workflowId, int generation, JsonNode action, JsonNode about, Duration validity) {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        input.set("principal", caller.document());
        input.set("action", action);
        input.set("run", about);
        String stage = action.path("stage").asText("-");
        return policy.require(new DecisionRequest(workflowId, generation, stage, "action", "action", input, validity));
    }

    /**
     * Whether the caller may look at tokens of others.
     *
     * @throws SlipwayException POLICY_DENIED, POLICY_UNAVAILABLE
     */
    public void requireTokensOfOthers(Caller caller) {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        input.set("principal", caller.document());
        input.putObject("resource").put("kind", TOKENS_OF_OTHERS).put("name", "all");
        policy.requireRead(new PolicyQuestion("apply", input));
    }

    /** As {@link #requireTokensOfOthers}, for who must not learn more than that nothing is there. */
    public boolean mayManageTokens(Caller caller) {
        return allowed(() -> requireTokensOfOthers(caller));
    }

    private boolean askRead(Caller caller, String project) {
        ObjectNode input = ModelJson.mapper().createObjectNode().put("project", project);
        input.set("principal", caller.document());
        return allowed(() -> policy.requireRead(new PolicyQuestion("read", input)));
    }

    private static boolean allowed(Runnable question) {
        try {
            question.run();
            return true;
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.POLICY_DENIED) {
                return false;
            }
            throw e;
        }
    }
}
