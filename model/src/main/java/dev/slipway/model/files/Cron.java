package dev.slipway.model.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The five fields of a cron expression: minute, hour, day of month, month, day of week. Each is {@code *} or a list of
 * numbers and ranges, with steps; months and days of the week also by the first three letters of their English names.
 */
public final class Cron {
    private static final int DAY_OF_MONTH = 2;
    private static final int MONTH = 3;
    private static final int DAY_OF_WEEK = 4;
    private static final int[] LONGEST_MONTHS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final List<Field> FIELDS = List.of(
            new Field("minute", 0, 59, List.of()),
            new Field("hour", 0, 23, List.of()),
            new Field("day of month", 1, 31, List.of()),
            new Field(
                    "month",
                    1,
                    12,
                    List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new Field("day of week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private Cron() {}

    /** Why {@code expression} is none, as a sentence without a stop; empty when it is one that comes again. */
    public static Optional<String> fault(String expression) {
        String[] written = expression.split(" +", -1);
        if (written.length != FIELDS.size()) {
            return Optional.of("has " + (expression.isBlank() ? 0 : written.length)
                    + " fields, not the five: minute, hour, day of month, month, day of week");
        }
        List<SortedSet<Integer>> values = new ArrayList<>();
        try {
            for (int i = 0; i < written.length; i++) {
                values.add(FIELDS.get(i).values(written[i]));
            }
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        // Engines disagree on whether both must fit or one is enough, so neither meaning is offered.
        if (!written[DAY_OF_MONTH].equals("*") && !written[DAY_OF_WEEK].equals("*")) {
            return Optional.of("restricts both the day of month and the day of week, which is read in two ways");
        }
        boolean comes = values.get(MONTH).stream()
                .anyMatch(month -> values.get(DAY_OF_MONTH).first() <= LONGEST_MONTHS[month - 1]);
        return comes ? Optional.empty() : Optional.of("names a day that never comes");
    }

    private record Field(String name, int least, int most, List<String> names) {
        SortedSet<Integer> values(String text) {
            SortedSet<Integer> values = new TreeSet<>();
            for (String item : text.split(",", -1)) {
                String[] parts = item.split("/", -1);
                if (parts.length > 2) {
                    throw wrong(text);
                }
                String[] ends = parts[0].equals("*")
                        ? new String[] {Integer.toString(least), Integer.toString(most)}
                        : parts[0].split("-", -1);
                int first = number(ends[0], text);
                int last = ends.length == 1 ? parts.length == 1 ? first : most : number(ends[ends.length - 1], text);
                if (ends.length > 2 || first > last) {
                    throw wrong(text);
                }
                int step = parts.length == 1 ? 1 : step(parts[1], text);
                for (int value = first; value <= last; value += step) {
                    values.add(value);
                }
            }
            return values;
        }

        private int number(String written, String text) {
            int named = names.indexOf(written.toLowerCase(Locale.ROOT));
            if (named >= 0) {
                return least + named;
            }
            int number = digits(written, text);
            if (number < least || number > most) {
                throw wrong(text);
            }
            return number;
        }

        private int step(String written, String text) {
            int step = digits(written, text);
            if (step < 1 || step > most) {
                throw wrong(text);
            }
            return step;
        }

        private int digits(String written, String text) {
            if (!written.matches("[0-9]{1,2}")) {
                throw wrong(text);
            }
            return Integer.parseInt(written);
        }

        private IllegalArgumentException wrong(String text) {
            String shown = text.length() > 40 ? text.substring(0, 39) + "…" : text;
            return new IllegalArgumentException("has '" + shown + "' as " + name + ", which takes numbers from " + least
                    + " to " + most + (names.isEmpty() ? "" : " or names such as " + names.get(1))
                    + ", ranges as 1-5, steps as */5 and lists of them");
        }
    }
}
