package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import java.util.ArrayList;
import java.util.List;

/** Everything the embedded form runs, in the order of need. */
public final class EmbeddedParts {
    private final Installation installation;
    private final Launch launch;

    public EmbeddedParts(Installation installation, Launch launch) {
        this.installation = installation;
        this.launch = launch;
    }

    /** Every part, each after those it needs, and each role a process of its own. */
    public List<Part> all() {
        return parts(false);
    }

    /** The same with the three roles in one Java process. */
    public List<Part> allWithRolesTogether() {
        return parts(true);
    }

    private List<Part> parts(boolean rolesTogether) {
        List<Part> parts = new ArrayList<>();
        parts.add(new PostgresPart(installation, PostgresBinaries.unpack(launch.cache())).part());
        parts.add(TemporalPart.part(installation, launch.program("temporal"), false));
        PolicyPart internal =
                new PolicyPart(installation, "internal", installation.ports().opaInternal());
        PolicyPart external =
                new PolicyPart(installation, "external", installation.ports().opaExternal());
        parts.add(internal.part(launch.program("opa")));
        parts.add(external.part(launch.program("opa")));
        parts.add(new AuditPart(installation).part(launch));
        JavaParts java = new JavaParts(installation, launch, new Roles(installation, launch, internal, external));
        parts.add(java.demoServices());
        if (rolesTogether) {
            parts.add(java.allRoles());
            parts.add(java.proxy("slipway"));
        } else {
            parts.addAll(List.of(java.api(), java.worker(), java.proxy("worker"), java.agent()));
        }
        parts.add(TemporalUiPart.part(installation, launch.program("temporal-ui")));
        return parts;
    }
}
