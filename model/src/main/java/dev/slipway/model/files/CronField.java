package dev.slipway.model.files;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One field of a cron expression.
 *
 * @param least smallest number it takes
 * @param most largest number it takes
 * @param names names of the numbers from {@code least} on, in lower case; none when it takes numbers only
 */
record CronField(String name, int least, int most, List<String> names) {
    private static final int SHOWN = 40;

    /**
     * The numbers a text stands for.
     *
     * @throws IllegalArgumentException with a reason that reads on after "the expression"
     */
    SortedSet<Integer> values(String text) {
        SortedSet<Integer> values = new TreeSet<>();
        for (String item : text.split(",", -1)) {
            String[] parts = item.split("/", -1);
            String[] ends = parts[0].equals("*") ? new String[] {"*"} : parts[0].split("-", -1);
            if (parts.length > 2 || ends.length > 2) {
                throw wrong(text);
            }
            boolean open = ends[0].equals("*") || ends.length == 1 && parts.length == 2;
            int first = ends[0].equals("*") ? least : number(ends[0], text);
            int last = open ? most : number(ends[ends.length - 1], text);
            int step = parts.length == 1 ? 1 : within(parts[1], 1, text);
            if (first > last) {
                throw wrong(text);
            }
            for (int value = first; value <= last; value += step) {
                values.add(value);
            }
        }
        return values;
    }

    private int number(String written, String text) {
        int named = names.indexOf(written.toLowerCase(Locale.ROOT));
        return named >= 0 ? least + named : within(written, least, text);
    }

    private int within(String written, int smallest, String text) {
        int number = written.matches("[0-9]{1,2}") ? Integer.parseInt(written) : -1;
        if (number < smallest || number > most) {
            throw wrong(text);
        }
        return number;
    }

    private IllegalArgumentException wrong(String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN - 1) + "…" : text;
        return new IllegalArgumentException("has '" + shown + "' as " + name + ", which takes numbers from " + least
                + " to " + most + (names.isEmpty() ? "" : " or names such as " + names.get(1))
                + ", ranges as 1-5, steps as */5 and lists of them");
    }
}
