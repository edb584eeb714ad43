package dev.slipway.cli.show;

import dev.slipway.cli.text.Cell;
import dev.slipway.cli.text.Colour;

/** States of every kind of object in the colour of what they mean. */
public final class States {
    private States() {}

    /** A state by its text; one that a newer server invented stays plain. */
    public static Cell cell(String state) {
        return new Cell(state, colour(state));
    }

    private static Colour colour(String state) {
        return switch (state) {
            case "succeeded", "successful", "healthy", "ready", "complete", "allowed", "created" -> Colour.GOOD;
            case "failed", "unhealthy", "lost", "down", "denied", "dead" -> Colour.BAD;
            case "running", "starting", "reverting", "draining", "changed" -> Colour.BUSY;
            case "waiting", "paused", "blocked", "queued", "unknown", "disconnected", "initializing" -> Colour.WAITS;
            case "skipped", "cancelled", "pending", "gone", "stop", "unchanged" -> Colour.FAINT;
            default -> Colour.PLAIN;
        };
    }
}
