package dev.slipway.policies;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.PolicyAnswer;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import dev.slipway.model.spi.PolicyEngine;
import dev.slipway.model.spi.PolicyQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Asks every engine a question needs, all at once, and accepts nothing less than an answer from each. */
final class Panel {
    private static final int LARGEST_INPUT = 2 << 20;
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("policy").start(task);

    private final List<PolicyEngine> engines;

    Panel(List<PolicyEngine> engines) {
        this.engines = List.copyOf(engines);
    }

    /** One engine's answer and how long it took. */
    record Said(String engine, PolicyAnswer answer, long millis) {}

    /**
     * @throws SlipwayException PAYLOAD_TOO_LARGE for an input over 2 MiB, POLICY_UNAVAILABLE naming engine and fault
     */
    List<Said> ask(PolicyQuestion question) {
        if (ModelJson.write(question.input()).getBytes(UTF_8).length > LARGEST_INPUT) {
            throw new SlipwayException(ErrorCode.PAYLOAD_TOO_LARGE, "the policy input is larger than 2 MiB");
        }
        List<Said> said = askAll(needed(question.name()), question);
        for (Said one : said) {
            if (one.answer() instanceof Unavailable fault) {
                throw unavailable(one.engine() + " engine: " + fault.fault() + ", " + fault.detail());
            }
        }
        return said;
    }

    private List<PolicyEngine> needed(String question) {
        List<String> names = question.equals("admission") ? List.of("internal", "external") : List.of("internal");
        List<PolicyEngine> needed =
                engines.stream().filter(engine -> names.contains(engine.name())).toList();
        for (String name : names) {
            if (needed.stream().noneMatch(engine -> engine.name().equals(name))) {
                throw unavailable(name + " engine: not configured");
            }
        }
        return needed;
    }

    private static List<Said> askAll(List<PolicyEngine> engines, PolicyQuestion question) {
        List<CompletableFuture<Said>> others = new ArrayList<>();
        for (PolicyEngine engine : engines.subList(1, engines.size())) {
            others.add(CompletableFuture.supplyAsync(() -> timed(engine, question), THREADS));
        }
        List<Said> said = new ArrayList<>();
        said.add(timed(engines.getFirst(), question));
        others.forEach(other -> said.add(other.join()));
        return said;
    }

    private static Said timed(PolicyEngine engine, PolicyQuestion question) {
        long start = System.nanoTime();
        PolicyAnswer answer = engine.ask(question);
        return new Said(engine.name(), answer, (System.nanoTime() - start) / 1_000_000);
    }

    private static SlipwayException unavailable(String why) {
        return new SlipwayException(ErrorCode.POLICY_UNAVAILABLE, "policy cannot be asked: " + why);
    }
}
