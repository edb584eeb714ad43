package dev.slipway.cli.session;

/** How the process ends; the numbers are API for scripts. */
public enum ExitCode {
    OK(0, "done; a run that was waited for succeeded"),
    FAILED(1, "failed: the run failed, the file is invalid, the server refused the request"),
    USAGE(2, "the command line is not one that can be understood"),
    NOT_FOUND(3, "there is no such thing, or it is not yours to see"),
    DENIED(4, "denied: no valid token, or policy says no"),
    UNAVAILABLE(5, "the server cannot be reached or cannot serve now");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the shell sees, 0 to 5. */
    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }

    /** Of an HTTP status from 400 on. */
    public static ExitCode ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> DENIED;
            case 404 -> NOT_FOUND;
            case 429 -> UNAVAILABLE;
            default -> status >= 500 ? UNAVAILABLE : FAILED;
        };
    }
}
