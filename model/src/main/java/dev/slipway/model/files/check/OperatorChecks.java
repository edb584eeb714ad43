package dev.slipway.model.files.check;

import dev.slipway.model.files.ApprovalRule;
import dev.slipway.model.files.EnvironmentFile;
import dev.slipway.model.files.EnvironmentFile.EnvironmentClass;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.ProjectFile;
import dev.slipway.model.files.ProjectFile.Await;
import dev.slipway.model.files.ProjectFile.ExternalSystem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules of operators' files. */
public final class OperatorChecks {
    private static final int MAX_PORT = 65535;
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");

    private OperatorChecks() {}

    public static void check(ProjectFile project, Findings findings) {
        List<ExternalSystem> systems = project.spec().systems();
        findings.unique(
                "/spec/systems",
                "system",
                systems.stream().map(ExternalSystem::name).toList());
        for (int i = 0; i < systems.size(); i++) {
            system("/spec/systems/" + i, systems.get(i), findings);
        }
        List<String> hosts = project.spec().outbound().allowedHosts();
        for (int i = 0; i < hosts.size(); i++) {
            Matcher port = PORT.matcher(hosts.get(i));
            if (port.find() && Integer.parseInt(port.group(1)) > MAX_PORT) {
                findings.add("/spec/outbound/allowedHosts/" + i, "a port is at most " + MAX_PORT, null);
            }
        }
    }

    public static void check(EnvironmentFile environment, Findings findings) {
        String guards = "/spec/guards/approval";
        approvalRules(guards + "/rules", environment.spec().guards().approval().rules(), findings);
        if (environment.spec().environmentClass() == EnvironmentClass.BUILD
                && environment.spec().guards().approval().minApprovals() != null) {
            findings.add(guards, "no stage goes to an environment of class build, so nothing is approved there", null);
        }
    }

    public static void check(PipelineRegistration registration, Findings findings) {
        findings.path("/spec/path", registration.spec().path());
        String repository = registration.spec().repository();
        if (repository.contains("://") && !repository.startsWith("file:")) {
            url("/spec/repository", repository, findings);
        }
        if (registration.spec().commitStatus() != null) {
            String url = registration.spec().commitStatus().url().replace("{commit}", "commit");
            url("/spec/commitStatus/url", url, findings);
        }
    }

    static void approvalRules(String pointer, @Nullable List<ApprovalRule> rules, Findings findings) {
        for (int i = 0; rules != null && i < rules.size(); i++) {
            ApprovalRule rule = rules.get(i);
            if (rules.subList(0, i).stream().anyMatch(rule::sameWho)) {
                findings.add(
                        pointer + "/" + i,
                        "a rule for " + rule.claim() + " " + rule.value() + " exists already",
                        "raise its count instead");
            }
        }
    }

    /** An address must be whole and must not carry credentials, which would be shown wherever it is. */
    static void url(String pointer, String url, Findings findings) {
        try {
            URI uri = new URI(url);
            String userInfo = uri.getUserInfo();
            if (userInfo != null && userInfo.contains(":")) {
                findings.add(pointer, "an address must not hold a password", "name a secret instead");
            }
            if (uri.getHost() == null || uri.getPort() > MAX_PORT) {
                findings.add(pointer, "the address names no host, or a port that does not exist", null);
            }
        } catch (URISyntaxException e) {
            findings.add(pointer, "not an address: " + e.getReason().toLowerCase(Locale.ROOT), null);
        }
    }

    private static void system(String pointer, ExternalSystem system, Findings findings) {
        url(pointer + "/url", system.url(), findings);
        if (system.pollUrl() != null) {
            url(pointer + "/pollUrl", system.pollUrl(), findings);
        }
        if (system.await() == Await.POLL && system.pollUrl() == null) {
            findings.add(pointer, "'await: poll' needs a pollUrl", "add the address that is asked for the answer");
        }
        if (system.await() != Await.POLL && system.pollUrl() != null) {
            findings.add(pointer + "/pollUrl", "a pollUrl is used with 'await: poll' only", "remove one of the two");
        }
    }
}
