package dev.slipway.model.files;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The five fields of a cron expression: minute, hour, day of month, month, day of week. Each is {@code *} or a list of
 * numbers and ranges, with steps; months and days of the week also by the first three letters of their English names.
 */
public final class Cron {
    private static final int MINUTE = 0;
    private static final int HOUR = 1;
    private static final int DAY_OF_MONTH = 2;
    private static final int MONTH = 3;
    private static final int DAY_OF_WEEK = 4;
    private static final int DAYS_OF_WEEK = 7;
    private static final int[] LONGEST_MONTHS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    /** Between two times on 29 February there may be eight years. */
    private static final int FAR_YEARS = 9;

    private static final List<CronField> FIELDS = List.of(
            new CronField("minute", 0, 59, List.of()),
            new CronField("hour", 0, 23, List.of()),
            new CronField("day of month", 1, 31, List.of()),
            new CronField(
                    "month",
                    1,
                    12,
                    List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new CronField("day of week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private final List<SortedSet<Integer>> values;

    private Cron(List<SortedSet<Integer>> values) {
        this.values = values;
    }

    /** Why {@code expression} is none, as a sentence without a stop; empty when it is one that comes again. */
    public static Optional<String> fault(String expression) {
        String[] written = expression.split(" +", -1);
        if (written.length != FIELDS.size()) {
            return Optional.of("has " + (expression.isBlank() ? 0 : written.length)
                    + " fields, not the five: minute, hour, day of month, month, day of week");
        }
        Cron cron;
        try {
            cron = parse(written);
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        // Engines disagree on whether both must fit or one is enough, so neither meaning is offered.
        if (!written[DAY_OF_MONTH].equals("*") && !written[DAY_OF_WEEK].equals("*")) {
            return Optional.of("restricts both the day of month and the day of week, which is read in two ways");
        }
        return cron.comes() ? Optional.empty() : Optional.of("names a day that never comes");
    }

    /**
     * An expression in which {@link #fault} finds none.
     *
     * @throws SlipwayException VALIDATION_FAILED for any other
     */
    public static Cron of(String expression) {
        fault(expression).ifPresent(fault -> {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "the cron expression " + fault);
        });
        return parse(expression.split(" +", -1));
    }

    /** The first {@code count} times after {@code after}; one that a zone skips when clocks go forward is skipped. */
    public List<Instant> next(ZoneId zone, Instant after, int count) {
        SortedSet<Instant> times = new TreeSet<>();
        LocalDate first = after.atZone(zone).toLocalDate();
        LocalDate far = first.plusYears((long) FAR_YEARS * count);
        for (LocalDate day = first; day.isBefore(far) && times.size() < count; day = day.plusDays(1)) {
            if (comesOn(day)) {
                add(day, zone, after, times);
            }
        }
        return times.stream().limit(count).toList();
    }

    private void add(LocalDate day, ZoneId zone, Instant after, SortedSet<Instant> times) {
        for (int hour : values.get(HOUR)) {
            for (int minute : values.get(MINUTE)) {
                LocalDateTime local = day.atTime(hour, minute);
                if (!zone.getRules().getValidOffsets(local).isEmpty()) {
                    times.add(local.atZone(zone).toInstant());
                }
            }
        }
        times.removeIf(time -> !time.isAfter(after));
    }

    private boolean comesOn(LocalDate day) {
        return values.get(DAY_OF_MONTH).contains(day.getDayOfMonth())
                && values.get(MONTH).contains(day.getMonthValue())
                && values.get(DAY_OF_WEEK).contains(day.getDayOfWeek().getValue() % DAYS_OF_WEEK);
    }

    private boolean comes() {
        return values.get(MONTH).stream()
                .anyMatch(month -> values.get(DAY_OF_MONTH).first() <= LONGEST_MONTHS[month - 1]);
    }

    private static Cron parse(String[] written) {
        List<SortedSet<Integer>> values = new ArrayList<>();
        for (int i = 0; i < written.length; i++) {
            values.add(FIELDS.get(i).values(written[i]));
        }
        return new Cron(values);
    }
}
