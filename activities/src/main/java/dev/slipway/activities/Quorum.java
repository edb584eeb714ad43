package dev.slipway.activities;

import dev.slipway.model.files.ApprovalRule;
import dev.slipway.model.files.ApprovalTerms;
import dev.slipway.store.run.ActionRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When enough of the right people agreed. */
final class Quorum {
    private Quorum() {}

    /** How many distinct people it takes at least. */
    static int required(ApprovalTerms terms) {
        int byRule = terms.rules().stream()
                .filter(ApprovalRule::required)
                .mapToInt(ApprovalRule::count)
                .max()
                .orElse(0);
        return Math.max(terms.minApprovals(), byRule);
    }

    /** One approval per person, without those who may not approve their own run. */
    static List<ActionRow> counted(ApprovalTerms terms, List<ActionRow> approvals, Set<String> initiators) {
        Map<String, ActionRow> byPerson = new LinkedHashMap<>();
        for (ActionRow approval : approvals) {
            boolean own = terms.excludeInitiator() && initiators.contains(approval.principal());
            if (approval.kind().equals("approve") && !own) {
                byPerson.putIfAbsent(approval.principal(), approval);
            }
        }
        return List.copyOf(byPerson.values());
    }

    static boolean reached(ApprovalTerms terms, List<ActionRow> counted) {
        return counted.size() >= required(terms)
                && terms.rules().stream()
                        .filter(ApprovalRule::required)
                        .allMatch(rule -> counted.stream()
                                        .filter(approval -> matches(rule, approval))
                                        .count()
                                >= rule.count());
    }

    /** A claim that actions do not keep is matched by nobody: the approval then waits, it is never given away. */
    private static boolean matches(ApprovalRule rule, ActionRow approval) {
        int end = approval.principal().lastIndexOf('#');
        return switch (rule.claim()) {
            case "groups" -> approval.groupNames().contains(rule.value());
            case "sub", "subject" -> approval.principal().substring(end + 1).equals(rule.value());
            case "iss", "issuer" ->
                approval.principal().substring(0, Math.max(0, end)).equals(rule.value());
            case "name" -> approval.principalName().equals(rule.value());
            default -> false;
        };
    }
}
