package dev.slipway.workflows.api;

/**
 * The stored answer to a wait.
 *
 * @param present false while there is none
 * @param outcome word that decides, such as {@code healthy} or {@code failed}
 * @param text for people
 */
public record Answer(boolean present, String outcome, String text) {
    public static final Answer NONE = new Answer(false, "", "");
}
