package dev.slipway.model;

/** Slipway itself as a caller of its API: what nobody asks for at the moment is asked for in one of these names. */
public final class ServicePrincipals {
    /** Issuer of their tokens; no identity provider may have it. */
    public static final String ISSUER = "slipway";

    /** Group of all schedules. */
    public static final String SCHEDULES = "slipway:schedules";

    /** Group of all forges that tell of pushes. */
    public static final String WEBHOOKS = "slipway:webhooks";

    private static final String SCHEDULE = "schedule/";

    private ServicePrincipals() {}

    /** Subject in whose name the schedules of a pipeline ask for runs. */
    public static String schedule(String project, String pipeline) {
        return SCHEDULE + project + "/" + pipeline;
    }

    /** Subject in whose name a forge's pushes start runs of a pipeline. */
    public static String webhook(String project, String pipeline) {
        return "webhook/" + project + "/" + pipeline;
    }

    /** Whether a subject is one of a pipeline's schedules. */
    public static boolean isSchedule(String subject) {
        String[] parts = subject.split("/", -1);
        return parts.length == 3
                && subject.startsWith(SCHEDULE)
                && Names.NAME.matcher(parts[1]).matches()
                && Names.NAME.matcher(parts[2]).matches();
    }
}
