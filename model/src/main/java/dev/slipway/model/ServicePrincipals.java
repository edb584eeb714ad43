package dev.slipway.model;

/** Slipway itself as a caller of its API: what nobody asks for at the moment is asked for in one of these names. */
public final class ServicePrincipals {
    /** Issuer of their tokens; no identity provider may have it. */
    public static final String ISSUER = "slipway";

    /** Group of all schedules. */
    public static final String SCHEDULES = "slipway:schedules";

    private static final String SCHEDULE = "schedule/";

    private ServicePrincipals() {}

    /** Subject in whose name the schedules of a pipeline ask for runs. */
    public static String schedule(String project, String pipeline) {
        return SCHEDULE + project + "/" + pipeline;
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
